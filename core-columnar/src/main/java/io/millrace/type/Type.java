package io.millrace.type;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The logical type of a column. {@code None} is a value of {@link Optional} types only; errors and pending results are states of
 * a cell, not types.
 */
// Scalar is reached through the constants below, so that Type is always the first of the two to be initialised.
@SuppressWarnings("ClassInitializationDeadlock")
public sealed interface Type {
    Type BOOL = Scalar.BOOL;
    Type INT64 = Scalar.INT64;
    Type FLOAT64 = Scalar.FLOAT64;
    Type STRING = Scalar.STRING;
    Type BYTES = Scalar.BYTES;
    /** A 128-bit row id of any table. */
    Type POINTER = Scalar.POINTER;
    /** Nanoseconds since 1970 on a clock without a zone. */
    Type DATE_TIME_NAIVE = Scalar.DATE_TIME_NAIVE;
    /** Nanoseconds since 1970 in UTC. */
    Type DATE_TIME_UTC = Scalar.DATE_TIME_UTC;
    /** Signed nanoseconds. */
    Type DURATION = Scalar.DURATION;
    /** Days since 1970. */
    Type DATE = Scalar.DATE;

    Type UUID = Scalar.UUID;
    Type JSON = Scalar.JSON;
    /** Only None. */
    Type NONE = Scalar.NONE;
    /** Any value, with its kind beside it. */
    Type ANY = Scalar.ANY;

    /** The physical form of this type's cells. */
    Lane lane();

    /** Types without parameters. */
    enum Scalar implements Type {
        BOOL("bool", Lane.BIT),
        INT64("int", Lane.I64),
        FLOAT64("float", Lane.F64),
        STRING("str", Lane.BYTES),
        BYTES("bytes", Lane.BYTES),
        POINTER("Pointer", Lane.I128),
        DATE_TIME_NAIVE("DateTimeNaive", Lane.I64),
        DATE_TIME_UTC("DateTimeUtc", Lane.I64),
        DURATION("Duration", Lane.I64),
        DATE("Date", Lane.I64),
        UUID("UUID", Lane.I128),
        JSON("Json", Lane.BYTES),
        NONE("None", Lane.BIT),
        ANY("Any", Lane.BYTES);

        private final String text;
        private final Lane lane;

        Scalar(String text, Lane lane) {
            this.text = text;
            this.lane = lane;
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A decimal of up to 38 digits, {@code scale} of them behind the point; the cell is the unscaled 128-bit integer. */
    record Decimal(int precision, int scale) implements Type {
        public Decimal {
            if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
                throw new IllegalArgumentException(
                        "decimal(" + precision + ", " + scale + "): precision is 1 to 38, scale 0 to precision");
            }
        }

        @Override
        public Lane lane() {
            return Lane.I128;
        }

        @Override
        public String toString() {
            return "decimal(" + precision + ", " + scale + ")";
        }
    }

    /** A fixed number of values, each of its own type. */
    record Tuple(List<Type> elements) implements Type {
        public Tuple {
            elements = List.copyOf(elements);
        }

        @Override
        public Lane lane() {
            return Lane.BYTES;
        }

        @Override
        public String toString() {
            return elements.stream().map(Type::toString).collect(Collectors.joining(", ", "tuple[", "]"));
        }
    }

    /** Any number of values of one type. */
    record ListOf(Type element) implements Type {
        @Override
        public Lane lane() {
            return Lane.BYTES;
        }

        @Override
        public String toString() {
            return "list[" + element + "]";
        }
    }

    /** An n-dimensional array of int64 or float64; {@code dimensions} is −1 where the number of them is not known. */
    record Tensor(Type element, int dimensions) implements Type {
        public Tensor {
            if (element != INT64 && element != FLOAT64) {
                throw new IllegalArgumentException("tensor of " + element + ": its elements are int or float");
            }
        }

        @Override
        public Lane lane() {
            return Lane.BYTES;
        }

        @Override
        public String toString() {
            return "Array[" + element + (dimensions < 0 ? "" : ", " + dimensions) + "]";
        }
    }

    /** Objects of a user's class, kept in their serialised form. */
    record ObjectOf<T>(Class<T> type, ValueSerializer<T> serializer) implements Type {
        @Override
        public Lane lane() {
            return Lane.BYTES;
        }

        @Override
        public String toString() {
            return "object[" + type.getName() + "]";
        }
    }

    /** {@code value} or None. Never nested; build it with {@link Type#optional}. */
    record Optional(Type value) implements Type {
        public Optional {
            if (value instanceof Optional || value == NONE || value == ANY) {
                throw new IllegalArgumentException("optional of " + value + " is that type itself");
            }
        }

        @Override
        public Lane lane() {
            return value.lane();
        }

        @Override
        public String toString() {
            return value + " | None";
        }
    }

    /** A result that may still be pending. Never nested; build it with {@link Type#future}. */
    record Future(Type value) implements Type {
        @Override
        public Lane lane() {
            return value.lane();
        }

        @Override
        public String toString() {
            return "Future[" + value + "]";
        }
    }

    static Type optional(Type type) {
        return type.isOptional() ? type : new Optional(type);
    }

    static Type future(Type type) {
        return type instanceof Future ? type : new Future(type);
    }

    static Type tuple(Type... elements) {
        return new Tuple(List.of(elements));
    }

    static Type list(Type element) {
        return new ListOf(element);
    }

    /** Whether None is a value of this type. */
    default boolean isOptional() {
        return this instanceof Optional || this == NONE || this == ANY;
    }

    /** This type without its optional wrapper. */
    default Type required() {
        return this instanceof Optional optional ? optional.value() : this;
    }

    /** Whether every value of {@code other} is a value of this type (int counts as float, as in Pathway). */
    default boolean accepts(Type other) {
        if (equals(other) || this == ANY) {
            return true;
        }
        if (other == NONE) {
            return isOptional();
        }
        if (this instanceof Optional optional) {
            return optional.value().accepts(other.required());
        }
        return switch (this) {
            case Scalar scalar -> scalar == FLOAT64 && other == INT64;
            case ListOf list ->
                other instanceof ListOf it && list.element().accepts(it.element())
                        || other instanceof Tuple several
                                && several.elements().stream().allMatch(list.element()::accepts);
            case Tuple tuple ->
                other instanceof Tuple it
                        && it.elements().size() == tuple.elements().size()
                        && acceptsEach(tuple.elements(), it.elements());
            case Tensor tensor ->
                other instanceof Tensor it
                        && tensor.element().equals(it.element())
                        && (tensor.dimensions() < 0 || tensor.dimensions() == it.dimensions());
            case Future future -> future.value().accepts(other instanceof Future it ? it.value() : other);
            case Decimal decimal ->
                other instanceof Decimal it && it.scale() == decimal.scale() && it.precision() <= decimal.precision();
            case ObjectOf<?> object ->
                other instanceof ObjectOf<?> it && object.type().equals(it.type());
            case Optional optional -> throw new AssertionError("handled above: " + optional);
        };
    }

    private static boolean acceptsEach(List<Type> left, List<Type> right) {
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).accepts(right.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The least type that accepts both; {@link #ANY} where there is no better one. */
    static Type leastCommon(Type left, Type right) {
        if (left.accepts(right)) {
            return left;
        }
        if (right.accepts(left)) {
            return right;
        }
        if (left.isOptional() || right.isOptional()) {
            Type inner = left == NONE ? right : right == NONE ? left : leastCommon(left.required(), right.required());
            return optional(inner);
        }
        return ANY;
    }
}
