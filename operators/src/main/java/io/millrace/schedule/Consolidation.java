package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.state.CellWords;
import io.millrace.state.HashIndex;
import io.millrace.state.RecordReader;
import io.millrace.state.RowLayout;
import io.millrace.state.RowStore;
import io.millrace.state.Slice;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Adds up the weights of equal rows of an epoch, so that none is both added and taken back. Retractions come out first. Doubles
 * come out in their canonical form. Owns its state, which it gives back at every flush.
 */
final class Consolidation implements AutoCloseable {
    private final BufferAllocator allocator;
    private final BatchPool pool;
    private final Output output;
    private Rows rows;

    Consolidation(OperatorContext context, Output output) {
        this.allocator = context.allocator();
        this.pool = context.pool();
        this.output = output;
    }

    /** Borrows the batch until return. */
    void push(Batch batch) {
        if (rows == null) {
            rows = new Rows(batch);
        }
        rows.add(batch);
    }

    /** Emits what the epoch's rows add up to. */
    void flush(long epoch) {
        if (rows != null) {
            rows.emit(epoch);
            close();
        }
    }

    long heldBytes() {
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
        private final List<Type> types;
        private final boolean hasKeys;
        private final RowStore store;
        private final CellWords cells;
        private final HashIndex index;
        private final Slice slice;
        private final Column[] columns;
        private final Chunk block;

        Rows(Batch like) {
            types = new ArrayList<>();
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
            block = Chunk.open(allocator, 2L * pool.batchRows() * Long.BYTES);
        }

        void add(Batch batch) {
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
                    long weight = batch.weight(slice.row(i)) << RowLayout.WEIGHT_SHIFT;
                    OffHeap.putLong(header, OffHeap.getLong(header) + weight);
                }
            }
        }

        void emit(long epoch) {
            emit(epoch, true);
            emit(epoch, false);
        }

        private void emit(long epoch, boolean retractions) {
            long records = block.address();
            long weights = records + (long) pool.batchRows() * Long.BYTES;
            int count = 0;
            for (int ordinal = 0; ordinal < store.ordinalLimit(); ordinal++) {
                long record = store.address(ordinal);
                long weight = RowLayout.weight(OffHeap.getLong(record));
                if (retractions ? weight < 0 : weight > 0) {
                    OffHeap.putLong(records + ((long) count << 3), record);
                    OffHeap.putLong(weights + ((long) count << 3), weight);
                    if (++count == pool.batchRows()) {
                        emitBlock(epoch, records, weights, count);
                        count = 0;
                    }
                }
            }
            if (count > 0) {
                emitBlock(epoch, records, weights, count);
            }
        }

        private void emitBlock(long epoch, long records, long weights, int count) {
            try (Batch.Parts parts = Batch.of(pool, count)) {
                Column[] out = new Column[types.size() - (hasKeys ? 1 : 0)];
                for (int cell = 0; cell < types.size(); cell++) {
                    ColumnBuilder builder = pool.take(types.get(cell).lane());
                    parts.owning(builder);
                    RecordReader.append(store, cell, records, count, builder);
                    Column column = builder.view(types.get(cell));
                    if (cell < out.length) {
                        out[cell] = column;
                    } else {
                        parts.keys(column);
                    }
                }
                ColumnBuilder builder = pool.take(Lane.I64);
                parts.owning(builder);
                builder.reserve(count);
                OffHeap.copy(weights, builder.data(), (long) count << 3);
                builder.setWritten(count, 0);
                parts.columns(out).weights(builder.view(Type.INT64)).time(epoch, 0);
                try (Batch batch = parts.build()) {
                    output.push(batch);
                }
            }
        }

        @Override
        public void close() {
            block.close();
            slice.close();
            index.close();
            cells.close();
            store.close();
        }
    }
}
