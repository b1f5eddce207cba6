package io.millrace.state;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Adds up the weights of equal rows of an epoch, so that none is both added and taken back. Retractions come out first. Doubles
 * come out in their canonical form. Owns its state, which it gives back at every flush.
 */
public final class Consolidation implements AutoCloseable {
    private final BufferAllocator allocator;
    private final BatchPool pool;
    private final Output output;
    private Rows rows;

    public Consolidation(OperatorContext context, Output output) {
        this.allocator = context.allocator();
        this.pool = context.pool();
        this.output = output;
    }

    /** Adds the rows of a batch, which is borrowed until return. */
    public void push(Batch batch) {
        push(batch, 1);
    }

    /** The same, {@code times} times: −1 takes them back. */
    public void push(Batch batch, long times) {
        if (rows == null) {
            rows = new Rows(batch);
        }
        rows.add(batch, times);
    }

    /** Whether what was pushed adds up to anything. */
    public boolean hasRows() {
        return rows != null && rows.weighted > 0;
    }

    /** Emits what the epoch's rows add up to. */
    public void flush(long epoch) {
        flush(epoch, 0);
    }

    /** Emits what the rows add up to, as of an iteration of a loop. */
    public void flush(long epoch, int iteration) {
        if (rows != null) {
            rows.emit(epoch, iteration);
            close();
        }
    }

    public long heldBytes() {
        return rows == null ? 0 : rows.store.heldBytes() + rows.index.heldBytes();
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }

    /** The distinct rows of one epoch. The id, where there is one, is the last cell. */
    private final class Rows implements AutoCloseable {
        private final boolean hasKeys;
        private final RowStore store;
        private final CellWords cells;
        private final HashIndex index;
        private final Slice slice;
        private final Column[] columns;
        private final RecordBatches batches;
        /** Rows whose weight is not 0. */
        private long weighted;

        Rows(Batch like) {
            List<Type> types = new ArrayList<>();
            for (Column column : like.columns()) {
                types.add(column.type());
            }
            hasKeys = like.keys() != null;
            if (hasKeys) {
                types.add(Type.POINTER);
            }
            int[] all = new int[types.size()];
            for (int cell = 0; cell < all.length; cell++) {
                all[cell] = cell;
            }
            columns = new Column[all.length];
            RowLayout layout = RowLayout.ofAnyStatus(types, 0);
            store = new RowStore(allocator, layout);
            cells = new CellWords(allocator, layout, all, true);
            index = new HashIndex(allocator, store, cells);
            slice = new Slice(allocator);
            batches = new RecordBatches(allocator, pool, store, types, hasKeys, output);
        }

        void add(Batch batch, long times) {
            for (int i = 0; i < batch.columnCount(); i++) {
                columns[i] = batch.column(i);
            }
            if (hasKeys) {
                columns[batch.columnCount()] = batch.keys();
            }
            for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
                slice.begin(batch, from, Math.min(Slice.ROWS, batch.selectedCount() - from));
                cells.load(slice, columns);
                index.findOrAdd(slice);
                for (int i = 0; i < slice.rowCount(); i++) {
                    long header = slice.address(i);
                    long before = OffHeap.getLong(header);
                    long after = before + (times * batch.weight(slice.row(i)) << RowLayout.WEIGHT_SHIFT);
                    OffHeap.putLong(header, after);
                    weighted += (RowLayout.weight(after) == 0 ? 0 : 1) - (RowLayout.weight(before) == 0 ? 0 : 1);
                }
            }
        }

        void emit(long epoch, int iteration) {
            if (weighted > 0) {
                batches.begin(epoch, iteration);
                list(true);
                list(false);
                batches.flush();
            }
        }

        private void list(boolean retractions) {
            for (int ordinal = 0; ordinal < store.ordinalLimit(); ordinal++) {
                long record = store.address(ordinal);
                long weight = RowLayout.weight(OffHeap.getLong(record));
                if (retractions ? weight < 0 : weight > 0) {
                    batches.add(record, weight);
                }
            }
        }

        @Override
        public void close() {
            batches.close();
            slice.close();
            index.close();
            cells.close();
            store.close();
        }
    }
}
