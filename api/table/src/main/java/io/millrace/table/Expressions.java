package io.millrace.table;

import io.millrace.expression.Expression.RowFunction;
import io.millrace.expression.Op;
import io.millrace.plan.UserLine;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;

/** Where expressions begin: import these statically. */
public final class Expressions {
    private Expressions() {}

    /** A column of the table that the operation is called on; in a join, of the side that has it. */
    public static ColumnExpression col(String name) {
        return ColumnExpression.of(new Term.Column(Side.THIS, name));
    }

    /** A column of the left side of a join. */
    public static ColumnExpression left(String name) {
        return ColumnExpression.of(new Term.Column(Side.LEFT, name));
    }

    /** A column of the right side of a join. */
    public static ColumnExpression right(String name) {
        return ColumnExpression.of(new Term.Column(Side.RIGHT, name));
    }

    /** The row's id. */
    public static ColumnExpression id() {
        return ColumnExpression.of(new Term.Id(Side.THIS));
    }

    /** The id of the left row of a join. */
    public static ColumnExpression leftId() {
        return ColumnExpression.of(new Term.Id(Side.LEFT));
    }

    /** The id of the right row of a join. */
    public static ColumnExpression rightId() {
        return ColumnExpression.of(new Term.Id(Side.RIGHT));
    }

    /** All columns, in a list of columns, but for those named. */
    public static ColumnExpression allColumns(String... without) {
        return ColumnExpression.of(new Term.Star(Side.THIS, List.of(without)));
    }

    /** All columns of the left side of a join but for those named. */
    public static ColumnExpression leftColumns(String... without) {
        return ColumnExpression.of(new Term.Star(Side.LEFT, List.of(without)));
    }

    /** All columns of the right side of a join but for those named. */
    public static ColumnExpression rightColumns(String... without) {
        return ColumnExpression.of(new Term.Star(Side.RIGHT, List.of(without)));
    }

    /** A constant. */
    public static ColumnExpression lit(Object value) {
        return ColumnExpression.operand(value);
    }

    /** {@code then} where the condition holds, else {@code otherwise}; each is evaluated only where it is chosen. */
    public static ColumnExpression ifElse(Object condition, Object then, Object otherwise) {
        return ColumnExpression.of(new Term.IfElse(
                ColumnExpression.operand(condition),
                ColumnExpression.operand(then),
                ColumnExpression.operand(otherwise)));
    }

    /** The first value that is not None. */
    public static ColumnExpression coalesce(Object... operands) {
        return ColumnExpression.of(new Term.Coalesce(ColumnExpression.operands(operands)));
    }

    /** The value where no dependency is None, else None. */
    public static ColumnExpression require(Object value, Object... dependencies) {
        return ColumnExpression.of(
                new Term.Require(ColumnExpression.operand(value), ColumnExpression.operands(dependencies)));
    }

    /** The value, which must not be None: None is an error of the row. */
    public static ColumnExpression unwrap(Object operand) {
        return ColumnExpression.of(new Term.Unwrap(ColumnExpression.operand(operand)));
    }

    /** The value, or the replacement where it is an error. */
    public static ColumnExpression fillError(Object operand, Object replacement) {
        return ColumnExpression.of(
                new Term.FillError(ColumnExpression.operand(operand), ColumnExpression.operand(replacement)));
    }

    /** The value converted to a type. */
    public static ColumnExpression cast(Type type, Object operand) {
        return ColumnExpression.of(new Term.Cast(ColumnExpression.operand(operand), type));
    }

    /** The value under another static type, narrower or wider; nothing is checked when it runs. */
    public static ColumnExpression declareType(Type type, Object operand) {
        return ColumnExpression.of(new Term.DeclareType(ColumnExpression.operand(operand), type));
    }

    /**
     * Json as a value of a type: bool, int, float, str, a datetime written as {@code 2025-03-14T10:13:00.5} (in UTC with an offset
     * behind), a duration in nanoseconds, Json itself. Json null or a missing value is None of an optional type, and an error of the
     * row for others.
     */
    public static ColumnExpression fromJson(Type type, Object json) {
        return JsonValues.of(type, ColumnExpression.operand(json));
    }

    /** The least of values of one type that has an order, or of ints and floats. */
    public static ColumnExpression least(Object first, Object... others) {
        return ColumnExpression.operand(first).call(Op.LEAST, others);
    }

    /** The greatest of values of one type that has an order, or of ints and floats. */
    public static ColumnExpression greatest(Object first, Object... others) {
        return ColumnExpression.operand(first).call(Op.GREATEST, others);
    }

    /** Texts one after the other. */
    public static ColumnExpression concat(Object first, Object... others) {
        return ColumnExpression.operand(first).call(Op.CONCAT, others);
    }

    /** A text in which each <code>{}</code> is replaced by the text of the next value. */
    public static ColumnExpression format(String template, Object... values) {
        String[] parts = template.split("\\{}", -1);
        if (parts.length != values.length + 1) {
            throw UserLine.ofCaller()
                    .error("\"" + template + "\" has " + (parts.length - 1) + " places {} for " + values.length
                            + " values");
        }
        List<Object> texts = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            texts.add(ColumnExpression.operand(values[i]).asText());
            texts.add(parts[i + 1]);
        }
        return lit(parts[0]).call(Op.CONCAT, texts.toArray());
    }

    /** The values as one tuple. */
    public static ColumnExpression makeTuple(Object... operands) {
        return ColumnExpression.of(new Term.MakeTuple(ColumnExpression.operands(operands)));
    }

    /**
     * Makes a value the instance of a key: the last one given to {@code pointerFrom}, {@code withIdFrom}, {@code ixRef}, {@code groupBy}
     * or, as a condition, {@code join}. Rows of one instance have ids of one shard.
     */
    public static ColumnExpression instance(Object operand) {
        return ColumnExpression.of(new Term.Instance(ColumnExpression.operand(operand)));
    }

    /** The id of the row whose key columns have these values. */
    public static ColumnExpression pointerFrom(Object... operands) {
        return ColumnExpression.of(new Term.PointerFrom(ColumnExpression.operands(operands), false));
    }

    /** The same, but None where one of the values is None. */
    public static ColumnExpression optionalPointerFrom(Object... operands) {
        return ColumnExpression.of(new Term.PointerFrom(ColumnExpression.operands(operands), true));
    }

    /** A pure function of one value, called for each row; None is passed as null. Give the lambda's parameter a type. */
    @SuppressWarnings("unchecked") // the user says what the operand is; a wrong class is an error of the row
    public static <A, R> ColumnExpression apply(Functions.Of1<A, R> function, Class<R> result, Object a) {
        return apply(arguments -> function.apply((A) arguments[0]), Constants.typeOf(result), a);
    }

    /** A pure function of two values. */
    @SuppressWarnings("unchecked") // as above
    public static <A, B, R> ColumnExpression apply(
            Functions.Of2<A, B, R> function, Class<R> result, Object a, Object b) {
        return apply(arguments -> function.apply((A) arguments[0], (B) arguments[1]), Constants.typeOf(result), a, b);
    }

    /** A pure function of three values. */
    @SuppressWarnings("unchecked") // as above
    public static <A, B, C, R> ColumnExpression apply(
            Functions.Of3<A, B, C, R> function, Class<R> result, Object a, Object b, Object c) {
        return apply(
                arguments -> function.apply((A) arguments[0], (B) arguments[1], (C) arguments[2]),
                Constants.typeOf(result),
                a,
                b,
                c);
    }

    /** A pure function of four values. */
    @SuppressWarnings("unchecked") // as above
    public static <A, B, C, D, R> ColumnExpression apply(
            Functions.Of4<A, B, C, D, R> function, Class<R> result, Object a, Object b, Object c, Object d) {
        return apply(
                arguments -> function.apply((A) arguments[0], (B) arguments[1], (C) arguments[2], (D) arguments[3]),
                Constants.typeOf(result),
                a,
                b,
                c,
                d);
    }

    /** A pure function of any number of values, whose results have a column type. */
    public static ColumnExpression apply(RowFunction function, Type result, Object... operands) {
        return ColumnExpression.of(new Term.Apply(function, ColumnExpression.operands(operands), result, false, true));
    }
}
