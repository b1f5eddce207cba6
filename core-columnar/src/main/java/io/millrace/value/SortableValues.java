package io.millrace.value;

import io.millrace.key.KeyEncoder;
import io.millrace.memory.OffHeap;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Values as bytes that compare, unsigned, as the values do, no such form being the beginning of another; and back.
 *
 * <pre>
 *   bool                 one byte
 *   64-bit integers      8 bytes, most significant first, sign flipped
 *   float                8 bytes: the bits, sign flipped, negative ones inverted; −0.0 is 0.0, all NaN are the greatest
 *   128-bit numbers      16 bytes, most significant first
 *   texts and bytes      00 becomes 00 FF; 00 00 at the end
 *   any value            its place among the kinds + 1, one byte, then as above;
 *                          a tuple its elements and 00; an array dimensions, lengths and elements, 8 bytes each;
 *                          a decimal sign, exponent and digits, then its scale
 * </pre>
 *
 * Addresses are borrowed; the caller makes room. Stateless; any thread.
 */
public final class SortableValues {
    private static final byte TUPLE_END = 0;

    private SortableValues() {}

    /** A word whose unsigned order is that of floats. */
    public static long ofDouble(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ (bits >> 63 | Long.MIN_VALUE);
    }

    /** The opposite of {@link #ofDouble}. */
    public static double toDouble(long word) {
        return Double.longBitsToDouble(word ^ (~word >> 63 | Long.MIN_VALUE));
    }

    /** A word whose unsigned order is that of integers; its own opposite. */
    public static long ofLong(long value) {
        return value ^ Long.MIN_VALUE;
    }

    /** Writes a word, most significant byte first, and returns where it ends. */
    public static long putWord(long word, long to) {
        OffHeap.putLong(to, Long.reverseBytes(word));
        return to + Long.BYTES;
    }

    public static long getWord(long at) {
        return Long.reverseBytes(OffHeap.getLong(at));
    }

    /** Bytes that the sortable form of a text has at most. */
    public static long mostTextBytes(int byteCount) {
        return 2L * byteCount + 2;
    }

    /** Writes a text and returns where it ends. */
    public static long putText(long from, int byteCount, long to) {
        long at = to;
        int done = 0;
        for (; done + Long.BYTES <= byteCount; done += Long.BYTES) {
            long word = OffHeap.getLong(from + done);
            if (hasZero(word)) {
                at = putEscaped(from + done, Long.BYTES, at);
            } else {
                OffHeap.putLong(at, word);
                at += Long.BYTES;
            }
        }
        at = putEscaped(from + done, byteCount - done, at);
        OffHeap.putShort(at, (short) 0);
        return at + 2;
    }

    private static long putEscaped(long from, int byteCount, long to) {
        long at = to;
        for (int i = 0; i < byteCount; i++) {
            byte value = OffHeap.getByte(from + i);
            OffHeap.putByte(at++, value);
            if (value == 0) {
                OffHeap.putByte(at++, (byte) 0xFF);
            }
        }
        return at;
    }

    private static boolean hasZero(long word) {
        return (word - 0x0101010101010101L & ~word & 0x8080808080808080L) != 0;
    }

    /** Where the text at {@code at} ends, its end mark included. */
    public static long endOfText(long at) {
        long end = at;
        while (true) {
            if (OffHeap.getByte(end) == 0) {
                if (OffHeap.getByte(end + 1) == 0) {
                    return end + 2;
                }
                end++;
            }
            end++;
        }
    }

    /** Writes the text at {@code at} as it was, and returns how many bytes it has. */
    public static int getText(long at, long end, long to) {
        long next = to;
        for (long from = at; from < end - 2; from++) {
            byte value = OffHeap.getByte(from);
            OffHeap.putByte(next++, value);
            if (value == 0) {
                from++;
            }
        }
        return (int) (next - to);
    }

    /** Bytes that the sortable form of an encoded value has at most. */
    public static long mostBytes(long value) {
        return switch (OffHeap.getByte(value)) {
            case Kind.STRING, Kind.BYTES, Kind.JSON, Kind.OBJECT -> 1 + mostTextBytes(EncodedValues.textLength(value));
            case Kind.DECIMAL -> 64;
            case Kind.TUPLE -> {
                long bytes = 2;
                long at = EncodedValues.firstElement(value);
                for (long left = EncodedValues.tupleSize(value); left > 0; left--) {
                    bytes += mostBytes(at);
                    at += EncodedValues.byteCount(at);
                }
                yield bytes;
            }
            default -> EncodedValues.byteCount(value);
        };
    }

    /** Writes an encoded value and returns where it ends. */
    public static long put(long value, long to) {
        int kind = OffHeap.getByte(value);
        OffHeap.putByte(to, (byte) (Kind.rank(kind) + 1));
        long at = to + 1;
        return switch (kind) {
            case Kind.NONE -> at;
            case Kind.BOOL -> {
                OffHeap.putByte(at, OffHeap.getByte(value + 1));
                yield at + 1;
            }
            case Kind.INT64, Kind.DATE_TIME_NAIVE, Kind.DATE_TIME_UTC, Kind.DURATION, Kind.DATE ->
                putWord(ofLong(OffHeap.getLong(value + 1)), at);
            case Kind.FLOAT64 -> putWord(ofDouble(OffHeap.getDouble(value + 1)), at);
            case Kind.POINTER, Kind.UUID ->
                putWord(OffHeap.getLong(value + 1), putWord(OffHeap.getLong(value + 9), at));
            case Kind.DECIMAL -> putDecimal(ValueCodec.decimal(value), at);
            case Kind.TUPLE -> putTuple(value, at);
            case Kind.INT64_ARRAY, Kind.FLOAT64_ARRAY -> putArray(value, at);
            default -> putText(EncodedValues.textAddress(value), EncodedValues.textLength(value), at);
        };
    }

    private static long putTuple(long value, long to) {
        long at = to;
        long element = EncodedValues.firstElement(value);
        for (long left = EncodedValues.tupleSize(value); left > 0; left--) {
            at = put(element, at);
            element += EncodedValues.byteCount(element);
        }
        OffHeap.putByte(at, TUPLE_END);
        return at + 1;
    }

    private static long putArray(long value, long to) {
        int dimensions = EncodedValues.arrayDimensions(value);
        long at = putWord(dimensions, to);
        for (int i = 0; i < dimensions; i++) {
            at = putWord(EncodedValues.arrayLength(value, i), at);
        }
        boolean areInts = EncodedValues.isInt64Array(value);
        for (long i = 0; i < EncodedValues.arrayElements(value); i++) {
            at = putWord(
                    areInts
                            ? ofLong(EncodedValues.longElement(value, i))
                            : ofDouble(EncodedValues.doubleElement(value, i)),
                    at);
        }
        return at;
    }

    /** Decimals of different scales compare by their numbers, so the scale comes last. */
    private static long putDecimal(BigDecimal value, long to) {
        OffHeap.putByte(to, (byte) (1 + value.signum()));
        long at = to + 1;
        if (value.signum() != 0) {
            BigDecimal stripped = value.abs().stripTrailingZeros();
            byte flip = (byte) (value.signum() < 0 ? 0xFF : 0);
            OffHeap.putByte(at++, (byte) (stripped.precision() - stripped.scale() + 128 ^ flip));
            byte[] digits = stripped.unscaledValue().toString().getBytes(StandardCharsets.US_ASCII);
            for (byte digit : digits) {
                OffHeap.putByte(at++, (byte) (digit ^ flip));
            }
            OffHeap.putByte(at++, flip);
        }
        OffHeap.putByte(at, (byte) value.scale());
        return at + 1;
    }

    /** Where the value at {@code at} ends. */
    public static long end(long at) {
        int kind = Kind.ofRank(OffHeap.getByte(at) - 1);
        return switch (kind) {
            case Kind.NONE -> at + 1;
            case Kind.BOOL -> at + 2;
            case Kind.INT64, Kind.FLOAT64, Kind.DATE_TIME_NAIVE, Kind.DATE_TIME_UTC, Kind.DURATION, Kind.DATE -> at + 9;
            case Kind.POINTER, Kind.UUID -> at + 17;
            case Kind.DECIMAL -> endOfDecimal(at + 1);
            case Kind.TUPLE -> {
                long element = at + 1;
                while (OffHeap.getByte(element) != TUPLE_END) {
                    element = end(element);
                }
                yield element + 1;
            }
            case Kind.INT64_ARRAY, Kind.FLOAT64_ARRAY -> {
                long elements = 1;
                int dimensions = (int) getWord(at + 1);
                for (int i = 0; i < dimensions; i++) {
                    elements *= getWord(at + 9 + ((long) i << 3));
                }
                yield at + 9 + (dimensions + elements << 3);
            }
            default -> endOfText(at + 1);
        };
    }

    private static long endOfDecimal(long at) {
        int sign = OffHeap.getByte(at);
        if (sign == 1) {
            return at + 2;
        }
        byte end = (byte) (sign == 0 ? 0xFF : 0);
        long digit = at + 2;
        while (OffHeap.getByte(digit) != end) {
            digit++;
        }
        return digit + 2;
    }

    /**
     * Puts the value at {@code at} into an encoder.
     *
     * @param scratch room for the longest text in it
     */
    public static void get(long at, KeyEncoder out, long scratch) {
        int kind = Kind.ofRank(OffHeap.getByte(at) - 1);
        switch (kind) {
            case Kind.NONE -> out.putNone();
            case Kind.BOOL -> out.putBool(OffHeap.getByte(at + 1) != 0);
            case Kind.INT64 -> out.putInt64(ofLong(getWord(at + 1)));
            case Kind.DATE_TIME_NAIVE -> out.putDatetimeNaive(ofLong(getWord(at + 1)));
            case Kind.DATE_TIME_UTC -> out.putDatetimeUtc(ofLong(getWord(at + 1)));
            case Kind.DURATION -> out.putDuration(ofLong(getWord(at + 1)));
            case Kind.DATE -> out.putDate(ofLong(getWord(at + 1)));
            case Kind.FLOAT64 -> out.putFloat64(toDouble(getWord(at + 1)));
            case Kind.POINTER -> out.putPointer(getWord(at + 1), getWord(at + 9));
            case Kind.UUID -> out.putUuid(getWord(at + 1), getWord(at + 9));
            case Kind.DECIMAL -> {
                BigDecimal decimal = decimal(at + 1);
                BigInteger unscaled = decimal.unscaledValue();
                out.putDecimal(decimal.scale(), unscaled.shiftRight(64).longValue(), unscaled.longValue());
            }
            case Kind.TUPLE -> getTuple(at, out, scratch);
            case Kind.INT64_ARRAY, Kind.FLOAT64_ARRAY -> getArray(at, out, kind == Kind.INT64_ARRAY);
            default -> {
                long end = endOfText(at + 1);
                int byteCount = getText(at + 1, end, scratch);
                switch (kind) {
                    case Kind.STRING -> out.putString(scratch, byteCount);
                    case Kind.BYTES -> out.putBytes(scratch, byteCount);
                    case Kind.JSON -> out.putJson(scratch, byteCount);
                    default -> out.putObject(scratch, byteCount);
                }
            }
        }
    }

    private static void getTuple(long at, KeyEncoder out, long scratch) {
        int size = 0;
        for (long element = at + 1; OffHeap.getByte(element) != TUPLE_END; element = end(element)) {
            size++;
        }
        out.putTupleHeader(size);
        for (long element = at + 1; OffHeap.getByte(element) != TUPLE_END; element = end(element)) {
            get(element, out, scratch);
        }
    }

    private static void getArray(long at, KeyEncoder out, boolean areInts) {
        int dimensions = (int) getWord(at + 1);
        long[] shape = new long[dimensions];
        int count = 1;
        for (int i = 0; i < dimensions; i++) {
            shape[i] = getWord(at + 9 + ((long) i << 3));
            count *= (int) shape[i];
        }
        long data = at + 9 + ((long) dimensions << 3);
        if (areInts) {
            long[] elements = new long[count];
            for (int i = 0; i < count; i++) {
                elements[i] = ofLong(getWord(data + ((long) i << 3)));
            }
            out.putInt64Array(elements, 0, shape, dimensions);
        } else {
            double[] elements = new double[count];
            for (int i = 0; i < count; i++) {
                elements[i] = toDouble(getWord(data + ((long) i << 3)));
            }
            out.putFloat64Array(elements, 0, shape, dimensions);
        }
    }

    private static BigDecimal decimal(long at) {
        int sign = OffHeap.getByte(at);
        int scale = OffHeap.getByte(endOfDecimal(at) - 1);
        if (sign == 1) {
            return BigDecimal.ZERO.setScale(scale);
        }
        byte flip = (byte) (sign == 0 ? 0xFF : 0);
        int exponent = (OffHeap.getByte(at + 1) ^ flip & 0xFF) & 0xFF;
        StringBuilder digits = new StringBuilder();
        for (long digit = at + 2; OffHeap.getByte(digit) != flip; digit++) {
            digits.append((char) ((OffHeap.getByte(digit) ^ flip) & 0xFF));
        }
        BigInteger unscaled = new BigInteger(digits.toString());
        BigDecimal magnitude = new BigDecimal(unscaled, digits.length() - (exponent - 128)).setScale(scale);
        return sign == 0 ? magnitude.negate() : magnitude;
    }
}
