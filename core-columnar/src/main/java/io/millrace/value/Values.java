package io.millrace.value;

import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.key.JsonText;
import io.millrace.key.KeyEncoder;
import io.millrace.key.Pointer;
import io.millrace.memory.OffHeap;
import io.millrace.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.UUID;

/**
 * Cells of columns as Java objects, as encoded values, and in order. Java forms are those of the package's description. Stateless;
 * any thread that may use the column.
 */
public final class Values {
    private Values() {}

    /** Returns the cell as a Java object: null for None, a {@link CellStatus} where it is no value. */
    public static Object read(Column column, int row) {
        return switch (column.status(row)) {
            case VALUE -> readValue(column, row);
            case NONE -> null;
            case ERROR -> CellStatus.ERROR;
            case PENDING -> CellStatus.PENDING;
        };
    }

    /** Returns a cell that is a value. */
    private static Object readValue(Column column, int row) {
        Type type = withoutWrappers(column.type());
        return switch (type) {
            case Type.Scalar scalar ->
                switch (scalar) {
                    case BOOL -> column.getBool(row);
                    case INT64 -> column.getLong(row);
                    case FLOAT64 -> column.getDouble(row);
                    case STRING -> column.getString(row);
                    case BYTES -> column.getBytes(row);
                    case POINTER -> new Pointer(column.getHigh(row), column.getLow(row));
                    case DATE_TIME_NAIVE -> JavaForms.naive(column.getLong(row));
                    case DATE_TIME_UTC -> JavaForms.utc(column.getLong(row));
                    case DURATION -> Duration.ofNanos(column.getLong(row));
                    case DATE -> LocalDate.ofEpochDay(column.getLong(row));
                    case UUID -> new UUID(column.getHigh(row), column.getLow(row));
                    case JSON -> new JsonText(column.getString(row));
                    case NONE -> null;
                    case ANY -> ValueCodec.decode(type, column.bytesAddress(row));
                };
            case Type.Decimal decimal -> ValueCodec.decimal(column.getHigh(row), column.getLow(row), decimal.scale());
            case Type.ObjectOf<?> object -> ValueCodec.object(object, column.getBytes(row));
            default -> ValueCodec.decode(type, column.bytesAddress(row));
        };
    }

    /**
     * Appends a Java object as a cell of {@code type}: null is None, a {@link CellStatus} an error or pending cell.
     *
     * @throws IllegalArgumentException when it is not a value of the type; then nothing is appended
     */
    public static void append(ColumnBuilder builder, Type type, Object value) {
        if (value == CellStatus.ERROR) {
            builder.appendError();
            return;
        }
        if (value == CellStatus.PENDING) {
            builder.appendPending();
            return;
        }
        Type plain = withoutWrappers(type);
        Object form = JavaForms.conform(type, value);
        switch (form) {
            case null -> builder.appendNone();
            case Object any when plain == Type.ANY -> appendEncoded(builder, ValueCodec.encode(plain, any));
            case Boolean bool -> builder.appendBool(bool);
            case Long int64 -> builder.appendLong(int64);
            case Double float64 -> builder.appendDouble(float64);
            case String text -> builder.appendString(text);
            case byte[] bytes -> builder.appendBytes(bytes, 0, bytes.length);
            case Pointer pointer -> builder.append128(pointer.high(), pointer.low());
            case LocalDateTime naive -> builder.appendLong(JavaForms.nanos(naive));
            case Instant utc -> builder.appendLong(JavaForms.nanos(utc));
            case Duration duration -> builder.appendLong(JavaForms.nanos(duration));
            case LocalDate date -> builder.appendLong(date.toEpochDay());
            case UUID uuid -> builder.append128(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
            case JsonText json -> builder.appendString(json.compact());
            case BigDecimal decimal -> {
                BigInteger unscaled = decimal.unscaledValue();
                builder.append128(unscaled.shiftRight(64).longValue(), unscaled.longValue());
            }
            default -> appendEncoded(builder, ValueCodec.encode(plain, form));
        }
    }

    /** Puts a cell into an encoder without boxing it; it is a value or None, errors and pending cells have no encoding. */
    public static void encode(KeyEncoder encoder, Column column, int row) {
        if (!column.isValue(row)) {
            assert column.status(row) == CellStatus.NONE : "an error has no encoding";
            encoder.putNone();
            return;
        }
        Type type = withoutWrappers(column.type());
        switch (type) {
            case Type.Scalar scalar -> {
                switch (scalar) {
                    case BOOL -> encoder.putBool(column.getBool(row));
                    case INT64 -> encoder.putInt64(column.getLong(row));
                    case FLOAT64 -> encoder.putFloat64(column.getDouble(row));
                    case STRING -> encoder.putString(column.bytesAddress(row), column.bytesLength(row));
                    case BYTES -> encoder.putBytes(column.bytesAddress(row), column.bytesLength(row));
                    case POINTER -> encoder.putPointer(column.getHigh(row), column.getLow(row));
                    case DATE_TIME_NAIVE -> encoder.putDatetimeNaive(column.getLong(row));
                    case DATE_TIME_UTC -> encoder.putDatetimeUtc(column.getLong(row));
                    case DURATION -> encoder.putDuration(column.getLong(row));
                    case DATE -> encoder.putDate(column.getLong(row));
                    case UUID -> encoder.putUuid(column.getHigh(row), column.getLow(row));
                    case JSON -> encoder.putJson(column.bytesAddress(row), column.bytesLength(row));
                    case NONE -> encoder.putNone();
                    case ANY -> encoder.putEncoded(column.bytesAddress(row), column.bytesLength(row));
                }
            }
            case Type.Decimal decimal -> encoder.putDecimal(decimal.scale(), column.getHigh(row), column.getLow(row));
            case Type.ObjectOf<?> object -> encoder.putObject(column.bytesAddress(row), column.bytesLength(row));
            default -> encoder.putEncoded(column.bytesAddress(row), column.bytesLength(row));
        }
    }

    /** Appends an encoded value in memory as a cell of {@code type}, which it is a value of; None where it is none. */
    public static void appendEncoded(ColumnBuilder builder, Type type, long address) {
        if (EncodedValues.isNone(address)) {
            builder.appendNone();
            return;
        }
        Type plain = withoutWrappers(type);
        switch (plain) {
            case Type.Scalar scalar -> {
                switch (scalar) {
                    case BOOL -> builder.appendBool(OffHeap.getByte(address + 1) != 0);
                    case INT64, DATE_TIME_NAIVE, DATE_TIME_UTC, DURATION, DATE ->
                        builder.appendLong(OffHeap.getLong(address + 1));
                    case FLOAT64 -> builder.appendDouble(number(address));
                    case STRING, BYTES, JSON ->
                        builder.appendBytes(EncodedValues.textAddress(address), EncodedValues.textLength(address));
                    case POINTER, UUID -> builder.append128(OffHeap.getLong(address + 9), OffHeap.getLong(address + 1));
                    case NONE -> builder.appendNone();
                    case ANY -> builder.appendBytes(address, (int) EncodedValues.byteCount(address));
                }
            }
            case Type.Decimal decimal -> builder.append128(OffHeap.getLong(address + 10), OffHeap.getLong(address + 2));
            case Type.ObjectOf<?> object ->
                builder.appendBytes(EncodedValues.textAddress(address), EncodedValues.textLength(address));
            default -> builder.appendBytes(address, (int) EncodedValues.byteCount(address));
        }
    }

    /**
     * Compares cells of two columns of one type in the total order: None least, then values, then errors, then pending ones.
     */
    public static int compare(Column left, int leftRow, Column right, int rightRow) {
        CellStatus status = left.status(leftRow);
        CellStatus other = right.status(rightRow);
        if (status != CellStatus.VALUE || other != CellStatus.VALUE) {
            return Integer.compare(rank(status), rank(other));
        }
        return switch (left.lane()) {
            case BIT -> Boolean.compare(left.getBool(leftRow), right.getBool(rightRow));
            case I64 -> Long.compare(left.getLong(leftRow), right.getLong(rightRow));
            case F64 -> EncodedValues.compareDoubles(left.getDouble(leftRow), right.getDouble(rightRow));
            case I128 -> compare128(left, leftRow, right, rightRow);
            case BYTES ->
                isEncoded(left.type())
                        ? EncodedValues.compare(left.bytesAddress(leftRow), right.bytesAddress(rightRow))
                        : OffHeap.compare(
                                left.bytesAddress(leftRow),
                                left.bytesLength(leftRow),
                                right.bytesAddress(rightRow),
                                right.bytesLength(rightRow));
        };
    }

    /** Whether cells of this type hold an encoded value, with its kind, rather than the bytes of a text or object. */
    public static boolean isEncoded(Type type) {
        Type plain = withoutWrappers(type);
        return plain == Type.ANY
                || plain instanceof Type.Tuple
                || plain instanceof Type.ListOf
                || plain instanceof Type.Tensor;
    }

    /** Whether an encoded value in memory is one of {@code type}: its kind fits, and those of its elements. */
    public static boolean isValueOf(Type type, long address) {
        int kind = OffHeap.getByte(address);
        if (kind == Kind.NONE) {
            return type.isOptional();
        }
        Type plain = withoutWrappers(type);
        return switch (plain) {
            case Type.Scalar scalar ->
                switch (scalar) {
                    case BOOL -> kind == Kind.BOOL;
                    case INT64 -> kind == Kind.INT64;
                    case FLOAT64 -> kind == Kind.FLOAT64 || kind == Kind.INT64;
                    case STRING -> kind == Kind.STRING;
                    case BYTES -> kind == Kind.BYTES;
                    case POINTER -> kind == Kind.POINTER;
                    case DATE_TIME_NAIVE -> kind == Kind.DATE_TIME_NAIVE;
                    case DATE_TIME_UTC -> kind == Kind.DATE_TIME_UTC;
                    case DURATION -> kind == Kind.DURATION;
                    case DATE -> kind == Kind.DATE;
                    case UUID -> kind == Kind.UUID;
                    case JSON -> kind == Kind.JSON;
                    case NONE -> false;
                    case ANY -> true;
                };
            case Type.Decimal decimal -> kind == Kind.DECIMAL && OffHeap.getByte(address + 1) == decimal.scale();
            case Type.ObjectOf<?> object -> kind == Kind.OBJECT;
            case Type.Tensor tensor ->
                kind == (tensor.element() == Type.INT64 ? Kind.INT64_ARRAY : Kind.FLOAT64_ARRAY)
                        && (tensor.dimensions() < 0 || tensor.dimensions() == EncodedValues.arrayDimensions(address));
            case Type.ListOf list -> kind == Kind.TUPLE && elementsAre(address, list.element(), null);
            case Type.Tuple tuple ->
                kind == Kind.TUPLE
                        && EncodedValues.tupleSize(address) == tuple.elements().size()
                        && elementsAre(address, null, tuple);
            case Type.Optional optional -> throw new AssertionError("unwrapped above: " + optional);
            case Type.Future future -> throw new AssertionError("unwrapped above: " + future);
        };
    }

    private static boolean elementsAre(long address, Type element, Type.Tuple tuple) {
        long at = EncodedValues.firstElement(address);
        for (int i = 0; i < EncodedValues.tupleSize(address); i++) {
            if (!isValueOf(tuple == null ? element : tuple.elements().get(i), at)) {
                return false;
            }
            at += EncodedValues.byteCount(at);
        }
        return true;
    }

    private static double number(long address) {
        return OffHeap.getByte(address) == Kind.INT64 ? OffHeap.getLong(address + 1) : OffHeap.getDouble(address + 1);
    }

    private static Type withoutWrappers(Type type) {
        return type instanceof Type.Future future ? future.value().required() : type.required();
    }

    private static int rank(CellStatus status) {
        return switch (status) {
            case NONE -> 0;
            case VALUE -> 1;
            case ERROR -> 2;
            case PENDING -> 3;
        };
    }

    private static int compare128(Column left, int leftRow, Column right, int rightRow) {
        boolean isSigned = withoutWrappers(left.type()) instanceof Type.Decimal;
        long a = left.getHigh(leftRow);
        long b = right.getHigh(rightRow);
        if (a != b) {
            return isSigned ? Long.compare(a, b) : Long.compareUnsigned(a, b);
        }
        return Long.compareUnsigned(left.getLow(leftRow), right.getLow(rightRow));
    }

    private static void appendEncoded(ColumnBuilder builder, byte[] encoded) {
        builder.appendBytes(encoded, 0, encoded.length);
    }
}
