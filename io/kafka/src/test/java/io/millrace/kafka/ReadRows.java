package io.millrace.kafka;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.key.Pointer;
import io.millrace.memory.Allocators;
import io.millrace.port.DataError;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import io.millrace.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Takes what a source emits as plain rows: cells, and the weight behind them where it is not +1. Stops the source at a number of
 * rows; closing it throws where memory is still out.
 */
final class ReadRows implements SourceOutput, AutoCloseable {
    private final BufferAllocator allocator = Allocators.root(1L << 30);
    private final BatchPool pool;
    private final Schema schema;
    private final boolean withKeys;
    private final List<List<Object>> rows = new ArrayList<>();
    private final List<Pointer> ids = new ArrayList<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private final List<byte[]> references = new ArrayList<>();
    private final List<byte[]> positions = new ArrayList<>();
    private volatile int rowLimit = Integer.MAX_VALUE;
    private volatile int rowCount;

    ReadRows(Source source, int batchRows, boolean withKeys) {
        pool = new BatchPool(allocator, batchRows);
        schema = source.schema();
        this.withKeys = withKeys;
    }

    /** Runs a static source to its end, and returns what it gave, with ids where it replaces rows by them. */
    static ReadRows all(Source source) throws Exception {
        ReadRows read = new ReadRows(source, 64, true);
        try (read) {
            source.run(read, null);
        }
        return read;
    }

    ReadRows stopAt(int rows) {
        rowLimit = rows;
        return this;
    }

    List<List<Object>> rows() {
        return rows;
    }

    /** The first cell of each row. */
    List<Object> firstCells() {
        return rows.stream().map(List::getFirst).toList();
    }

    List<Pointer> ids() {
        return ids;
    }

    List<Integer> batchSizes() {
        return batchSizes;
    }

    List<String> reports() {
        return reports;
    }

    List<byte[]> references() {
        return references;
    }

    byte[] lastPosition() {
        return positions.getLast();
    }

    @Override
    public BatchBuilder newBuilder() {
        return new BatchBuilder(pool, schema, withKeys);
    }

    @Override
    public void emit(Batch batch, byte[] position) {
        emit(batch, position, null);
    }

    @Override
    public void emit(Batch batch, byte[] position, byte[] reference) {
        try (batch) {
            for (int row = 0; row < batch.rowCount(); row++) {
                List<Object> cells = new ArrayList<>();
                for (int column = 0; column < batch.columnCount(); column++) {
                    Object cell = Values.read(batch.column(column), row);
                    cells.add(cell instanceof byte[] bytes ? Arrays.toString(bytes) : cell);
                }
                if (batch.weight(row) != 1) {
                    cells.add(batch.weight(row));
                }
                rows.add(cells);
                if (withKeys) {
                    ids.add(new Pointer(batch.keys().getHigh(row), batch.keys().getLow(row)));
                }
            }
            batchSizes.add(batch.rowCount());
            references.add(reference);
            positions.add(position);
            rowCount = rows.size();
        }
    }

    @Override
    public void commit() {}

    @Override
    public void beginAtomic() {}

    @Override
    public void endAtomic() {}

    @Override
    public void report(DataError.Kind kind, String message) {
        reports.add(kind + " " + message);
    }

    @Override
    public boolean isStopped() {
        return rowCount >= rowLimit;
    }

    @Override
    public void close() {
        pool.close();
        allocator.close();
    }
}
