package io.millrace.table;

import io.millrace.plan.Reducer;
import io.millrace.plan.UserLine;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code reduce} computes of the rows of a group: import these statically. Arguments are column names or expressions; results
 * may be used in expressions. A row in which an argument is an error is left out by that reducer; a group all of whose rows are left
 * out has no result, and so no row. {@link ColumnExpression#where} makes a reducer see some rows only.
 *
 * <p>Values are ordered None first, then as usual; NaN is the greatest float, texts go by their bytes. Rows that are taken back are
 * taken back from results, whatever the reducer.
 */
public final class Reducers {
    private Reducers() {}

    /** How many rows the group has. */
    public static ColumnExpression count() {
        return reduce(Reducer.Plain.COUNT);
    }

    /** How many rows the group has in which none of the arguments is an error. */
    public static ColumnExpression count(Object... arguments) {
        return reduce(Reducer.Plain.COUNT, arguments);
    }

    /** How many rows the condition holds for. */
    public static ColumnExpression countIf(ColumnExpression condition) {
        return sum(Expressions.ifElse(condition, 1, 0));
    }

    /** The sum of ints, floats or arrays. An int sum that does not fit in 64 bits is an error while it does not. */
    public static ColumnExpression sum(Object argument) {
        return reduce(Reducer.Plain.SUM, argument);
    }

    /** The mean of ints or floats, as a float. */
    public static ColumnExpression avg(Object argument) {
        return reduce(Reducer.Plain.AVG, argument);
    }

    /** The least value. */
    public static ColumnExpression min(Object argument) {
        return reduce(Reducer.Plain.MIN, argument);
    }

    /** The greatest value. */
    public static ColumnExpression max(Object argument) {
        return reduce(Reducer.Plain.MAX, argument);
    }

    /** The id of the row with the least value; of several the least id. */
    public static ColumnExpression argMin(Object argument) {
        return reduce(Reducer.Plain.ARG_MIN, argument);
    }

    /** {@code result} of the row with the least value; of several the least result. */
    public static ColumnExpression argMin(Object argument, Object result) {
        return reduce(Reducer.Plain.ARG_MIN, argument, result);
    }

    /** The id of the row with the greatest value; of several the least id. */
    public static ColumnExpression argMax(Object argument) {
        return reduce(Reducer.Plain.ARG_MAX, argument);
    }

    /** {@code result} of the row with the greatest value; of several the least result. */
    public static ColumnExpression argMax(Object argument, Object result) {
        return reduce(Reducer.Plain.ARG_MAX, argument, result);
    }

    /** The value of one of the rows, the same row for all columns. */
    public static ColumnExpression any(Object argument) {
        return reduce(Reducer.Plain.ANY, argument);
    }

    /** The value that all rows have; an error where they do not. */
    public static ColumnExpression unique(Object argument) {
        return reduce(Reducer.Plain.UNIQUE, argument);
    }

    /** The value of the row that came first; of those of one epoch of the one with the least id. */
    public static ColumnExpression earliest(Object argument) {
        return reduce(Reducer.Plain.EARLIEST, argument);
    }

    /** The value of the row that came last; of those of one epoch of the one with the greatest id. */
    public static ColumnExpression latest(Object argument) {
        return reduce(Reducer.Plain.LATEST, argument);
    }

    /** The most frequent value; of several the least. */
    public static ColumnExpression mode(Object argument) {
        return reduce(Reducer.Plain.MODE, argument);
    }

    /** All values, sorted. */
    public static ColumnExpression sortedTuple(Object argument) {
        return sortedTuple(argument, false);
    }

    /** All values, sorted; without None where {@code skipNones}. */
    public static ColumnExpression sortedTuple(Object argument, boolean skipNones) {
        return reduce(new Reducer.Listed(true, skipNones), argument);
    }

    /** All values, in the order of {@link GroupedTable#sortBy}, then of the row ids. */
    public static ColumnExpression tuple(Object argument) {
        return tuple(argument, false);
    }

    /** The same; without None where {@code skipNones}. */
    public static ColumnExpression tuple(Object argument, boolean skipNones) {
        return reduce(new Reducer.Listed(false, skipNones), argument);
    }

    /** All values as an array, in the order of {@link #tuple}: of numbers, or of arrays one on top of the other. */
    public static ColumnExpression ndarray(Object argument) {
        return ndarray(argument, false);
    }

    /** The same; without None where {@code skipNones}. */
    public static ColumnExpression ndarray(Object argument, boolean skipNones) {
        return reduce(new Reducer.NdArray(skipNones), argument);
    }

    /** All texts but None in the order of {@link #tuple} with a separator between them; None where there is none. */
    public static ColumnExpression stringAgg(Object argument, String separator) {
        return reduce(new Reducer.StringAgg(separator), argument);
    }

    /** The {@code most} greatest values, greatest first. */
    public static ColumnExpression topK(Object argument, int most) {
        if (most < 1) {
            throw UserLine.ofCaller().error("topK of " + most + " values; at least 1");
        }
        return reduce(new Reducer.TopK(most), argument);
    }

    /** The value in the middle, as a float: halfway between the two in the middle of an even number. */
    public static ColumnExpression median(Object argument) {
        return quantile(argument, 0.5);
    }

    /** The value below which a share of the values lies, from 0 to 1, as a float between the two nearest ones. */
    public static ColumnExpression quantile(Object argument, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw UserLine.ofCaller().error("a quantile at " + share + "; it must be from 0 to 1");
        }
        return reduce(new Reducer.Quantile(share), argument);
    }

    /** The variance of a sample; None of less than two values. */
    public static ColumnExpression variance(Object argument) {
        return reduce(new Reducer.Spread(true, false), argument);
    }

    /** The standard deviation of a sample; None of less than two values. */
    public static ColumnExpression stddev(Object argument) {
        return reduce(new Reducer.Spread(true, true), argument);
    }

    /** The variance of all there are. */
    public static ColumnExpression variancePopulation(Object argument) {
        return reduce(new Reducer.Spread(false, false), argument);
    }

    /** The standard deviation of all there are. */
    public static ColumnExpression stddevPopulation(Object argument) {
        return reduce(new Reducer.Spread(false, true), argument);
    }

    /** Whether the bool holds in all rows. */
    public static ColumnExpression boolAnd(Object argument) {
        return sum(Expressions.ifElse(argument(argument), 0, 1)).eq(0);
    }

    /** Whether the bool holds in some row. */
    public static ColumnExpression boolOr(Object argument) {
        return sum(Expressions.ifElse(argument(argument), 1, 0)).gt(0);
    }

    /** How many different combinations the arguments have; None is a value. */
    public static ColumnExpression countDistinct(Object... arguments) {
        return reduce(Reducer.Plain.COUNT_DISTINCT, arguments);
    }

    /** About how many, with 2^12 bytes a group and an error of about 1.6 %. */
    public static ColumnExpression countDistinctApproximate(Object... arguments) {
        return countDistinctWithPrecision(12, arguments);
    }

    /**
     * About how many, with 2^precision bytes a group and an error of about 1.04 / √(2^precision). Where rows may be taken back, which
     * a sketch cannot follow, the count is exact.
     *
     * @param precision 4 to 18
     */
    public static ColumnExpression countDistinctWithPrecision(int precision, Object... arguments) {
        if (precision < 4 || precision > 18) {
            throw UserLine.ofCaller().error("countDistinct with precision " + precision + "; it must be from 4 to 18");
        }
        return reduce(new Reducer.CountDistinctApproximate(precision), arguments);
    }

    /** A state of the user's, changed once an epoch by all rows that change. */
    public static <S> ColumnExpression statefulMany(Type type, StatefulMany<S> function, Object... arguments) {
        return reduce(new Reducer.Custom("statefulMany", new Folds.Stateful<>(function, type), type), arguments);
    }

    /** A state of the user's, changed by every row that is added. Rows that are taken back make it an error. */
    public static <S> ColumnExpression statefulSingle(Type type, StatefulSingle<S> function, Object... arguments) {
        StatefulMany<S> rows = Folds.rowByRow(function);
        return reduce(new Reducer.Custom("statefulSingle", new Folds.Stateful<>(rows, type), type), arguments);
    }

    /** A reducer of the user's own. */
    public static ColumnExpression udfReducer(Type type, CustomAccumulator<?, ?> reducer, Object... arguments) {
        return reduce(new Reducer.Custom("udfReducer", new Folds.Accumulating<>(reducer), type), arguments);
    }

    private static ColumnExpression reduce(Reducer reducer, Object... arguments) {
        List<ColumnExpression> operands = new ArrayList<>();
        Arrays.stream(arguments).forEach(argument -> operands.add(argument(argument)));
        return ColumnExpression.of(new Term.Reduce(reducer, operands, null));
    }

    /** A string is a column's name here: a constant text is of no use to a reducer. */
    private static ColumnExpression argument(Object argument) {
        return argument instanceof String name ? Expressions.col(name) : ColumnExpression.operand(argument);
    }
}
