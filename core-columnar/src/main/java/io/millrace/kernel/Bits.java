package io.millrace.kernel;

import io.millrace.memory.OffHeap;

/** Between bitmaps of bools and columns of numbers. Bitmaps are written in whole words. */
public final class Bits {
    private Bits() {}

    public static boolean get(long bitmap, int row) {
        return OffHeap.getBit(bitmap, row);
    }

    public static void set(long bitmap, int row, boolean value) {
        if (value) {
            OffHeap.setBit(bitmap, row);
        } else {
            OffHeap.clearBit(bitmap, row);
        }
    }

    /** 1 where the bit is set, else 0. */
    public static void toLongs(long bitmap, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            OffHeap.putLong(result + ((long) row << 3), OffHeap.getBit(bitmap, row) ? 1 : 0);
        }
    }

    /** 1.0 where the bit is set, else 0.0. */
    public static void toDoubles(long bitmap, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            OffHeap.putDouble(result + ((long) row << 3), OffHeap.getBit(bitmap, row) ? 1 : 0);
        }
    }

    /** {@code mask ? then : otherwise}, bit by bit. */
    public static void blend(long mask, long then, long otherwise, long result, int rows) {
        for (int word = 0; word < Bitmaps.words(rows); word++) {
            long at = (long) word << 3;
            long chosen = OffHeap.getLong(mask + at);
            OffHeap.putLong(
                    result + at, OffHeap.getLong(then + at) & chosen | OffHeap.getLong(otherwise + at) & ~chosen);
        }
    }

    public static void xor(long left, long right, long result, int rows) {
        for (int word = 0; word < Bitmaps.words(rows); word++) {
            long at = (long) word << 3;
            OffHeap.putLong(result + at, OffHeap.getLong(left + at) ^ OffHeap.getLong(right + at));
        }
    }

    /** Whether a bit of {@code bitmap} is set in a row. */
    public static boolean any(long bitmap, int rows) {
        for (int word = 0; word < Bitmaps.words(rows); word++) {
            if ((OffHeap.getLong(bitmap + ((long) word << 3)) & Bitmaps.mask(word, rows)) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether all rows of {@code inner} are in {@code outer}. */
    public static boolean contains(long outer, long inner, int rows) {
        for (int word = 0; word < Bitmaps.words(rows); word++) {
            long at = (long) word << 3;
            if ((OffHeap.getLong(inner + at) & ~OffHeap.getLong(outer + at) & Bitmaps.mask(word, rows)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The first set row at or behind {@code from}, or {@code rows}. */
    public static int next(long bitmap, int from, int rows) {
        if (from >= rows) {
            return rows;
        }
        int word = from >>> 6;
        long bits = OffHeap.getLong(bitmap + ((long) word << 3)) & -1L << from;
        while (bits == 0) {
            if (++word >= Bitmaps.words(rows)) {
                return rows;
            }
            bits = OffHeap.getLong(bitmap + ((long) word << 3));
        }
        return Math.min(rows, (word << 6) + Long.numberOfTrailingZeros(bits));
    }
}
