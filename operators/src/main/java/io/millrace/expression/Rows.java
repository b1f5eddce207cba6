package io.millrace.expression;

import io.millrace.kernel.Bitmaps;
import io.millrace.kernel.Bits;

/**
 * A set of rows of the batch at hand.
 *
 * @param bitmap address of the bitmap of the rows, or 0 for all of them; lives as long as the run
 */
record Rows(long bitmap, int rowCount) {
    boolean isAll() {
        return bitmap == 0;
    }

    boolean isEmpty() {
        return bitmap == 0 ? rowCount == 0 : !Bits.any(bitmap, rowCount);
    }

    int count() {
        return bitmap == 0 ? rowCount : Bitmaps.count(bitmap, rowCount);
    }

    /** The first row of the set at or behind {@code from}, or the row count. */
    int next(int from) {
        return bitmap == 0 ? Math.min(from, rowCount) : Bits.next(bitmap, from, rowCount);
    }

    boolean contains(int row) {
        return bitmap == 0 || Bits.next(bitmap, row, row + 1) == row;
    }

    boolean containsAll(Rows other) {
        return bitmap == 0
                || bitmap == other.bitmap
                || other.bitmap != 0 && Bits.contains(bitmap, other.bitmap, rowCount)
                || other.bitmap == 0 && Bitmaps.count(bitmap, rowCount) == rowCount;
    }
}
