package io.millrace.batch;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.type.Lane;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Builds batches row by row: append one cell to every column, then {@link #endRow}. After {@link #build} it starts anew with
 * other buffers. Owns the buffers until then. One thread at a time.
 */
public final class BatchBuilder implements AutoCloseable {
    private final BatchPool pool;
    private final Type[] types;
    private final boolean hasKeys;
    private final ColumnBuilder[] columns;
    private ColumnBuilder keys;
    private ColumnBuilder weights;
    private int rowCount;

    public BatchBuilder(BatchPool pool, List<Type> types, boolean hasKeys) {
        this.pool = pool;
        this.types = types.toArray(Type[]::new);
        this.hasKeys = hasKeys;
        this.columns = new ColumnBuilder[this.types.length];
        begin();
    }

    public BatchBuilder(BatchPool pool, Schema schema, boolean hasKeys) {
        this(pool, schema.fields().stream().map(field -> field.type()).toList(), hasKeys);
    }

    /** What this builder's buffers are charged to; a decoder's other buffers may be too. */
    public BufferAllocator allocator() {
        return pool.allocator();
    }

    public int columnCount() {
        return columns.length;
    }

    public Type type(int index) {
        return types[index];
    }

    public ColumnBuilder column(int index) {
        return columns[index];
    }

    /** The row ids; null when built without keys. */
    public ColumnBuilder keys() {
        return keys;
    }

    public int rowCount() {
        return rowCount;
    }

    public boolean isFull() {
        return rowCount >= pool.batchRows();
    }

    /** Rows that still fit until the batch is full. */
    public int freeRows() {
        return Math.max(0, pool.batchRows() - rowCount);
    }

    /** Ends a row of weight +1. */
    public void endRow() {
        if (weights != null) {
            weights.appendLong(1);
        }
        rowCount++;
    }

    /** Ends a row of the given weight. */
    public void endRow(long weight) {
        if (weights == null) {
            if (weight == 1) {
                rowCount++;
                return;
            }
            weights = pool.take(Lane.I64);
            for (int row = 0; row < rowCount; row++) {
                weights.appendLong(1);
            }
        }
        weights.appendLong(weight);
        rowCount++;
    }

    /** Declares {@code rows} rows of weight +1 that a decoder wrote straight into the columns. */
    public void endRows(int rows) {
        endRows(rows, 1);
    }

    /** Declares {@code rows} rows of the given weight that a decoder wrote straight into the columns. */
    public void endRows(int rows, long weight) {
        if (weights == null && weight == 1) {
            rowCount += rows;
            return;
        }
        for (int row = 0; row < rows; row++) {
            endRow(weight);
        }
    }

    /** Takes back the cells that were appended to the row that has not ended. */
    public void cancelRow() {
        for (ColumnBuilder column : columns) {
            while (column.rowCount() > rowCount) {
                column.removeLast();
            }
        }
        while (keys != null && keys.rowCount() > rowCount) {
            keys.removeLast();
        }
    }

    /** Returns an owned batch of the rows so far, and starts anew. */
    public Batch build(long epoch, int iteration) {
        Column[] views = new Column[columns.length];
        Batch.Parts parts = Batch.of(pool, rowCount);
        for (int i = 0; i < columns.length; i++) {
            assert columns[i].rowCount() == rowCount
                    : "column " + i + " has " + columns[i].rowCount() + " of " + rowCount;
            views[i] = columns[i].view(types[i]);
            parts.owning(columns[i]);
        }
        parts.columns(views).time(epoch, iteration);
        if (keys != null) {
            parts.keys(keys.view(Type.POINTER)).owning(keys);
        }
        if (weights != null) {
            parts.weights(weights.view(Type.INT64)).owning(weights);
        }
        Batch batch = parts.build();
        begin();
        return batch;
    }

    @Override
    public void close() {
        for (ColumnBuilder column : columns) {
            pool.give(column);
        }
        if (keys != null) {
            pool.give(keys);
        }
        if (weights != null) {
            pool.give(weights);
        }
    }

    private void begin() {
        for (int i = 0; i < columns.length; i++) {
            columns[i] = pool.take(types[i].lane());
        }
        keys = hasKeys ? pool.take(Lane.I128) : null;
        weights = null;
        rowCount = 0;
    }
}
