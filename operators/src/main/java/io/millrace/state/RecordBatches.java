package io.millrace.state;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.Output;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Makes batches of records of a store, each with a weight of its own, and pushes them whenever enough are listed. Records must stay
 * where they are until {@link #flush}. Owns its scratch memory.
 */
public final class RecordBatches implements AutoCloseable {
    private final BatchPool pool;
    private final RowStore store;
    private final List<Type> types;
    private final boolean hasKeys;
    private final Output output;
    private final Chunk memory;
    private final long records;
    private final long weights;
    private long epoch;
    private int iteration;
    private int count;

    /**
     * @param types of the cells, the first ones of the store's layout
     * @param hasKeys whether the last of them is the row's id
     * @param output gets batches, borrowed until it returns
     */
    public RecordBatches(
            BufferAllocator allocator,
            BatchPool pool,
            RowStore store,
            List<Type> types,
            boolean hasKeys,
            Output output) {
        this.pool = pool;
        this.store = store;
        this.types = List.copyOf(types);
        this.hasKeys = hasKeys;
        this.output = output;
        memory = Chunk.open(allocator, 2L * pool.batchRows() * Long.BYTES);
        records = memory.address();
        weights = records + (long) pool.batchRows() * Long.BYTES;
    }

    /** Starts to list records for batches of this time; nothing may be listed. */
    public void begin(long newEpoch, int newIteration) {
        assert count == 0 : count + " records were not flushed";
        epoch = newEpoch;
        iteration = newIteration;
    }

    public void add(long record, long weight) {
        OffHeap.putLong(records + ((long) count << 3), record);
        OffHeap.putLong(weights + ((long) count << 3), weight);
        if (++count == pool.batchRows()) {
            flush();
        }
    }

    /** Pushes what is listed. */
    public void flush() {
        if (count == 0) {
            return;
        }
        try (Batch.Parts parts = Batch.of(pool, count)) {
            Column[] columns = new Column[types.size() - (hasKeys ? 1 : 0)];
            for (int cell = 0; cell < types.size(); cell++) {
                ColumnBuilder builder = pool.take(types.get(cell).lane());
                parts.owning(builder);
                RecordReader.append(store, cell, records, count, builder);
                Column column = builder.view(types.get(cell));
                if (cell < columns.length) {
                    columns[cell] = column;
                } else {
                    parts.keys(column);
                }
            }
            ColumnBuilder builder = pool.take(Lane.I64);
            parts.owning(builder);
            builder.reserve(count);
            OffHeap.copy(weights, builder.data(), (long) count << 3);
            builder.setWritten(count, 0);
            parts.columns(columns).weights(builder.view(Type.INT64)).time(epoch, iteration);
            count = 0;
            try (Batch batch = parts.build()) {
                output.push(batch);
            }
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
