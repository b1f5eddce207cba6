package io.millrace.keyed;

import io.millrace.batch.Batch;
import io.millrace.column.ColumnBuilder;
import io.millrace.key.Pointer;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.state.IdTables;
import io.millrace.state.PickedRows;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.List;

/**
 * Looks at what an epoch changes, added up by id and row, and makes rows that are never taken back of it. As a stream of upserts: the
 * row that an id has got, with true, or, where it has none any more, the one that it lost, with false; in a last column. As a check:
 * the rows that were added; one that was taken back is reported and left out.
 *
 * <p>The changes of an id must meet on one worker. Nothing is kept between epochs.
 */
public final class ChangesOperator implements Operator {
    private final OperatorContext context;
    private final Output output;
    private final boolean asUpserts;
    private final String userLine;
    private final IdTables changes;
    private final PickedRows picked;
    private final PickedBatches batches;
    private ColumnBuilder flags;

    private ChangesOperator(
            OperatorContext context,
            Output output,
            List<Type> types,
            boolean asUpserts,
            boolean emitsIds,
            String userLine) {
        this.context = context;
        this.output = output;
        this.asUpserts = asUpserts;
        this.userLine = userLine;
        this.batches = new PickedBatches(types, emitsIds, context.pool());
        this.changes = new IdTables(context.allocator(), List.of(IdTables.Kept.rows(types)));
        try {
            picked = new PickedRows(
                    context.allocator(), changes, 1, context.pool().batchRows());
        } catch (RuntimeException | Error e) {
            changes.close();
            throw e;
        }
    }

    /** A stream of upserts: the columns of the input, of these types, and a bool. */
    public static OperatorFactory asUpserts(List<Type> types, boolean emitsIds) {
        List<Type> copy = List.copyOf(types);
        return (context, output) -> new ChangesOperator(context, output, copy, true, emitsIds, null);
    }

    /** Checks that nothing is taken back. */
    public static OperatorFactory assertingAppendOnly(List<Type> types, boolean emitsIds, String userLine) {
        List<Type> copy = List.copyOf(types);
        return (context, output) -> new ChangesOperator(context, output, copy, false, emitsIds, userLine);
    }

    @Override
    public void push(int input, Batch batch) {
        changes.add(0, batch);
    }

    @Override
    public void endEpoch(long epoch) {
        picked.clear();
        changes.beginIds();
        try {
            while (changes.nextId()) {
                boolean isAdded = pick(1, epoch);
                if (asUpserts && !isAdded) {
                    pick(-1, epoch);
                } else if (!asUpserts) {
                    refuse();
                }
            }
            flush(epoch);
        } finally {
            if (flags != null) {
                context.pool().give(flags);
                flags = null;
            }
        }
        changes.forget(epoch);
    }

    /** Picks the rows of the current id whose net weight has this sign; returns whether there are any. */
    private boolean pick(int sign, long epoch) {
        boolean any = false;
        for (int row = changes.firstRow(0); row != 0; row = changes.nextRow(0, row)) {
            long weight = changes.weight(0, row) * sign;
            if (weight > 0) {
                if (picked.isFull()) {
                    flush(epoch);
                }
                picked.add(weight);
                picked.pick(0, 0, row);
                if (asUpserts) {
                    if (flags == null) {
                        flags = context.pool().take(Lane.BIT);
                    }
                    flags.appendBool(sign > 0);
                }
                any = true;
            }
        }
        return any;
    }

    private void refuse() {
        for (int row = changes.firstRow(0); row != 0; row = changes.nextRow(0, row)) {
            long weight = changes.weight(0, row);
            if (weight < 0) {
                context.report(
                        DataError.Kind.APPEND_ONLY_VIOLATION,
                        "the table was asserted to be append-only, but the row of id "
                                + new Pointer(changes.idHigh(), changes.idLow()) + " is taken back (diff=" + weight
                                + "); this is left out",
                        userLine);
            }
        }
    }

    private void flush(long epoch) {
        if (picked.count() > 0) {
            ColumnBuilder column = flags;
            flags = null;
            try (Batch batch = batches.of(picked, epoch, column, null)) {
                output.push(batch);
            }
            picked.clear();
        }
    }

    @Override
    public long stateBytes() {
        return changes.heldBytes();
    }

    @Override
    public void close() {
        picked.close();
        changes.close();
    }
}
