package io.millrace.state;

import io.millrace.column.ColumnBuilder;
import io.millrace.memory.OffHeap;
import io.millrace.value.SortableValues;

/**
 * The least or greatest of int64 or float64 values that are never taken back: a word that sorts, unsigned, as the values do or the
 * other way round, and one that says whether there is a value.
 */
public final class NumberExtremes {
    public static final int WORDS = 2;

    private NumberExtremes() {}

    /** Takes the rows into the extremes {@code byteOffset} behind their addresses; rows that are taken back are not seen. */
    public static void add(ArgumentRows rows, long byteOffset, boolean isGreatest, boolean areInts) {
        long flip = isGreatest ? -1 : 0;
        for (int i = 0; i < rows.rowCount(); i++) {
            long at = OffHeap.getLong(rows.addresses() + ((long) i << 3)) + byteOffset;
            long bits = OffHeap.getLong(rows.values() + ((long) i << 3));
            long word = flip
                    ^ (areInts ? SortableValues.ofLong(bits) : SortableValues.ofDouble(Double.longBitsToDouble(bits)));
            boolean isLess = Long.compareUnsigned(word, OffHeap.getLong(at)) < 0;
            if ((OffHeap.getLong(at + 8) == 0 || isLess) && rows.weight(i) > 0) {
                OffHeap.putLong(at, word);
                OffHeap.putLong(at + 8, 1);
            }
        }
    }

    public static boolean isZero(long at) {
        return OffHeap.getLong(at + 8) == 0;
    }

    /** Flags the groups whose extreme differs from before. */
    public static void markChanged(GroupChanges groups, long byteOffset) {
        ResultRows rows = groups.rows();
        for (int i = 0; i < groups.groupCount(); i++) {
            long before = rows.accumulator(groups.before(i)) + byteOffset;
            long after = rows.accumulator(groups.after(i)) + byteOffset;
            if (OffHeap.getLong(before) != OffHeap.getLong(after)) {
                groups.markChanged(i);
            }
        }
    }

    /** Appends the extremes to a column in lane I64 or F64. */
    public static void write(ResultRows rows, long byteOffset, boolean isGreatest, boolean areInts, ColumnBuilder out) {
        long flip = isGreatest ? -1 : 0;
        for (int i = 0; i < rows.rowCount(); i++) {
            long word = flip ^ OffHeap.getLong(rows.accumulator(i) + byteOffset);
            if (areInts) {
                out.appendLong(SortableValues.ofLong(word));
            } else {
                out.appendDouble(SortableValues.toDouble(word));
            }
        }
    }
}
