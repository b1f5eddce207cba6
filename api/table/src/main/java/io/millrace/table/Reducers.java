package io.millrace.table;

import io.millrace.plan.Reducer;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code reduce} computes of the rows of a group: import these statically. Arguments are column names or expressions; results
 * may be used in expressions.
 */
public final class Reducers {
    private Reducers() {}

    /** How many rows the group has. */
    public static ColumnExpression count() {
        return reduce(Reducer.COUNT);
    }

    /** How many rows the group has in which none of the arguments is an error. */
    public static ColumnExpression count(Object... arguments) {
        return reduce(Reducer.COUNT, arguments);
    }

    /** The sum of ints or floats. An int sum that does not fit in 64 bits is an error while it does not. */
    public static ColumnExpression sum(Object argument) {
        return reduce(Reducer.SUM, argument);
    }

    /** The mean of ints or floats, as a float. */
    public static ColumnExpression avg(Object argument) {
        return reduce(Reducer.AVG, argument);
    }

    /** A string is a column's name here: a constant text is of no use to a reducer. */
    private static ColumnExpression reduce(Reducer reducer, Object... arguments) {
        List<ColumnExpression> operands = Arrays.stream(arguments)
                .map(argument ->
                        argument instanceof String name ? Expressions.col(name) : ColumnExpression.operand(argument))
                .toList();
        return ColumnExpression.of(new Term.Reduce(reducer, operands));
    }
}
