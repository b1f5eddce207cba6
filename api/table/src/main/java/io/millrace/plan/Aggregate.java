package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.type.Type;
import java.util.List;

/** One reducer of a group-by over expressions of its input. */
public record Aggregate(Reducer reducer, List<Expression> arguments, Type type) {
    public Aggregate {
        arguments = List.copyOf(arguments);
    }
}
