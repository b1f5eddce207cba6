package io.millrace.table;

import io.millrace.expression.Op;
import io.millrace.plan.UserLine;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * A value computed for every row: a column, a constant, or an operation on others. Operands are other expressions or Java values
 * ({@code long}, {@code int}, {@code double}, {@code boolean}, {@code String}, {@code byte[]}, {@code Instant} and
 * {@code OffsetDateTime} or {@code ZonedDateTime} as their instant, {@code LocalDateTime}, {@code Duration}, {@code Pointer},
 * {@code JsonText} and {@code Json}, {@code Map} as json, {@code Tensor}, {@code List} as a tuple, {@code null} as None). Types are
 * checked when the expression is used in an operation on a table. Immutable.
 */
public final class ColumnExpression {
    private final Term term;
    private final String name;
    private final UserLine line;

    private ColumnExpression(Term term, String name, UserLine line) {
        this.term = term;
        this.name = name;
        this.line = line;
    }

    static ColumnExpression of(Term term) {
        return new ColumnExpression(term, null, UserLine.ofCaller());
    }

    /** An operand as an expression; a Java value becomes a constant. */
    static ColumnExpression operand(Object value) {
        return value instanceof ColumnExpression expression ? expression : of(Constants.of(value));
    }

    static List<ColumnExpression> operands(Object... values) {
        List<ColumnExpression> operands = new ArrayList<>();
        for (Object value : values) {
            operands.add(operand(value));
        }
        return List.copyOf(operands);
    }

    Term term() {
        return term;
    }

    /** The name that the user gave, or that of the column, or null. */
    String name() {
        if (name != null) {
            return name;
        }
        return switch (term) {
            case Term.Column column -> column.name();
            case Term.TableColumn column -> column.name();
            case Term.Found found -> found.column();
            case Term.Instance instance -> instance.operand().name();
            default -> null;
        };
    }

    /** The same with another term in its place. */
    ColumnExpression with(Term other) {
        return new ColumnExpression(other, name(), line);
    }

    /** Where the user wrote it. */
    UserLine line() {
        return line;
    }

    /** The same value as a column of this name. */
    public ColumnExpression as(String columnName) {
        return new ColumnExpression(term, columnName, line);
    }

    /**
     * A reducer of the rows only for which the condition holds. In a group without such rows a count is 0, a list is empty, and any
     * other result is None.
     */
    public ColumnExpression where(ColumnExpression condition) {
        if (!(term instanceof Term.Reduce reduce) || reduce.condition() != null) {
            throw UserLine.ofCaller().error("where belongs right behind a reducer, once: " + this);
        }
        return new ColumnExpression(new Term.Reduce(reduce.reducer(), reduce.arguments(), condition), name, line);
    }

    /** Sum of numbers or durations, a datetime and a duration, or texts joined. */
    public ColumnExpression plus(Object other) {
        return call(Op.ADD, other);
    }

    public ColumnExpression minus(Object other) {
        return call(Op.SUBTRACT, other);
    }

    public ColumnExpression times(Object other) {
        return call(Op.MULTIPLY, other);
    }

    /** True division: two ints give a float. Division by zero is an error of the row. */
    public ColumnExpression dividedBy(Object other) {
        return call(Op.DIVIDE, other);
    }

    /** Division rounded down. */
    public ColumnExpression floorDividedBy(Object other) {
        return call(Op.FLOOR_DIVIDE, other);
    }

    /** Remainder with the sign of the divisor. */
    public ColumnExpression mod(Object other) {
        return call(Op.MODULO, other);
    }

    public ColumnExpression pow(Object exponent) {
        return call(Op.POWER, exponent);
    }

    public ColumnExpression shiftLeft(Object bits) {
        return call(Op.SHIFT_LEFT, bits);
    }

    public ColumnExpression shiftRight(Object bits) {
        return call(Op.SHIFT_RIGHT, bits);
    }

    /** Whether both are equal; None equals None. */
    public ColumnExpression eq(Object other) {
        return call(Op.EQUAL, other);
    }

    public ColumnExpression ne(Object other) {
        return call(Op.NOT_EQUAL, other);
    }

    public ColumnExpression lt(Object other) {
        return call(Op.LESS, other);
    }

    public ColumnExpression le(Object other) {
        return call(Op.LESS_OR_EQUAL, other);
    }

    public ColumnExpression gt(Object other) {
        return call(Op.GREATER, other);
    }

    public ColumnExpression ge(Object other) {
        return call(Op.GREATER_OR_EQUAL, other);
    }

    /** Of bools the second is evaluated only where the first is true; of ints bit by bit. */
    public ColumnExpression and(Object other) {
        return call(Op.AND, other);
    }

    /** Of bools the second is evaluated only where the first is false; of ints bit by bit. */
    public ColumnExpression or(Object other) {
        return call(Op.OR, other);
    }

    public ColumnExpression xor(Object other) {
        return call(Op.XOR, other);
    }

    public ColumnExpression not() {
        return call(Op.NOT);
    }

    public ColumnExpression negate() {
        return call(Op.NEGATE);
    }

    public ColumnExpression abs() {
        return call(Op.ABS);
    }

    public ColumnExpression isNone() {
        return call(Op.IS_NONE);
    }

    public ColumnExpression isNotNone() {
        return call(Op.IS_NOT_NONE);
    }

    /** The element at an index of a tuple, list, array or json; negative indexes count from the end. */
    public ColumnExpression at(Object index) {
        return call(Op.GET, index);
    }

    /** The element at an index, or None where there is none. */
    public ColumnExpression get(Object index) {
        return get(index, null);
    }

    /** The element at an index, or {@code otherwise} where there is none. */
    public ColumnExpression get(Object index, Object otherwise) {
        return call(Op.GET_OR_DEFAULT, index, otherwise);
    }

    /** The value as text, as Pathway prints it. */
    public ColumnExpression asText() {
        return call(Op.TO_STRING);
    }

    /** The product of two arrays of one or two dimensions, as numpy's {@code @}. */
    public ColumnExpression matmul(Object other) {
        return call(Op.MATRIX_MULTIPLY, other);
    }

    /** Json as an int, None where it is json's null or missing; another kind of json is an error of the row. */
    public ColumnExpression asInt() {
        return asInt(null);
    }

    /** Json as an int, {@code otherwise} where it is json's null or missing. */
    public ColumnExpression asInt(Object otherwise) {
        return convert(Op.AS_INT, otherwise);
    }

    public ColumnExpression asFloat() {
        return asFloat(null);
    }

    /** Json as a float; ints count as floats. */
    public ColumnExpression asFloat(Object otherwise) {
        return convert(Op.AS_FLOAT, otherwise);
    }

    public ColumnExpression asStr() {
        return asStr(null);
    }

    public ColumnExpression asStr(Object otherwise) {
        return convert(Op.AS_STR, otherwise);
    }

    public ColumnExpression asBool() {
        return asBool(null);
    }

    public ColumnExpression asBool(Object otherwise) {
        return convert(Op.AS_BOOL, otherwise);
    }

    private ColumnExpression convert(Op op, Object otherwise) {
        return of(new Term.FromJson(op, this, operand(otherwise)));
    }

    /** The value, which must not be None: None is an error of the row. */
    public ColumnExpression unwrap() {
        return of(new Term.Unwrap(this));
    }

    /** Converts the values. */
    public ColumnExpression cast(Type type) {
        return of(new Term.Cast(this, type));
    }

    /** Operations on texts. */
    public StringMethods str() {
        return new StringMethods(this);
    }

    /** Operations on numbers. */
    public NumberMethods num() {
        return new NumberMethods(this);
    }

    /** Operations on datetimes and durations, and on texts and numbers that are to become such. */
    public DateTimeMethods dt() {
        return new DateTimeMethods(this);
    }

    /** Operations on bytes. */
    public BytesMethods bin() {
        return new BytesMethods(this);
    }

    ColumnExpression call(Op op, Object... more) {
        List<ColumnExpression> operands = new ArrayList<>();
        operands.add(this);
        for (Object operand : more) {
            operands.add(operand(operand));
        }
        return of(new Term.Operation(op, List.copyOf(operands)));
    }

    /** The expression as messages show it. */
    @Override
    public String toString() {
        return TermText.of(this);
    }
}
