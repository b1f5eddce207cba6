package io.millrace.key;

import java.util.List;
import java.util.Objects;

/**
 * The id of a row: a 128-bit number derived from values, equal to Pathway's for the same values.
 *
 * <p>Keys are ordered as unsigned numbers and print as Pathway prints pointers: {@code ^} and 26 characters of
 * Crockford's base 32 ({@code 0-9A-Z} without I, L, O, U), which spell the 16 bytes from the least significant one. A
 * value; engine code carries the two halves instead and computes them with a {@link KeyEncoder}.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits; the last 16 of them are the shard
 */
public record Pointer(long high, long low) implements Comparable<Pointer> {
    /** The key of no values: the id of the one row of a {@code reduce} without grouping. */
    public static final Pointer EMPTY = new Pointer(0, 0x40108D33B7L);

    private static final long SHARD_MASK = 0xFFFF;

    /**
     * The key of the values, in their order.
     *
     * <p>{@code null} is None; {@code Boolean}; {@code Long}, {@code Integer}, {@code Short} and {@code Byte} are
     * int64; {@code Double} and {@code Float} are float64; {@code String}; {@code byte[]}; {@code Pointer} is a pointer;
     * {@link JsonText} is json; {@code LocalDateTime} is a naive and {@code Instant} a UTC datetime; {@code Duration};
     * {@code LocalDate}; {@code UUID};
     * {@code List} is a tuple; {@code long[]} and {@code double[]} are arrays of one dimension (arrays of more take a
     * {@link KeyEncoder}).
     *
     * @throws IllegalArgumentException for any other class, a time outside the range of int64 nanoseconds, or a string
     *     with a lone surrogate
     */
    public static Pointer of(Object... values) {
        Objects.requireNonNull(values, "values: for the key of one None write Pointer.of((Object) null)");
        KeyEncoder encoder = new KeyEncoder();
        for (Object value : values) {
            encoder.putValue(value);
        }
        return encoder.hash().key();
    }

    /**
     * The key of the values and the instance, on the shard of the key of the instance alone.
     *
     * @param values as for {@link #of}, also none
     * @param instance as for {@link #of}, also {@code null}
     */
    public static Pointer withInstance(List<?> values, Object instance) {
        KeyEncoder encoder = new KeyEncoder();
        values.forEach(encoder::putValue);
        return encoder.beginInstance().putValue(instance).hash().key();
    }

    /**
     * The id of a joined row.
     *
     * @param left the left row's id, {@code null} where an outer join found none
     * @param right the right row's id, {@code null} where an outer join found none
     * @param joinKey the key of the join's key values; {@link #EMPTY} for a cross join
     * @throws IllegalArgumentException if both sides are missing
     */
    public static Pointer joinKey(Pointer left, Pointer right, Pointer joinKey) {
        if (left == null && right == null) {
            throw new IllegalArgumentException("A joined row needs the id of its left or of its right row");
        }
        return of(left, right).withShardOf(joinKey);
    }

    /** The id of element {@code index} (from 0) of the flattened row {@code id}. */
    public static Pointer flattenKey(Pointer id, long index) {
        return of(Objects.requireNonNull(id, "id"), index).withShardOf(id);
    }

    /** The id that row {@code id} of the {@code tableIndex}-th table (from 0) gets in a concatenation with new ids. */
    public static Pointer concatKey(Pointer id, long tableIndex) {
        return of(Objects.requireNonNull(id, "id"), tableIndex);
    }

    /** This key with the low 16 bits of the other. */
    public Pointer withShardOf(Pointer other) {
        return new Pointer(high, lowWithShardOf(low, other.low));
    }

    /** The lower half of a key, moved to the shard of the key with the other lower half. */
    public static long lowWithShardOf(long low, long otherLow) {
        return low & ~SHARD_MASK | otherLow & SHARD_MASK;
    }

    /** The shard, 0 to 65535: rows of one shard live on one worker. */
    public int shard() {
        return (int) (low & SHARD_MASK);
    }

    /**
     * Reads a key as {@link #toString} prints it; as in Crockford's base 32, lower case counts as upper case, O as 0,
     * and I and L as 1.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Pointer parse(String text) {
        return KeyText.parse(text);
    }

    @Override
    public int compareTo(Pointer other) {
        return compare(high, low, other.high, other.low);
    }

    /** Compares two keys given by halves, as {@link #compareTo}. */
    public static int compare(long highA, long lowA, long highB, long lowB) {
        return highA == highB ? Long.compareUnsigned(lowA, lowB) : Long.compareUnsigned(highA, highB);
    }

    @Override
    public String toString() {
        return KeyText.print(high, low);
    }
}
