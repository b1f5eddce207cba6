package io.millrace.kernel;

import io.millrace.memory.OffHeap;

/**
 * Bitmaps in Arrow's layout, least significant bit first, read and written as 64-bit words: buffers reach to the end of their
 * last word, and the bits behind the last row are unspecified.
 */
public final class Bitmaps {
    private Bitmaps() {}

    public static int words(int rowCount) {
        return rowCount + 63 >>> 6;
    }

    /** The bits of word {@code word} that stand for rows. */
    public static long mask(int word, int rowCount) {
        int left = rowCount - (word << 6);
        return left >= 64 ? -1L : (1L << left) - 1;
    }

    public static int count(long bitmap, int rowCount) {
        int count = 0;
        for (int word = 0; word < words(rowCount); word++) {
            count += Long.bitCount(OffHeap.getLong(bitmap + ((long) word << 3)) & mask(word, rowCount));
        }
        return count;
    }

    /** Writes the 32-bit numbers of the set rows, ascending, and returns how many there are. */
    public static int toRows(long bitmap, int rowCount, long rows) {
        long at = rows;
        for (int word = 0; word < words(rowCount); word++) {
            long bits = OffHeap.getLong(bitmap + ((long) word << 3)) & mask(word, rowCount);
            int base = word << 6;
            if (bits == -1L) {
                for (int bit = 0; bit < 64; bit++) {
                    OffHeap.putInt(at + ((long) bit << 2), base + bit);
                }
                at += 64L << 2;
                continue;
            }
            while (bits != 0) {
                OffHeap.putInt(at, base + Long.numberOfTrailingZeros(bits));
                at += Integer.BYTES;
                bits &= bits - 1;
            }
        }
        return (int) (at - rows >>> 2);
    }

    public static void and(long left, long right, long result, int rowCount) {
        for (int word = 0; word < words(rowCount); word++) {
            long at = (long) word << 3;
            OffHeap.putLong(result + at, OffHeap.getLong(left + at) & OffHeap.getLong(right + at));
        }
    }

    public static void or(long left, long right, long result, int rowCount) {
        for (int word = 0; word < words(rowCount); word++) {
            long at = (long) word << 3;
            OffHeap.putLong(result + at, OffHeap.getLong(left + at) | OffHeap.getLong(right + at));
        }
    }

    /** {@code left & ~right}. */
    public static void andNot(long left, long right, long result, int rowCount) {
        for (int word = 0; word < words(rowCount); word++) {
            long at = (long) word << 3;
            OffHeap.putLong(result + at, OffHeap.getLong(left + at) & ~OffHeap.getLong(right + at));
        }
    }

    public static void not(long bitmap, long result, int rowCount) {
        for (int word = 0; word < words(rowCount); word++) {
            long at = (long) word << 3;
            OffHeap.putLong(result + at, ~OffHeap.getLong(bitmap + at));
        }
    }

    public static void copy(long bitmap, long result, int rowCount) {
        OffHeap.copy(bitmap, result, (long) words(rowCount) << 3);
    }

    public static void fill(long bitmap, boolean value, int rowCount) {
        OffHeap.fill(bitmap, (long) words(rowCount) << 3, (byte) (value ? -1 : 0));
    }
}
