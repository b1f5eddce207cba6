package io.millrace.benchmarks.millrace;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.function.IntUnaryOperator;

/**
 * Feeds columns from memory, epoch by epoch.
 *
 * @param epochs how many there are
 * @param firstRow the first row of an epoch; of {@code epochs}, the number of rows
 */
record MemorySource(String name, ColumnsInMemory rows, int epochs, IntUnaryOperator firstRow, FirstRow first)
        implements Source {
    private static final Schema SCHEMA =
            Schema.builder().column("k", Type.INT64).column("v", Type.INT64).build();

    @Override
    public Schema schema() {
        return rows.weights() == null ? SCHEMA.asAppendOnly() : SCHEMA;
    }

    @Override
    public boolean hasOwnTimes() {
        return true;
    }

    @Override
    public void run(SourceOutput output, byte[] position) {
        first.fed();
        for (int epoch = 0; epoch < epochs; epoch++) {
            int end = firstRow.applyAsInt(epoch + 1);
            for (int from = firstRow.applyAsInt(epoch); from < end; from += BatchPool.DEFAULT_ROWS) {
                int count = Math.min(BatchPool.DEFAULT_ROWS, end - from);
                output.emit(
                        Batch.of(null, count)
                                .columns(rows.column(0, from, count), rows.column(1, from, count))
                                .weights(rows.weights(from, count))
                                .time(2L * epoch, 0)
                                .build(),
                        null);
            }
        }
    }
}
