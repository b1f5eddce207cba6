package io.millrace.physical;

import io.millrace.expression.Expression;
import io.millrace.plan.Origin;
import io.millrace.type.Schema;
import java.util.List;

/** One stateless step of a chain: batch in, batch out, ids and weights as they were. */
public sealed interface Step {
    /** The number of the node of the optimised plan that it belongs to, for error logs. */
    int number();

    Origin origin();

    /** The columns after the step. */
    Schema schema();

    /** Lets the rows through for which the condition holds. */
    record Keep(int number, Origin origin, Expression condition, Schema schema) implements Step {}

    /** Replaces the columns. */
    record Compute(int number, Origin origin, List<Expression> expressions, Schema schema) implements Step {
        public Compute {
            expressions = List.copyOf(expressions);
        }
    }
}
