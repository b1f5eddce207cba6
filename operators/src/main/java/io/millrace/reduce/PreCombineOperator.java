package io.millrace.reduce;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.state.PartialGroups;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a {@link PreCombination} on one worker. Where keys hardly repeat it costs more than it saves: then it lets batches through, and
 * tries again after a while.
 */
final class PreCombineOperator implements Operator {
    private static final int MOST_GROUPS = 1 << 13;
    private static final int LEAST_PASSED_BATCHES = 16;
    private static final int MOST_PASSED_BATCHES = 1024;

    private final PreCombination plan;
    private final BatchPool pool;
    private final Output output;
    private final PartialGroups groups;
    private final Column[] keys;
    private final Column[] sums;
    private int rowsIn;
    /** Batches to let through without a try, now and after the next try in vain. */
    private int passing;

    private int nextPassing = LEAST_PASSED_BATCHES;

    PreCombineOperator(PreCombination plan, OperatorContext context, Output output) {
        this.plan = plan;
        this.pool = context.pool();
        this.output = output;
        List<Type> keyTypes =
                plan.keyColumns().stream().map(plan.inputTypes()::get).toList();
        groups = new PartialGroups(
                context.allocator(), keyTypes, plan.sumColumns().size(), pool.batchRows());
        keys = new Column[plan.keyColumns().size()];
        sums = new Column[plan.sumColumns().size()];
    }

    @Override
    public void push(int input, Batch batch) {
        for (int i = 0; i < keys.length; i++) {
            keys[i] = batch.column(plan.keyColumns().get(i));
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = batch.column(plan.sumColumns().get(i));
        }
        if (passing > 0 || !PartialGroups.takes(batch, keys, sums)) {
            passing = Math.max(0, passing - 1);
            output.push(batch);
            return;
        }
        if (rowsIn + batch.selectedCount() > PartialGroups.MOST_ROWS) {
            flush(batch.epoch());
        }
        if (batch.selectedCount() > PartialGroups.MOST_ROWS) {
            output.push(batch);
            return;
        }
        groups.add(batch, keys, sums);
        rowsIn += batch.selectedCount();
        if (groups.groupCount() >= MOST_GROUPS) {
            boolean repeats = groups.groupCount() <= rowsIn / 2;
            nextPassing = repeats ? LEAST_PASSED_BATCHES : Math.min(2 * nextPassing, MOST_PASSED_BATCHES);
            passing = repeats ? 0 : nextPassing;
            flush(batch.epoch());
        }
    }

    @Override
    public void endEpoch(long epoch) {
        flush(epoch);
    }

    private void flush(long epoch) {
        if (rowsIn == 0) {
            return;
        }
        rowsIn = 0;
        for (boolean withSums : new boolean[] {true, false}) {
            groups.begin(withSums);
            for (int count = groups.next(); count > 0; count = groups.next()) {
                emit(epoch, count, withSums);
            }
        }
        groups.clear();
    }

    private void emit(long epoch, int count, boolean withSums) {
        try (Batch.Parts parts = Batch.of(pool, count)) {
            List<Column> columns = new ArrayList<>();
            for (int column = 0; column < plan.inputTypes().size(); column++) {
                ColumnBuilder builder = pool.take(plan.inputTypes().get(column).lane());
                parts.owning(builder);
                append(column, count, withSums, builder);
                columns.add(builder.view(plan.inputTypes().get(column)));
            }
            parts.columns(columns.toArray(Column[]::new)).time(epoch, 0);
            if (!withSums) {
                ColumnBuilder weights = pool.take(Lane.I64);
                parts.owning(weights);
                groups.appendWeight(count, weights);
                parts.weights(weights.view(Type.INT64));
            }
            try (Batch batch = parts.build()) {
                output.push(batch);
            }
        }
    }

    private void append(int column, int count, boolean withSums, ColumnBuilder out) {
        int key = plan.keyColumns().indexOf(column);
        int sum = plan.sumColumns().indexOf(column);
        if (key >= 0) {
            groups.appendKey(key, count, out);
        } else if (sum >= 0 && withSums) {
            groups.appendSum(sum, count, out);
        } else {
            for (int i = 0; i < count; i++) {
                if (sum >= 0) {
                    out.appendLong(0);
                } else {
                    out.appendUnread();
                }
            }
        }
    }

    @Override
    public long stateBytes() {
        return groups.heldBytes();
    }

    @Override
    public void close() {
        groups.close();
    }
}
