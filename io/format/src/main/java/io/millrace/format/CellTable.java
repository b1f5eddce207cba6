package io.millrace.format;

import io.millrace.memory.OffHeap;

/**
 * Where the cells of the next few rows stand in the input, column by column: what lies between cutting records and reading
 * values. A cell is one word:
 *
 * <pre>
 *  63  60 59      30 29       0
 * +------+----------+----------+
 * | kind |  length  |  start   |   start is relative to the block's address
 * +------+----------+----------+
 * </pre>
 */
final class CellTable {
    /** Few enough that the rows' bytes are still in the cache when the last column is read. */
    static final int ROWS = 256;

    /** Cells from one column to the next: not a power of two, lest all columns of a row fall into one set of the cache. */
    static final int STRIDE = ROWS + 8;

    /** Text that stands for itself: a CSV field, the inside of a JSON string. */
    static final int TEXT = 0;
    /** Text with quotes or escapes to resolve: a CSV field with its quotes, the inside of a JSON string. */
    static final int ESCAPED = 1;
    /** The record does not have this field. */
    static final int MISSING = 2;
    /** A JSON number. */
    static final int NUMBER = 3;

    static final int TRUE = 4;
    static final int FALSE = 5;
    static final int NULL = 6;
    /** A JSON object or array. */
    static final int NESTED = 7;

    static final long MISSING_CELL = (long) MISSING << 60;

    private static final int MASK = (1 << 30) - 1;

    /** Cell of column c and row r at {@code c * STRIDE + r}. */
    final long[] cells;
    /** Where each row's record begins, relative to {@link #base}. */
    final int[] starts = new int[ROWS];

    long base;
    int rows;
    /** Whether texts must be checked to be UTF-8. */
    boolean checksUtf8;

    CellTable(int columnCount) {
        cells = new long[columnCount * STRIDE];
    }

    static long cell(int start, int length) {
        return (long) length << 30 | start;
    }

    static long cell(int start, int length, int kind) {
        return (long) kind << 60 | (long) length << 30 | start;
    }

    static int start(long cell) {
        return (int) cell & MASK;
    }

    static int length(long cell) {
        return (int) (cell >>> 30) & MASK;
    }

    static int kind(long cell) {
        return (int) (cell >>> 60);
    }

    long address(long cell) {
        return base + start(cell);
    }

    /** Copies text by whole words: up to 64 bytes are read and written however short it is. */
    static void copy(long from, long to, int byteCount) {
        OffHeap.putLong(to, OffHeap.getLong(from));
        OffHeap.putLong(to + 8, OffHeap.getLong(from + 8));
        if (byteCount > 16) {
            copyLong(from, to, byteCount);
        }
    }

    private static void copyLong(long from, long to, int byteCount) {
        if (byteCount > 512) {
            OffHeap.copy(from, to, byteCount);
            return;
        }
        copy32(from, to);
        copy32(from + 32, to + 32);
        for (int at = 64; at < byteCount; at += 32) {
            copy32(from + at, to + at);
        }
    }

    private static void copy32(long from, long to) {
        OffHeap.putLong(to, OffHeap.getLong(from));
        OffHeap.putLong(to + 8, OffHeap.getLong(from + 8));
        OffHeap.putLong(to + 16, OffHeap.getLong(from + 16));
        OffHeap.putLong(to + 24, OffHeap.getLong(from + 24));
    }
}
