package io.millrace.format;

import io.millrace.column.ColumnBuilder;
import io.millrace.memory.OffHeap;
import io.millrace.type.Field;

/** Columns of text. */
final class TextDecoder extends ColumnDecoder {
    private final byte[] defaultText;
    private int row;
    /** What is reserved for cells that are still to be written: a default must not take it. */
    private long remaining;

    TextDecoder(Field field, int column, CellRules rules) {
        super(field, column, rules);
        defaultText = JavaCells.bytes(field);
    }

    @Override
    void append(CellTable table, ColumnBuilder into) {
        int rows = table.rows;
        int first = into.rowCount();
        into.reserve(first + rows);
        remaining = totalLength(table);
        into.reserveBytes(into.byteCount() + remaining);
        long base = table.base;
        boolean checksUtf8 = table.checksUtf8;
        long data = into.data();
        long offsets = into.offsets() + (first + 1L << 2);
        int end = into.byteCount();
        for (int i = 0; i < rows; i++) {
            long cell = table.cells[offset + i];
            int length = CellTable.length(cell);
            long from = base + CellTable.start(cell);
            if (CellTable.kind(cell) == CellTable.TEXT && (!checksUtf8 || Utf8.isValid(from, length))) {
                CellTable.copy(from, data + end, length);
                end += length;
            } else {
                row = first + i;
                into.setWritten(row, end);
                other(table, i, into);
                // A default may have moved the buffer.
                data = into.data();
                end = into.byteCount();
            }
            OffHeap.putInt(offsets + ((long) i << 2), end);
        }
        into.setWritten(first + rows, end);
    }

    /** An upper bound of the bytes to write, defaults left out. */
    private long totalLength(CellTable table) {
        long total = 0;
        for (int i = offset; i < offset + table.rows; i++) {
            total += CellTable.length(table.cells[i]);
        }
        return total;
    }

    /** Puts a cell that is not plain text; in the common case, escapes, straight into the column. */
    private void other(CellTable table, int tableRow, ColumnBuilder into) {
        long cell = table.cells[offset + tableRow];
        if (CellTable.kind(cell) == CellTable.ESCAPED) {
            long to = into.data() + into.byteCount();
            int length = rules.unescape(table.address(cell), CellTable.length(cell), to);
            if (!table.checksUtf8 || Utf8.isValid(to, length)) {
                into.setWritten(row, into.byteCount() + length);
                return;
            }
        }
        judgeCell(table, tableRow, into);
    }

    @Override
    boolean read(ColumnBuilder into, int kind, long address, int byteCount) {
        if (!Utf8.isValid(address, byteCount)) {
            return false;
        }
        OffHeap.copy(address, into.data() + into.byteCount(), byteCount);
        into.setWritten(row, into.byteCount() + byteCount);
        return true;
    }

    @Override
    void putDefault(ColumnBuilder into) {
        into.reserveBytes((long) into.byteCount() + defaultText.length + remaining);
        OffHeap.copy(defaultText, 0, into.data() + into.byteCount(), defaultText.length);
        into.setWritten(row, into.byteCount() + defaultText.length);
    }

    @Override
    void putNone(ColumnBuilder into) {
        OffHeap.clearBit(into.validityForWriting(), row);
    }

    @Override
    void putError(ColumnBuilder into) {
        putNone(into);
        OffHeap.setBit(into.errorsForWriting(), row);
    }
}
