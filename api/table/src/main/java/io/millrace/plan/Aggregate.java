package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One reducer of a group-by over expressions of its input.
 *
 * @param arguments the user's, then those that the reducer adds
 * @param condition which rows count, or null for all
 */
public record Aggregate(Reducer reducer, List<Expression> arguments, Expression condition, Type type) {
    public Aggregate {
        arguments = List.copyOf(arguments);
    }

    /** All that is computed of a row: the arguments, then the condition. */
    public List<Expression> inputs() {
        if (condition == null) {
            return arguments;
        }
        List<Expression> all = new ArrayList<>(arguments);
        all.add(condition);
        return all;
    }

    /** The same over other columns. */
    Aggregate map(UnaryOperator<Expression> change) {
        return new Aggregate(
                reducer,
                arguments.stream().map(change).toList(),
                condition == null ? null : change.apply(condition),
                type);
    }
}
