package io.millrace.state;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.type.Type;
import io.millrace.value.Values;
import org.apache.arrow.memory.BufferAllocator;

/** Compares rows of a batch with rows of a store in the total order of values, cell by cell. For rare cases: it copies cells. */
final class RowOrder implements AutoCloseable {
    private final RowStore rows;
    private final ColumnBuilder[] cells;
    private final Chunk record;

    RowOrder(BufferAllocator allocator, RowStore rows) {
        this.rows = rows;
        cells = new ColumnBuilder[rows.layout().cellCount()];
        try (Opening opening = new Opening()) {
            record = opening.add(Chunk.open(allocator, Long.BYTES));
            for (int cell = 0; cell < cells.length; cell++) {
                cells[cell] = opening.add(
                        new ColumnBuilder(allocator, rows.layout().type(cell).lane(), 1));
            }
            opening.done();
        }
    }

    /** Compares row {@code row} of columns in the order of the store's cells with a record. */
    int compare(Column[] columns, int row, long other) {
        OffHeap.putLong(record.address(), other);
        for (int cell = 0; cell < cells.length; cell++) {
            Type type = rows.layout().type(cell);
            cells[cell].reset();
            RecordReader.append(rows, cell, record.address(), 1, cells[cell]);
            int order = Values.compare(columns[cell].withType(type), row, cells[cell].view(type), 0);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public void close() {
        for (ColumnBuilder cell : cells) {
            cell.close();
        }
        record.close();
    }
}
