package io.millrace.stateless;

import io.millrace.expression.Expression;
import java.util.List;

/** One link of a stateless chain; its expressions are over the columns that the link before it gives. */
public sealed interface Step {
    /**
     * Rows of these columns instead.
     *
     * @param userLines where each expression stands in the user's program; empty where that is not known
     */
    record Project(List<Expression> columns, List<String> userLines) implements Step {
        public Project {
            columns = List.copyOf(columns);
            userLines = List.copyOf(userLines);
        }
    }

    /**
     * Only the rows in which the condition holds. Where it is an error, the row is dropped and reported.
     *
     * @param userLine where the filter stands in the user's program, or null
     */
    record Filter(Expression condition, String userLine) implements Step {}
}
