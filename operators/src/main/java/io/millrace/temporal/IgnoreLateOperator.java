package io.millrace.temporal;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.GroupTable;
import io.millrace.state.Slice;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.io.IOException;

/** Runs an {@link IgnoreLate} on one worker: batches pass with a selection of the rows that are in time. */
final class IgnoreLateOperator implements Operator {
    private final IgnoreLate plan;
    private final OperatorContext context;
    private final Output output;
    private final Column[] instance;
    private final GroupTable instances;

    IgnoreLateOperator(IgnoreLate plan, OperatorContext context, Output output) {
        this.plan = plan;
        this.context = context;
        this.output = output;
        instance = new Column[plan.times().instance().size()];
        instances = new GroupTable(context.allocator(), plan.times().instanceTypes(plan.inputTypes()), Clocks.WORDS);
    }

    @Override
    public void push(int input, Batch batch) {
        try (Batch.Parts parts = Batch.of(context.pool(), batch.rowCount())) {
            ColumnBuilder passing = context.pool().take(Lane.BIT);
            parts.owning(passing);
            passing.reserve(batch.rowCount());
            for (int row = 0; row < batch.rowCount(); row++) {
                passing.appendBool(false);
            }
            select(batch, passing);
            Column[] columns = new Column[plan.columns().size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = batch.column(plan.columns().get(i));
            }
            parts.columns(columns)
                    .keys(batch.keys())
                    .weights(batch.weights())
                    .selection(passing.view(Type.BOOL))
                    .timeOf(batch)
                    .sharing(batch);
            try (Batch part = parts.build()) {
                if (part.selectedCount() > 0) {
                    output.push(part);
                }
            }
        }
    }

    private void select(Batch batch, ColumnBuilder passing) {
        Column time = batch.column(plan.times().time());
        Column threshold = batch.column(plan.times().threshold());
        plan.times().loadInstance(batch, instance);
        for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
            Slice slice = instances.begin(batch, from, Math.min(Slice.ROWS, batch.selectedCount() - from));
            int dropped = slice.dropErrors(threshold) + slice.dropErrors(time);
            for (Column column : instance) {
                dropped += slice.dropErrors(column);
            }
            for (int row = 0; row < dropped; row++) {
                context.report(
                        DataError.Kind.VALUE,
                        "a row has an error in its time, threshold or instance and is left out",
                        plan.userLine());
            }
            instances.find(instance);
            for (int i = 0; i < slice.rowCount(); i++) {
                int row = slice.row(i);
                long words = slice.address(i) + instances.wordOffset();
                Clocks.see(words, TimeColumns.word(time, row));
                if (!Clocks.isDue(words, TimeColumns.word(threshold, row))) {
                    passing.setBool(row, true);
                }
            }
        }
    }

    @Override
    public void endEpoch(long epoch) {
        instances.endEpoch(epoch, words -> {
            Clocks.advance(words);
            return false;
        });
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        instances.saveTo(out);
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        instances.restoreFrom(in, context.keyGroups(), instance.length == 0, words -> {}, target -> {});
    }

    @Override
    public long stateBytes() {
        return instances.heldBytes();
    }

    @Override
    public void close() {
        instances.close();
    }
}
