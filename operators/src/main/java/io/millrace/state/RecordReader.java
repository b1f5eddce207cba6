package io.millrace.state;

import io.millrace.column.CellStatus;
import io.millrace.column.ColumnBuilder;
import io.millrace.memory.OffHeap;

/** Reads one cell of many records into a column. */
public final class RecordReader {
    private RecordReader() {}

    /** Appends cell {@code cell} of {@code rowCount} records, whose addresses are at {@code records}, to a column of its lane. */
    public static void append(RowStore store, int cell, long records, int rowCount, ColumnBuilder out) {
        int first = out.rowCount();
        out.reserve(first + rowCount);
        long offset = store.layout().cellOffset(cell);
        switch (out.lane()) {
            case BIT -> appendBits(records, offset, rowCount, out);
            case I64, F64 -> appendWords(records, offset, rowCount, out);
            case I128 -> append128(records, offset, rowCount, out);
            case BYTES -> appendBytes(store, records, offset, rowCount, out);
        }
        if (store.layout().hasStatus()) {
            markStatus(store.layout(), cell, records, rowCount, first, out);
        }
    }

    /** Appends the block's emitted weights to a column in lane I64. */
    public static void appendOutWeights(ResultRows rows, ColumnBuilder out) {
        int first = out.rowCount();
        out.reserve(first + rows.rowCount());
        OffHeap.copy(rows.outWeights(), out.data() + ((long) first << 3), (long) rows.rowCount() << 3);
        out.setWritten(first + rows.rowCount(), 0);
    }

    /** Appends the block's net weights to a column in lane I64, without the rows of rare count {@code counter}, or −1 for none. */
    public static void appendNetWeights(ResultRows rows, int counter, ColumnBuilder out) {
        int first = out.rowCount();
        out.reserve(first + rows.rowCount());
        long to = out.data() + ((long) first << 3);
        OffHeap.copy(rows.netWeights(), to, (long) rows.rowCount() << 3);
        if (counter >= 0 && rows.hasRare()) {
            for (int i = 0; i < rows.rowCount(); i++) {
                OffHeap.putLong(to + ((long) i << 3), rows.netWeight(i) - rows.rareCount(i, counter));
            }
        }
        out.setWritten(first + rows.rowCount(), 0);
    }

    /** Makes a cell that was written an error. */
    public static void markError(ColumnBuilder out, int row) {
        OffHeap.clearBit(out.validityForWriting(), row);
        OffHeap.setBit(out.errorsForWriting(), row);
    }

    /** Appends a cell of every row of a block of results. */
    public static void append(RowStore store, int cell, ResultRows rows, ColumnBuilder out) {
        append(store, cell, rows.records(), rows.rowCount(), out);
    }

    private static void appendBits(long records, long offset, int rowCount, ColumnBuilder out) {
        for (int i = 0; i < rowCount; i++) {
            out.appendBool(OffHeap.getLong(OffHeap.getLong(records + ((long) i << 3)) + offset) == 1);
        }
    }

    private static void appendWords(long records, long offset, int rowCount, ColumnBuilder out) {
        int first = out.rowCount();
        long to = out.data() + ((long) first << 3);
        for (int i = 0; i < rowCount; i++) {
            long at = (long) i << 3;
            OffHeap.putLong(to + at, OffHeap.getLong(OffHeap.getLong(records + at) + offset));
        }
        out.setWritten(first + rowCount, 0);
    }

    private static void append128(long records, long offset, int rowCount, ColumnBuilder out) {
        int first = out.rowCount();
        long to = out.data() + ((long) first << 4);
        for (int i = 0; i < rowCount; i++) {
            long from = OffHeap.getLong(records + ((long) i << 3)) + offset;
            OffHeap.putLong(to + ((long) i << 4), OffHeap.getLong(from));
            OffHeap.putLong(to + ((long) i << 4) + 8, OffHeap.getLong(from + 8));
        }
        out.setWritten(first + rowCount, 0);
    }

    private static void appendBytes(RowStore store, long records, long offset, int rowCount, ColumnBuilder out) {
        int first = out.rowCount();
        long total = out.byteCount();
        for (int i = 0; i < rowCount; i++) {
            total += OffHeap.getInt(OffHeap.getLong(records + ((long) i << 3)) + offset);
        }
        // Inline bytes are written 12 at a time.
        out.reserveBytes(total + RowLayout.INLINE_BYTES);
        int end = out.byteCount();
        long offsets = out.offsets() + ((long) first << 2) + Integer.BYTES;
        for (int i = 0; i < rowCount; i++) {
            long view = OffHeap.getLong(records + ((long) i << 3)) + offset;
            int length = OffHeap.getInt(view);
            long to = out.data() + end;
            if (length <= RowLayout.INLINE_BYTES) {
                OffHeap.putInt(to, OffHeap.getInt(view + 4));
                OffHeap.putLong(to + 4, OffHeap.getLong(view + 8));
            } else {
                OffHeap.copy(store.bytes().address(OffHeap.getLong(view + 8)), to, length);
            }
            end += length;
            OffHeap.putInt(offsets + ((long) i << 2), end);
        }
        out.setWritten(first + rowCount, end);
    }

    private static void markStatus(
            RowLayout layout, int cell, long records, int rowCount, int first, ColumnBuilder out) {
        long offset = layout.statusOffset(cell);
        int shift = RowLayout.statusShift(cell);
        for (int i = 0; i < rowCount; i++) {
            int status = (int) (OffHeap.getLong(OffHeap.getLong(records + ((long) i << 3)) + offset) >>> shift) & 3;
            if (status != 0) {
                OffHeap.clearBit(out.validityForWriting(), first + i);
                if (status == CellStatus.ERROR.ordinal()) {
                    OffHeap.setBit(out.errorsForWriting(), first + i);
                } else if (status == CellStatus.PENDING.ordinal()) {
                    OffHeap.setBit(out.pendingForWriting(), first + i);
                }
            }
        }
    }
}
