package io.millrace.kernel;

import io.millrace.column.Column;
import io.millrace.memory.OffHeap;

/**
 * Comparisons of wide cells and of bytes, row by row into a bitmap of whole words. A side that is one value for all rows is a
 * column whose first row counts. Cells that are no values give an unspecified bit.
 */
public final class Comparisons {
    private Comparisons() {}

    public static void equalWide(
            Column left, boolean leftConstant, Column right, boolean rightConstant, long result, int rows) {
        int leftMask = leftConstant ? 0 : -1;
        int rightMask = rightConstant ? 0 : -1;
        for (int base = 0; base < rows; base += 64) {
            long bits = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                int x = base + bit & leftMask;
                int y = base + bit & rightMask;
                long difference = left.getLow(x) ^ right.getLow(y) | left.getHigh(x) ^ right.getHigh(y);
                bits |= (difference == 0 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
    }

    /** {@code left < right} of 128-bit integers whose highest bit is flipped by {@code signBit}: its own for signed ones, else 0. */
    public static void lessWide(
            Column left,
            boolean leftConstant,
            Column right,
            boolean rightConstant,
            long signBit,
            long result,
            int rows) {
        int leftMask = leftConstant ? 0 : -1;
        int rightMask = rightConstant ? 0 : -1;
        for (int base = 0; base < rows; base += 64) {
            long bits = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                int x = base + bit & leftMask;
                int y = base + bit & rightMask;
                long leftHigh = left.getHigh(x) ^ signBit;
                long rightHigh = right.getHigh(y) ^ signBit;
                boolean less = leftHigh == rightHigh
                        ? Long.compareUnsigned(left.getLow(x), right.getLow(y)) < 0
                        : Long.compareUnsigned(leftHigh, rightHigh) < 0;
                bits |= (less ? 1L : 0L) << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
    }

    public static void equalBytes(
            Column left, boolean leftConstant, Column right, boolean rightConstant, long result, int rows) {
        int leftMask = leftConstant ? 0 : -1;
        int rightMask = rightConstant ? 0 : -1;
        for (int base = 0; base < rows; base += 64) {
            long bits = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                int x = base + bit & leftMask;
                int y = base + bit & rightMask;
                int length = left.bytesLength(x);
                boolean equal = length == right.bytesLength(y)
                        && OffHeap.equal(left.bytesAddress(x), right.bytesAddress(y), length);
                bits |= (equal ? 1L : 0L) << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
    }

    public static void lessBytes(
            Column left, boolean leftConstant, Column right, boolean rightConstant, long result, int rows) {
        int leftMask = leftConstant ? 0 : -1;
        int rightMask = rightConstant ? 0 : -1;
        for (int base = 0; base < rows; base += 64) {
            long bits = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                int x = base + bit & leftMask;
                int y = base + bit & rightMask;
                int order = OffHeap.compare(
                        left.bytesAddress(x), left.bytesLength(x), right.bytesAddress(y), right.bytesLength(y));
                bits |= (order < 0 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
    }
}
