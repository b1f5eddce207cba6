package io.millrace.key;

import io.millrace.memory.OffHeap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Encodes values one after the other and hashes them to a 128-bit key: {@link #reset}, one {@code put…} for each value,
 * {@link #hash}, then {@link #high} and {@link #low}.
 *
 * <p>A value is one byte of kind, then (little-endian):
 *
 * <pre>
 *  kind                         body
 *   0 none                      -
 *   1 bool                      one byte, 0 or 1
 *   2 int64                     8 bytes
 *   3 float64                   8 bytes: the bits; all NaN are 2^64 - 1, -0.0 is 0.0
 *   4 pointer                   16 bytes of the key
 *   5 string                    u64 number of bytes, UTF-8
 *   6 tuple                     u64 number of elements, each of them encoded as a value
 *   7 int64 array, 8 float64 array   u64 number of dimensions, u64 of each, the elements in row-major order
 *   9 naive datetime, 10 UTC datetime, 11 duration   8 bytes, nanoseconds (since 1970)
 *  12 bytes                     u64 number of bytes, the bytes
 *  13 json                      u64 number of bytes, compact text in UTF-8
 * </pre>
 *
 * Values of different kinds never encode alike, so 1 and 1.0 have different keys. Pathway's kinds 14 to 16 (error,
 * python object, pending) have no key here.
 *
 * <p>Keys of the commonest shapes (one int64, one string, a joined row, …) come cheaper from {@link ShortKeys}.
 *
 * <p>Nothing here allocates once the buffer has reached the length of the longest row (a row above 1 MiB gives its
 * buffer back at the next {@link #reset}). The encoder belongs to one thread and holds no native memory. Addresses that
 * are passed in must be readable for the given length and are borrowed until return. A row whose encoding would exceed
 * 2 GiB is refused with {@code IllegalArgumentException}.
 */
public final class KeyEncoder {
    static final byte NONE = 0;
    private static final byte BOOL = 1;
    static final byte INT64 = 2;
    private static final byte FLOAT64 = 3;
    static final byte POINTER = 4;
    static final byte STRING = 5;
    private static final byte TUPLE = 6;
    private static final byte INT64_ARRAY = 7;
    private static final byte FLOAT64_ARRAY = 8;
    private static final byte DATETIME_NAIVE = 9;
    private static final byte DATETIME_UTC = 10;
    private static final byte DURATION = 11;
    private static final byte BYTES = 12;
    private static final byte JSON = 13;
    private static final byte DATE = 32;
    private static final byte UUID = 33;
    private static final byte DECIMAL = 34;
    private static final byte OBJECT = 35;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int INITIAL_BYTES = 256;
    /** One huge cell must not pin its size in every encoder of the pipeline for ever. */
    private static final int RETAINED_BYTES = 1 << 20;

    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private static final int NO_INSTANCE = -1;

    private final XxHash128 xxHash = new XxHash128();
    private byte[] buffer = new byte[INITIAL_BYTES];
    private int length;
    private int instanceStart = NO_INSTANCE;
    private long high;
    private long low;

    /** Starts a new row: forgets the values put so far. The last key stays readable until the next hash. */
    public KeyEncoder reset() {
        length = 0;
        instanceStart = NO_INSTANCE;
        if (buffer.length > RETAINED_BYTES) {
            buffer = new byte[INITIAL_BYTES];
        }
        return this;
    }

    /** Puts the absent value. */
    public KeyEncoder putNone() {
        ensure(1);
        buffer[length++] = NONE;
        return this;
    }

    /** Puts a bool. */
    public KeyEncoder putBool(boolean value) {
        ensure(2);
        buffer[length] = BOOL;
        buffer[length + 1] = (byte) (value ? 1 : 0);
        length += 2;
        return this;
    }

    /** Puts an int64. */
    public KeyEncoder putInt64(long value) {
        return putWord(INT64, value);
    }

    /** Puts a float64; every NaN counts as the same value, and so do both zeros. */
    public KeyEncoder putFloat64(double value) {
        return putWord(FLOAT64, canonicalBits(value));
    }

    /** Puts a datetime without time zone: nanoseconds since 1970-01-01T00:00. */
    public KeyEncoder putDatetimeNaive(long epochNanos) {
        return putWord(DATETIME_NAIVE, epochNanos);
    }

    /** Puts a point in time: nanoseconds since 1970-01-01T00:00Z. */
    public KeyEncoder putDatetimeUtc(long epochNanos) {
        return putWord(DATETIME_UTC, epochNanos);
    }

    /** Puts a duration of the given nanoseconds. */
    public KeyEncoder putDuration(long nanos) {
        return putWord(DURATION, nanos);
    }

    /** Puts the key of a row as a value. */
    public KeyEncoder putPointer(long keyHigh, long keyLow) {
        return put128(POINTER, keyHigh, keyLow);
    }

    /** Puts a string given as UTF-8 in memory. */
    public KeyEncoder putString(long address, int byteCount) {
        return putMemory(STRING, address, byteCount);
    }

    /** Puts a string given as UTF-8 in {@code utf8[from, from + byteCount)}. */
    public KeyEncoder putString(byte[] utf8, int from, int byteCount) {
        return putArraySlice(STRING, utf8, from, byteCount);
    }

    /**
     * Puts a string.
     *
     * @throws IllegalArgumentException if a surrogate stands alone: such a string has no UTF-8 form
     */
    public KeyEncoder putString(String value) {
        return putText(STRING, value);
    }

    /** Puts bytes in memory. */
    public KeyEncoder putBytes(long address, int byteCount) {
        return putMemory(BYTES, address, byteCount);
    }

    /** Puts {@code bytes[from, from + byteCount)}. */
    public KeyEncoder putBytes(byte[] bytes, int from, int byteCount) {
        return putArraySlice(BYTES, bytes, from, byteCount);
    }

    /** Puts a json value given as compact text (no spaces, object keys in their order) in UTF-8 in memory. */
    public KeyEncoder putJson(long address, int byteCount) {
        return putMemory(JSON, address, byteCount);
    }

    /** Puts a json value given as compact text in UTF-8 in {@code utf8[from, from + byteCount)}. */
    public KeyEncoder putJson(byte[] utf8, int from, int byteCount) {
        return putArraySlice(JSON, utf8, from, byteCount);
    }

    /** Puts a json value given as compact text; see {@link #putString(String)} for lone surrogates. */
    public KeyEncoder putJson(String compactText) {
        return putText(JSON, compactText);
    }

    /** Puts a date: days since 1970-01-01. */
    public KeyEncoder putDate(long epochDays) {
        return putWord(DATE, epochDays);
    }

    /** Puts a UUID. */
    public KeyEncoder putUuid(long mostSignificant, long leastSignificant) {
        return put128(UUID, mostSignificant, leastSignificant);
    }

    /** Puts a decimal: a 128-bit integer, {@code scale} digits of which stand behind the point. */
    public KeyEncoder putDecimal(int scale, long unscaledHigh, long unscaledLow) {
        ensure(18);
        buffer[length] = DECIMAL;
        buffer[length + 1] = (byte) scale;
        LONGS.set(buffer, length + 2, unscaledLow);
        LONGS.set(buffer, length + 10, unscaledHigh);
        length += 18;
        return this;
    }

    /** Puts the serialised form of a user's object in memory. */
    public KeyEncoder putObject(long address, int byteCount) {
        return putMemory(OBJECT, address, byteCount);
    }

    /** Puts the serialised form of a user's object. */
    public KeyEncoder putObject(byte[] serialised) {
        return putArraySlice(OBJECT, serialised, 0, serialised.length);
    }

    /** The encoding of the values put since {@link #reset}, in the first {@link #encodedBytes} bytes; lent until the next put. */
    public byte[] encoded() {
        return buffer;
    }

    /** Bytes that the values put since {@link #reset} take. */
    public int encodedBytes() {
        return length;
    }

    /** Opens a tuple: the next {@code elementCount} values put are its elements. */
    public KeyEncoder putTupleHeader(int elementCount) {
        assert elementCount >= 0 : elementCount;
        return putWord(TUPLE, elementCount);
    }

    /**
     * Puts an array of int64 in memory.
     *
     * @param shape the length of each dimension in {@code shape[0, dimensionCount)}; their product is the number of
     *     elements, in row-major order
     */
    public KeyEncoder putInt64Array(long address, long[] shape, int dimensionCount) {
        int elementCount = putShape(INT64_ARRAY, shape, dimensionCount);
        return appendMemory(address, elementCount * Long.BYTES);
    }

    /** Puts an array of int64 whose elements, in row-major order, begin at {@code elements[from]}. */
    public KeyEncoder putInt64Array(long[] elements, int from, long[] shape, int dimensionCount) {
        int elementCount = putShape(INT64_ARRAY, shape, dimensionCount);
        for (int i = 0; i < elementCount; i++, length += Long.BYTES) {
            LONGS.set(buffer, length, elements[from + i]);
        }
        return this;
    }

    /** Puts an array of float64 in memory; parameters as for int64, elements as for {@link #putFloat64}. */
    public KeyEncoder putFloat64Array(long address, long[] shape, int dimensionCount) {
        int elementCount = putShape(FLOAT64_ARRAY, shape, dimensionCount);
        for (int i = 0; i < elementCount; i++, length += Long.BYTES) {
            double element = OffHeap.getDouble(address + (long) i * Double.BYTES);
            LONGS.set(buffer, length, canonicalBits(element));
        }
        return this;
    }

    /** Puts an array of float64 whose elements, in row-major order, begin at {@code elements[from]}. */
    public KeyEncoder putFloat64Array(double[] elements, int from, long[] shape, int dimensionCount) {
        int elementCount = putShape(FLOAT64_ARRAY, shape, dimensionCount);
        for (int i = 0; i < elementCount; i++, length += Long.BYTES) {
            LONGS.set(buffer, length, canonicalBits(elements[from + i]));
        }
        return this;
    }

    /** Puts values that are in memory in this very encoding already, as a nested cell may be. */
    public KeyEncoder putEncoded(long address, int byteCount) {
        ensure(byteCount);
        return appendMemory(address, byteCount);
    }

    /** Puts {@code bytes[from, from + byteCount)} as they are; besides encoded values these are places in a source. */
    public KeyEncoder putEncoded(byte[] bytes, int from, int byteCount) {
        ensure(byteCount);
        System.arraycopy(bytes, from, buffer, length, byteCount);
        length += byteCount;
        return this;
    }

    /** Puts a Java value as {@link Pointer#of} reads it; not for hot paths. */
    public KeyEncoder putValue(Object value) {
        JavaValues.put(this, value);
        return this;
    }

    /**
     * Says that the values put from here on are the row's instance: {@link #hash} then gives the key of all values with
     * its low 16 bits replaced by those of the instance's own key, so that rows of one instance share a shard.
     */
    public KeyEncoder beginInstance() {
        assert instanceStart == NO_INSTANCE : "two instances in one key";
        instanceStart = length;
        return this;
    }

    /** Computes the key of the values put since {@link #reset}; the key of no values is {@link Pointer#EMPTY}. */
    public KeyEncoder hash() {
        if (length == 0) {
            high = Pointer.EMPTY.high();
            low = Pointer.EMPTY.low();
            return this;
        }
        xxHash.hash(buffer, 0, length);
        high = xxHash.high;
        low = xxHash.low;
        if (instanceStart != NO_INSTANCE) {
            if (instanceStart == length) {
                throw new IllegalStateException("beginInstance() was called, but no value was put after it");
            }
            xxHash.hash(buffer, instanceStart, length - instanceStart);
            low = Pointer.lowWithShardOf(low, xxHash.low);
        }
        return this;
    }

    /** The upper 64 bits of the key computed last. */
    public long high() {
        return high;
    }

    /** The lower 64 bits of the key computed last. */
    public long low() {
        return low;
    }

    /** The key computed last, as a value; allocates. */
    public Pointer key() {
        return new Pointer(high, low);
    }

    private KeyEncoder putWord(byte kind, long word) {
        ensure(9);
        buffer[length] = kind;
        LONGS.set(buffer, length + 1, word);
        length += 9;
        return this;
    }

    private KeyEncoder put128(byte kind, long upper, long lower) {
        ensure(17);
        buffer[length] = kind;
        LONGS.set(buffer, length + 1, lower);
        LONGS.set(buffer, length + 9, upper);
        length += 17;
        return this;
    }

    private KeyEncoder putMemory(byte kind, long address, int byteCount) {
        ensure(9L + byteCount);
        return putWord(kind, byteCount).appendMemory(address, byteCount);
    }

    private KeyEncoder appendMemory(long address, int byteCount) {
        OffHeap.copy(address, buffer, length, byteCount);
        length += byteCount;
        return this;
    }

    private KeyEncoder putArraySlice(byte kind, byte[] bytes, int from, int byteCount) {
        ensure(9L + byteCount);
        putWord(kind, byteCount);
        System.arraycopy(bytes, from, buffer, length, byteCount);
        length += byteCount;
        return this;
    }

    private KeyEncoder putText(byte kind, String text) {
        ensure(9 + Utf8.MAX_BYTES_PER_CHAR * (long) text.length());
        int start = length + 9;
        int end = Utf8.encode(text, buffer, start);
        putWord(kind, end - start);
        length = end;
        return this;
    }

    /** Puts kind and shape, makes room for the elements, and returns their number. */
    private int putShape(byte kind, long[] shape, int dimensionCount) {
        long elementCount = 1;
        for (int i = 0; i < dimensionCount; i++) {
            assert shape[i] >= 0 : Arrays.toString(shape);
            // A product that leaves the buffer's range is refused by ensure; saturation keeps it from wrapping.
            elementCount = Math.min(MAX_BYTES, elementCount) * Math.min(MAX_BYTES, shape[i]);
        }
        ensure(9 + Long.BYTES * ((long) dimensionCount + Math.min(MAX_BYTES, elementCount)));
        putWord(kind, dimensionCount);
        for (int i = 0; i < dimensionCount; i++, length += Long.BYTES) {
            LONGS.set(buffer, length, shape[i]);
        }
        return (int) elementCount;
    }

    private void ensure(long byteCount) {
        if (length + byteCount > buffer.length) {
            grow(length + byteCount);
        }
    }

    private void grow(long neededBytes) {
        if (neededBytes > MAX_BYTES) {
            throw new IllegalArgumentException("The values of one key need " + neededBytes
                    + " bytes when encoded; at most " + MAX_BYTES + " are possible");
        }
        buffer = Arrays.copyOf(buffer, (int) Math.min(MAX_BYTES, Math.max(neededBytes, 2L * buffer.length)));
    }

    private static long canonicalBits(double value) {
        if (Double.isNaN(value)) {
            return -1L;
        }
        return value == 0.0 ? 0L : Double.doubleToRawLongBits(value);
    }
}
