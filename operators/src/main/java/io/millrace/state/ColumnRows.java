package io.millrace.state;

import io.millrace.column.Column;
import io.millrace.memory.OffHeap;

/** Which rows of a batch's columns a slice stands for: a run, or a list of 32-bit row numbers. */
final class ColumnRows {
    private long list;
    private int first;

    /** @param newList address of row numbers, or 0 for the run that begins at {@code newFirst} */
    void set(long newList, int newFirst) {
        list = newList;
        first = newFirst;
    }

    int row(int index) {
        return list == 0 ? first + index : OffHeap.getInt(list + ((long) index << 2));
    }

    /** Address of one 64-bit cell a row: the column's own where the rows are a run, else copied to {@code scratch}. */
    long words(Column column, int rowCount, long scratch) {
        if (list == 0) {
            return column.data() + ((long) first << 3);
        }
        long data = column.data();
        for (int i = 0; i < rowCount; i++) {
            OffHeap.putLong(
                    scratch + ((long) i << 3),
                    OffHeap.getLong(data + ((long) OffHeap.getInt(list + ((long) i << 2)) << 3)));
        }
        return scratch;
    }
}
