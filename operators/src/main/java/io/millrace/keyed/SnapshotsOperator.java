package io.millrace.keyed;

import io.millrace.batch.Batch;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Hashing;
import io.millrace.key.ShortKeys;
import io.millrace.port.KeyGroups;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.IdTables;
import io.millrace.state.PickedRows;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.List;

/**
 * The whole table, as new rows, at the end of every epoch that changes it. All rows must be on one worker. A row's id is derived
 * from its own and the epoch.
 */
public final class SnapshotsOperator implements Operator {
    private final OperatorContext context;
    private final Output output;
    private final boolean emitsIds;
    private final IdTables table;
    private final PickedRows picked;
    private final PickedBatches batches;
    private final ShortKeys keys = new ShortKeys();
    private ColumnBuilder ids;

    private SnapshotsOperator(OperatorContext context, Output output, List<Type> types, boolean emitsIds) {
        this.context = context;
        this.output = output;
        this.emitsIds = emitsIds;
        this.batches = new PickedBatches(types, false, context.pool());
        this.table = new IdTables(context.allocator(), List.of(IdTables.Kept.rows(types)));
        try {
            picked =
                    new PickedRows(context.allocator(), table, 1, context.pool().batchRows());
        } catch (RuntimeException | Error e) {
            table.close();
            throw e;
        }
    }

    public static OperatorFactory of(List<Type> types, boolean emitsIds) {
        List<Type> copy = List.copyOf(types);
        return (context, output) -> new SnapshotsOperator(context, output, copy, emitsIds);
    }

    @Override
    public void push(int input, Batch batch) {
        table.add(0, batch);
    }

    @Override
    public void endEpoch(long epoch) {
        boolean hasChanged = false;
        table.beginIds();
        while (table.nextId()) {
            hasChanged |= table.before(0) != table.after(0);
        }
        table.settle(epoch);
        if (!hasChanged) {
            return;
        }
        picked.clear();
        try {
            for (int at = table.idFrom(0); at >= 0; at = table.idFrom(at + 1)) {
                if (table.before(0) != IdTables.ABSENT) {
                    add(epoch);
                }
            }
            flush(epoch);
        } finally {
            if (ids != null) {
                context.pool().give(ids);
                ids = null;
            }
        }
    }

    private void add(long epoch) {
        if (picked.isFull()) {
            flush(epoch);
        }
        picked.add(1);
        picked.pick(0, 0, table.before(0));
        if (emitsIds) {
            if (ids == null) {
                ids = context.pool().take(Lane.I128);
            }
            keys.concatKey(table.idHigh(), table.idLow(), epoch);
            ids.append128(keys.high(), keys.low());
        }
    }

    private void flush(long epoch) {
        if (picked.count() > 0) {
            ColumnBuilder column = ids;
            ids = null;
            try (Batch batch = batches.of(picked, epoch, null, column)) {
                output.push(batch);
            }
            picked.clear();
        }
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        table.saveTo(out);
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        // All rows are on the worker that owns group 0, whatever the groups of their ids.
        if (context.keyGroups().first() == 0 && context.keyGroups().end() > 0) {
            table.restoreFrom(in, new KeyGroups(0, Hashing.KEY_GROUPS));
        }
    }

    @Override
    public long stateBytes() {
        return table.heldBytes();
    }

    @Override
    public void close() {
        picked.close();
        table.close();
    }
}
