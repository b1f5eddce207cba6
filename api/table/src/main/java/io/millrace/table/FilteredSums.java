package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.Call;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.expression.Expression.IfElse;
import io.millrace.expression.Expression.Literal;
import io.millrace.expression.Op;
import io.millrace.plan.Aggregate;
import io.millrace.plan.Reducer;
import io.millrace.type.Type;
import java.util.List;
import java.util.function.Function;

/** Sums, counts and means of some rows as sums of all rows, in which the others count nothing. */
final class FilteredSums {
    private FilteredSums() {}

    /** Whether a reducer of some rows is made of sums of all. */
    static boolean areSums(Reducer reducer, List<Expression> arguments) {
        return reducer == Reducer.Plain.COUNT
                || reducer == Reducer.Plain.AVG
                || reducer == Reducer.Plain.SUM && !(arguments.getFirst().type() instanceof Type.Tensor);
    }

    /** Whether the result of no rows is a value. */
    static boolean isNeverNone(Type type, Reducer reducer) {
        return type instanceof Type.ListOf
                || reducer instanceof Reducer.NdArray
                || reducer instanceof Reducer.CountDistinctApproximate
                || reducer == Reducer.Plain.COUNT_DISTINCT;
    }

    /** @param aggregates gives the column of an aggregate */
    static Expression of(
            Reducer reducer,
            List<Expression> arguments,
            Expression condition,
            Function<Aggregate, ColumnRef> aggregates) {
        Expression one = new Literal(1L, Type.INT64);
        for (Expression argument : arguments) {
            one = unlessError(argument, one);
        }
        ColumnRef count = aggregates.apply(sum(only(condition, one, Type.INT64), Type.INT64));
        if (reducer == Reducer.Plain.COUNT) {
            return count;
        }
        Expression argument = arguments.getFirst();
        ColumnRef sum = aggregates.apply(sum(only(condition, argument, argument.type()), argument.type()));
        Expression value = sum;
        Type type = argument.type();
        if (reducer == Reducer.Plain.AVG) {
            type = Type.FLOAT64;
            value = new Call(Op.DIVIDE, List.of(sum, count), Type.FLOAT64);
        }
        Expression isAny = new Call(Op.GREATER, List.of(count, new Literal(0L, Type.INT64)), Type.BOOL);
        return new IfElse(isAny, value, new Literal(null, Type.NONE), Type.optional(type));
    }

    /** An int, or an error where the argument is one. */
    private static Expression unlessError(Expression argument, Expression value) {
        return new IfElse(new Call(Op.IS_NONE, List.of(argument), Type.BOOL), value, value, Type.INT64);
    }

    private static Expression only(Expression condition, Expression value, Type type) {
        Object nothing = type == Type.FLOAT64 ? (Object) 0.0 : (Object) 0L;
        return new IfElse(condition, value, new Literal(nothing, type), type);
    }

    private static Aggregate sum(Expression value, Type type) {
        return new Aggregate(Reducer.Plain.SUM, List.of(value), null, type);
    }
}
