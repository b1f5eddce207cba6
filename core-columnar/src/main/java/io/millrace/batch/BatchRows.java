package io.millrace.batch;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Gather;

/** Makes batches of some rows of others. */
public final class BatchRows {
    private BatchRows() {}

    /**
     * Returns an owned copy of rows of a batch, with their ids and weights, at the batch's time.
     *
     * @param rows address of {@code count} 32-bit row numbers
     */
    public static Batch copy(BatchPool pool, Batch batch, long rows, int count) {
        try (Batch.Parts parts = Batch.of(pool, count)) {
            Column[] columns = new Column[batch.columnCount()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = gather(pool, parts, batch.column(i), rows, count);
            }
            parts.columns(columns).timeOf(batch);
            if (batch.keys() != null) {
                parts.keys(gather(pool, parts, batch.keys(), rows, count));
            }
            if (batch.weights() != null) {
                parts.weights(gather(pool, parts, batch.weights(), rows, count));
            }
            return parts.build();
        }
    }

    /** Returns an owned batch of the same rows in another iteration. */
    public static Batch inIteration(BatchPool pool, Batch batch, int iteration) {
        try (Batch.Parts parts = Batch.of(pool, batch.rowCount())) {
            return parts.columns(batch.columns().toArray(Column[]::new))
                    .keys(batch.keys())
                    .weights(batch.weights())
                    .selection(batch.selection())
                    .sharing(batch)
                    .time(batch.epoch(), iteration)
                    .build();
        }
    }

    private static Column gather(BatchPool pool, Batch.Parts parts, Column column, long rows, int count) {
        ColumnBuilder builder = pool.take(column.lane());
        parts.owning(builder);
        Gather.column(column, rows, count, builder);
        return builder.view(column.type());
    }
}
