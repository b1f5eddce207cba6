package io.millrace.reduce;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.port.Output;
import io.millrace.state.GroupChanges;
import io.millrace.state.RecordReader;
import io.millrace.state.ResultRows;
import io.millrace.state.RowStore;
import io.millrace.type.Lane;
import io.millrace.type.Type;

/** The batches that a group-by emits: key columns out of records, result columns by the reducers, cut at the pool's size. */
final class GroupOutput implements AutoCloseable {
    private final GroupBy plan;
    private final RowStore store;
    private final ResultColumn[] results;
    private final BatchPool pool;
    private final Output output;
    private final ReducerErrors errors;
    private final Type[] types;
    private final ColumnBuilder[] columns;
    private final GroupIds ids;
    private ColumnBuilder weights;
    private boolean retracts;

    GroupOutput(
            GroupBy plan, RowStore store, ResultColumn[] results, BatchPool pool, Output output, ReducerErrors errors) {
        this.plan = plan;
        this.store = store;
        this.results = results;
        this.pool = pool;
        this.output = output;
        this.errors = errors;
        this.types = plan.outputTypes().toArray(Type[]::new);
        this.columns = new ColumnBuilder[types.length];
        this.ids = new GroupIds(plan.keyColumns().size(), pool);
    }

    /** Rows that a batch may have. */
    int batchRows() {
        return pool.batchRows();
    }

    /** Flags the groups that have a result which is not what it was. */
    void markChanged(GroupChanges groups) {
        for (ResultColumn result : results) {
            result.markChanged(groups);
        }
    }

    /** Appends rows; {@code mayRetract} whether some of them may have weight −1. */
    void append(ResultRows rows, boolean mayRetract, long epoch) {
        if (rows.rowCount() == 0) {
            return;
        }
        if (weights != null && weights.rowCount() + rows.rowCount() > pool.batchRows()) {
            flush(epoch);
        }
        if (weights == null) {
            begin();
        }
        int keyCount = plan.keyColumns().size();
        for (int cell = 0; cell < keyCount; cell++) {
            RecordReader.append(store, cell, rows, columns[cell]);
        }
        for (int i = 0; i < results.length; i++) {
            results[i].write(rows, columns[keyCount + i], errors);
        }
        RecordReader.appendOutWeights(rows, weights);
        retracts |= mayRetract;
    }

    /** Pushes what was appended. */
    void flush(long epoch) {
        if (weights == null) {
            return;
        }
        Column[] views = new Column[columns.length];
        try (Batch.Parts parts = Batch.of(pool, weights.rowCount())) {
            for (int i = 0; i < columns.length; i++) {
                views[i] = columns[i].view(types[i]);
                parts.owning(columns[i]);
                columns[i] = null;
            }
            parts.columns(views).time(epoch, 0).owning(weights);
            if (plan.needsKeys()) {
                parts.keys(ids.of(views, weights.rowCount(), parts));
            }
            if (retracts) {
                parts.weights(weights.view(Type.INT64));
            }
            weights = null;
            retracts = false;
            try (Batch batch = parts.build()) {
                output.push(batch);
            }
        }
    }

    private void begin() {
        for (int i = 0; i < columns.length; i++) {
            columns[i] = pool.take(types[i].lane());
        }
        weights = pool.take(Lane.I64);
    }

    /** Gives back what an epoch that failed left behind. */
    @Override
    public void close() {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] != null) {
                pool.give(columns[i]);
                columns[i] = null;
            }
        }
        if (weights != null) {
            pool.give(weights);
            weights = null;
        }
    }
}
