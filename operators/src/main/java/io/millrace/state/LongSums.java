package io.millrace.state;

import io.millrace.column.ColumnBuilder;
import io.millrace.memory.OffHeap;

/** 128-bit sums of weighted int64 values: a low and a high word a group. */
public final class LongSums {
    public static final int WORDS = 2;

    private LongSums() {}

    /** Adds the rows to the sums {@code byteOffset} behind their addresses. */
    public static void add(ArgumentRows rows, long byteOffset) {
        if (rows.weights() == 0) {
            addPlain(rows.addresses(), byteOffset, rows.values(), rows.rowCount());
        } else {
            addWeighted(rows.addresses(), byteOffset, rows.values(), rows.weights(), rows.rowCount());
        }
    }

    private static void addPlain(long addresses, long byteOffset, long values, int rowCount) {
        for (int i = 0; i < rowCount; i++) {
            long at = OffHeap.getLong(addresses + ((long) i << 3)) + byteOffset;
            long value = OffHeap.getLong(values + ((long) i << 3));
            long low = OffHeap.getLong(at);
            long sum = low + value;
            OffHeap.putLong(at, sum);
            OffHeap.putLong(at + 8, OffHeap.getLong(at + 8) + (value >> 63) + carry(low, value, sum));
        }
    }

    private static void addWeighted(long addresses, long byteOffset, long values, long weights, int rowCount) {
        for (int i = 0; i < rowCount; i++) {
            long at = OffHeap.getLong(addresses + ((long) i << 3)) + byteOffset;
            long value = OffHeap.getLong(values + ((long) i << 3));
            long weight = OffHeap.getLong(weights + ((long) i << 3));
            long product = value * weight;
            long low = OffHeap.getLong(at);
            long sum = low + product;
            OffHeap.putLong(at, sum);
            OffHeap.putLong(
                    at + 8, OffHeap.getLong(at + 8) + Math.multiplyHigh(value, weight) + carry(low, product, sum));
        }
    }

    private static long carry(long left, long right, long sum) {
        return (left & right | (left | right) & ~sum) >>> 63;
    }

    /** Adds sums that lie at {@code from} to those at {@code to}. */
    public static void merge(long to, long from) {
        long low = OffHeap.getLong(to);
        long other = OffHeap.getLong(from);
        long sum = low + other;
        OffHeap.putLong(to, sum);
        OffHeap.putLong(to + 8, OffHeap.getLong(to + 8) + OffHeap.getLong(from + 8) + carry(low, other, sum));
    }

    public static boolean isZero(long at) {
        return (OffHeap.getLong(at) | OffHeap.getLong(at + 8)) == 0;
    }

    /** Whether the sum at {@code at} is an int64. */
    public static boolean fits(long at) {
        return OffHeap.getLong(at) >> 63 == OffHeap.getLong(at + 8);
    }

    /** The sum at {@code at} as the nearest double. */
    public static double asDouble(long at) {
        long low = OffHeap.getLong(at);
        long high = OffHeap.getLong(at + 8);
        if (fits(at)) {
            return low;
        }
        boolean negative = high < 0;
        if (negative) {
            low = -low;
            high = ~high + (low == 0 ? 1 : 0);
        }
        // The top 62 bits, the last of them set where any bit below is, so that the one rounding is right. A weight has
        // 48 bits, so
        // a sum has less than 112.
        int shift = 66 - Long.numberOfLeadingZeros(high);
        long lost = low << 64 - shift;
        long top = high << 64 - shift | low >>> shift;
        double magnitude = Math.scalb((double) (top | (lost != 0 ? 1 : 0)), shift);
        return negative ? -magnitude : magnitude;
    }

    /** The decimal digits of the sum at {@code at}, for messages. */
    public static String text(long at) {
        byte[] bigEndian = new byte[16];
        for (int i = 0; i < 16; i++) {
            bigEndian[15 - i] = OffHeap.getByte(at + i);
        }
        return new java.math.BigInteger(bigEndian).toString();
    }

    /** Flags the groups whose sum differs from before. */
    public static void markChanged(GroupChanges groups, long byteOffset) {
        ResultRows rows = groups.rows();
        for (int i = 0; i < groups.groupCount(); i++) {
            long a = rows.accumulator(2 * i) + byteOffset;
            long b = rows.accumulator(2 * i + 1) + byteOffset;
            long difference = OffHeap.getLong(a) ^ OffHeap.getLong(b) | OffHeap.getLong(a + 8) ^ OffHeap.getLong(b + 8);
            // Two sums that do not fit are the same error.
            if (difference != 0 && (fits(a) || fits(b))) {
                groups.markChanged(i);
            }
        }
    }

    /** Appends the low words to a column in lane I64, and returns whether all of them are the whole sum. */
    public static boolean write(ResultRows rows, long byteOffset, ColumnBuilder out) {
        int first = out.rowCount();
        out.reserve(first + rows.rowCount());
        long to = out.data() + ((long) first << 3);
        long lost = 0;
        for (int i = 0; i < rows.rowCount(); i++) {
            long at = rows.accumulator(i) + byteOffset;
            long low = OffHeap.getLong(at);
            lost |= low >> 63 ^ OffHeap.getLong(at + 8);
            OffHeap.putLong(to + ((long) i << 3), low);
        }
        out.setWritten(first + rows.rowCount(), 0);
        return lost == 0;
    }
}
