package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.batch.BatchRows;
import io.millrace.column.Column;
import io.millrace.kernel.Hashing;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.KeyGroups;
import io.millrace.port.Operator;
import io.millrace.port.Output;
import io.millrace.state.CellWords;
import io.millrace.state.RowLayout;
import io.millrace.state.Slice;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sends each row to the worker that owns its key group; a worker's own rows go on without a queue. Owns its scratch memory. */
final class ExchangeOperator implements Operator {
    private final Exchanges exchanges;
    private final int id;
    private final Partitioning partitioning;
    private final BatchPool pool;
    private final Output output;
    private final Slice slice;
    /** The cells that are hashed; made at the first batch, which tells their types. */
    private CellWords cells;

    private Column[] hashed;
    /** By worker, 32-bit row numbers in the batch. */
    private Chunk rowNumbers;

    private final int[] counts;

    ExchangeOperator(Exchanges exchanges, int id, Partitioning partitioning, BatchPool pool, Output output) {
        this.exchanges = exchanges;
        this.id = id;
        this.partitioning = partitioning;
        this.pool = pool;
        this.output = output;
        this.counts = new int[exchanges.workers()];
        this.slice = new Slice(pool.allocator());
    }

    @Override
    public void push(int input, Batch batch) {
        switch (partitioning) {
            case Partitioning.Single single -> give(0, batch.retain());
            case Partitioning.ById byId -> split(batch, List.of(batch.keys()));
            case Partitioning.ByColumns byColumns -> {
                List<Column> columns = new ArrayList<>();
                for (int column : byColumns.columns()) {
                    columns.add(batch.column(column));
                }
                split(batch, columns);
            }
        }
    }

    private void split(Batch batch, List<Column> by) {
        prepare(batch, by);
        for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
            slice.begin(batch, from, Math.min(Slice.ROWS, batch.selectedCount() - from));
            cells.load(slice, hashed);
            assign();
        }
        for (int worker = 0; worker < counts.length; worker++) {
            if (counts[worker] == batch.rowCount()) {
                give(worker, batch.retain());
            } else if (counts[worker] > 0) {
                give(worker, BatchRows.copy(pool, batch, listOf(worker, batch), counts[worker]));
            }
        }
    }

    private void prepare(Batch batch, List<Column> by) {
        if (cells == null) {
            List<Type> types = by.stream().map(Column::type).toList();
            int[] all = new int[types.size()];
            for (int cell = 0; cell < all.length; cell++) {
                all[cell] = cell;
            }
            cells = new CellWords(pool.allocator(), RowLayout.ofAnyStatus(types, 0), all, true);
            hashed = new Column[all.length];
        }
        by.toArray(hashed);
        long wanted = (long) batch.rowCount() * counts.length * Integer.BYTES;
        if (rowNumbers == null || rowNumbers.byteCount() < wanted) {
            if (rowNumbers != null) {
                rowNumbers.close();
                rowNumbers = null;
            }
            rowNumbers = Chunk.open(pool.allocator(), wanted);
        }
        Arrays.fill(counts, 0);
    }

    private long listOf(int worker, Batch batch) {
        return rowNumbers.address() + (long) worker * batch.rowCount() * Integer.BYTES;
    }

    private void assign() {
        long hashes = slice.hashes();
        for (int i = 0; i < slice.rowCount(); i++) {
            int keyGroup = Hashing.keyGroup(OffHeap.getLong(hashes + ((long) i << 3)));
            int worker = KeyGroups.workerOf(keyGroup, counts.length);
            OffHeap.putInt(listOf(worker, slice.batch()) + ((long) counts[worker]++ << 2), slice.row(i));
        }
    }

    /** Takes ownership of rows of one worker. */
    private void give(int worker, Batch part) {
        if (worker != exchanges.index()) {
            // Made here: another consumer of a shared batch may be reading it on this thread when it arrives there.
            part.selectedRows();
            exchanges.send(id, worker, part);
            return;
        }
        try (part) {
            output.push(part);
        }
    }

    @Override
    public void endEpoch(long epoch) {
        exchanges.endEpoch(id, epoch);
    }

    @Override
    public void close() {
        slice.close();
        if (cells != null) {
            cells.close();
        }
        if (rowNumbers != null) {
            rowNumbers.close();
        }
    }
}
