package io.millrace.value;

import io.millrace.key.KeyEncoder;
import io.millrace.memory.OffHeap;

/**
 * Reads encoded values where they lie: their kind, extent and elements, and the total order that makes None least, then bool,
 * int, float (NaN greatest, −0.0 equal to 0.0), pointer, str, bytes, tuple (element by element, a prefix first), arrays, naive
 * datetime, UTC datetime, duration, Json (by its text), date, UUID, decimal, object. Addresses are borrowed until return.
 */
public final class EncodedValues {
    private EncodedValues() {}

    /** Bytes that the value at {@code address} takes. */
    public static long byteCount(long address) {
        return switch (OffHeap.getByte(address)) {
            case Kind.NONE -> 1;
            case Kind.BOOL -> 2;
            case Kind.INT64, Kind.FLOAT64, Kind.DATE_TIME_NAIVE, Kind.DATE_TIME_UTC, Kind.DURATION, Kind.DATE -> 9;
            case Kind.POINTER, Kind.UUID -> 17;
            case Kind.DECIMAL -> 18;
            case Kind.STRING, Kind.BYTES, Kind.JSON, Kind.OBJECT -> 9 + OffHeap.getLong(address + 1);
            case Kind.INT64_ARRAY, Kind.FLOAT64_ARRAY ->
                9 + Long.BYTES * (OffHeap.getLong(address + 1) + arrayElements(address));
            case Kind.TUPLE -> {
                long at = address + 9;
                for (long left = OffHeap.getLong(address + 1); left > 0; left--) {
                    at += byteCount(at);
                }
                yield at - address;
            }
            default -> throw new AssertionError("no value of kind " + OffHeap.getByte(address));
        };
    }

    public static boolean isNone(long address) {
        return OffHeap.getByte(address) == Kind.NONE;
    }

    /** Whether the value is a tuple or list. */
    public static boolean isTuple(long address) {
        return OffHeap.getByte(address) == Kind.TUPLE;
    }

    /** Elements of the tuple at {@code address}. */
    public static long tupleSize(long address) {
        assert isTuple(address);
        return OffHeap.getLong(address + 1);
    }

    /** Address of the first element of the tuple at {@code address}; the next one begins where it ends. */
    public static long firstElement(long address) {
        return address + 9;
    }

    /** Address of the payload, behind kind and length, of a value whose payload has its length in front. */
    public static long textAddress(long address) {
        return address + 9;
    }

    /** Whether the value is a str. */
    public static boolean isString(long address) {
        return OffHeap.getByte(address) == Kind.STRING;
    }

    /** Whether the value is a Json. */
    public static boolean isJson(long address) {
        return OffHeap.getByte(address) == Kind.JSON;
    }

    /** Bytes of that payload. */
    public static int textLength(long address) {
        return (int) OffHeap.getLong(address + 1);
    }

    /** Whether the value is an array of int64 or float64. */
    public static boolean isArray(long address) {
        int kind = OffHeap.getByte(address);
        return kind == Kind.INT64_ARRAY || kind == Kind.FLOAT64_ARRAY;
    }

    /** Whether the array's elements are int64. */
    public static boolean isInt64Array(long address) {
        return OffHeap.getByte(address) == Kind.INT64_ARRAY;
    }

    public static int arrayDimensions(long address) {
        return (int) OffHeap.getLong(address + 1);
    }

    /** Length of dimension {@code dimension} of the array. */
    public static long arrayLength(long address, int dimension) {
        return OffHeap.getLong(address + 9 + ((long) dimension << 3));
    }

    /** Elements of the array. */
    public static long arrayElements(long address) {
        long count = 1;
        for (int i = 0; i < arrayDimensions(address); i++) {
            count *= arrayLength(address, i);
        }
        return count;
    }

    /** Address of the first element of the array. */
    public static long arrayData(long address) {
        return address + 9 + ((long) arrayDimensions(address) << 3);
    }

    /** Element {@code index} of an int array. */
    public static long longElement(long address, long index) {
        assert isInt64Array(address);
        return OffHeap.getLong(arrayData(address) + (index << 3));
    }

    /** Element {@code index} of an array as a float. */
    public static double doubleElement(long address, long index) {
        return isInt64Array(address)
                ? longElement(address, index)
                : OffHeap.getDouble(arrayData(address) + (index << 3));
    }

    /** Puts part {@code index} of the first dimension of an array: a number of an array of one dimension, else an array. */
    public static void putSlice(KeyEncoder encoder, long address, long index) {
        int dimensions = arrayDimensions(address);
        if (dimensions == 1) {
            if (isInt64Array(address)) {
                encoder.putInt64(longElement(address, index));
            } else {
                encoder.putFloat64(doubleElement(address, index));
            }
            return;
        }
        long[] shape = new long[dimensions - 1];
        long count = 1;
        for (int i = 1; i < dimensions; i++) {
            shape[i - 1] = arrayLength(address, i);
            count *= shape[i - 1];
        }
        long from = arrayData(address) + (index * count << 3);
        if (isInt64Array(address)) {
            encoder.putInt64Array(from, shape, shape.length);
        } else {
            encoder.putFloat64Array(from, shape, shape.length);
        }
    }

    /** Compares two encoded values in the total order. */
    public static int compare(long left, long right) {
        return compare(left, right, false);
    }

    /** Compares two encoded values; with {@code mixNumbers} an int and a float compare by their numbers. */
    public static int compare(long left, long right, boolean mixNumbers) {
        int leftKind = OffHeap.getByte(left);
        int rightKind = OffHeap.getByte(right);
        if (leftKind != rightKind) {
            if (mixNumbers && isNumber(leftKind) && isNumber(rightKind)) {
                return compareDoubles(asDouble(left), asDouble(right));
            }
            return Integer.compare(Kind.rank(leftKind), Kind.rank(rightKind));
        }
        return switch (leftKind) {
            case Kind.NONE -> 0;
            case Kind.BOOL -> OffHeap.getByte(left + 1) - OffHeap.getByte(right + 1);
            case Kind.INT64, Kind.DATE_TIME_NAIVE, Kind.DATE_TIME_UTC, Kind.DURATION, Kind.DATE ->
                Long.compare(OffHeap.getLong(left + 1), OffHeap.getLong(right + 1));
            case Kind.FLOAT64 -> compareDoubles(OffHeap.getDouble(left + 1), OffHeap.getDouble(right + 1));
            case Kind.POINTER, Kind.UUID -> compare128(left + 1, right + 1, true);
            case Kind.DECIMAL -> compareDecimals(left, right);
            case Kind.TUPLE -> compareTuples(left, right, mixNumbers);
            case Kind.INT64_ARRAY, Kind.FLOAT64_ARRAY -> compareArrays(left, right, leftKind == Kind.INT64_ARRAY);
            default -> OffHeap.compare(textAddress(left), textLength(left), textAddress(right), textLength(right));
        };
    }

    /** Compares floats: −0.0 equals 0.0, NaN equals itself and is greatest. */
    public static int compareDoubles(double left, double right) {
        return left < right
                ? -1
                : left > right ? 1 : left == right ? 0 : Boolean.compare(Double.isNaN(left), Double.isNaN(right));
    }

    private static boolean isNumber(int kind) {
        return kind == Kind.INT64 || kind == Kind.FLOAT64;
    }

    private static double asDouble(long address) {
        return OffHeap.getByte(address) == Kind.INT64 ? OffHeap.getLong(address + 1) : OffHeap.getDouble(address + 1);
    }

    private static int compare128(long left, long right, boolean unsigned) {
        long a = OffHeap.getLong(left + 8);
        long b = OffHeap.getLong(right + 8);
        if (a != b) {
            return unsigned ? Long.compareUnsigned(a, b) : Long.compare(a, b);
        }
        return Long.compareUnsigned(OffHeap.getLong(left), OffHeap.getLong(right));
    }

    private static int compareDecimals(long left, long right) {
        int leftScale = OffHeap.getByte(left + 1);
        int rightScale = OffHeap.getByte(right + 1);
        return leftScale == rightScale
                ? compare128(left + 2, right + 2, false)
                : ValueCodec.decimal(left).compareTo(ValueCodec.decimal(right));
    }

    private static int compareTuples(long left, long right, boolean mixNumbers) {
        long leftSize = tupleSize(left);
        long rightSize = tupleSize(right);
        long leftAt = firstElement(left);
        long rightAt = firstElement(right);
        for (long i = 0; i < Math.min(leftSize, rightSize); i++) {
            int order = compare(leftAt, rightAt, mixNumbers);
            if (order != 0) {
                return order;
            }
            leftAt += byteCount(leftAt);
            rightAt += byteCount(rightAt);
        }
        return Long.compare(leftSize, rightSize);
    }

    private static int compareArrays(long left, long right, boolean areInts) {
        int order = Integer.compare(arrayDimensions(left), arrayDimensions(right));
        for (int i = 0; order == 0 && i < arrayDimensions(left); i++) {
            order = Long.compare(arrayLength(left, i), arrayLength(right, i));
        }
        long leftAt = arrayData(left);
        long rightAt = arrayData(right);
        for (long i = 0; order == 0 && i < arrayElements(left); i++) {
            long offset = i << 3;
            order = areInts
                    ? Long.compare(OffHeap.getLong(leftAt + offset), OffHeap.getLong(rightAt + offset))
                    : compareDoubles(OffHeap.getDouble(leftAt + offset), OffHeap.getDouble(rightAt + offset));
        }
        return order;
    }
}
