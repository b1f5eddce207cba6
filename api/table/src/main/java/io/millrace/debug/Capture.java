package io.millrace.debug;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.key.Pointer;
import io.millrace.port.Sink;
import io.millrace.port.SinkContext;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import io.millrace.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Keeps all changes of a table as Java objects. */
final class Capture implements Sink {
    private final boolean withIds;
    private final List<Change> changes = new ArrayList<>();

    private Capture(boolean withIds) {
        this.withIds = withIds;
    }

    /** Runs tables together and returns the changes of each in the order in which they came. */
    static List<List<Change>> of(List<Table> tables, boolean withIds, UnaryOperator<Pipeline> options) {
        Pipeline pipeline = options.apply(Pipeline.create());
        List<List<Change>> changes = new ArrayList<>();
        for (Table table : tables) {
            Capture capture = new Capture(withIds);
            pipeline.write(table, capture);
            changes.add(capture.changes);
        }
        pipeline.run();
        return changes;
    }

    @Override
    public boolean needsKeys() {
        return withIds;
    }

    @Override
    public void open(SinkContext context) {}

    @Override
    public void write(long epoch, Batch batch) {
        Column keys = batch.keys();
        for (int i = 0; i < batch.selectedCount(); i++) {
            int row = batch.selectedRow(i);
            List<Object> values = new ArrayList<>();
            for (Column column : batch.columns()) {
                values.add(Values.read(column, row));
            }
            Pointer id = withIds ? new Pointer(keys.getHigh(row), keys.getLow(row)) : null;
            changes.add(new Change(id, values, epoch, batch.weight(row)));
        }
    }
}
