package io.millrace.keyed;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bits;
import io.millrace.key.Pointer;
import io.millrace.port.DataError;
import io.millrace.port.KeyGroups;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.KeyedRows;
import io.millrace.state.RecordReader;
import io.millrace.state.RowStore;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.List;

/**
 * Turns the rows of a session UPSERT into a Z-set. A row of positive weight replaces the row of its id and one of negative weight
 * removes it, whatever its cells hold; of several rows of an id in an epoch the last counts. Rows of all ids that changed come out
 * at the end of the epoch, retractions first. Ids that are removed but not there are no error, as in Pathway.
 *
 * <p>Takes batches with keys, and gives them with keys where something reads ids. Keeps the current rows: memory grows with the ids, not with the rows
 * that went by.
 */
public final class UpsertOperator implements Operator {
    private final BatchPool pool;
    private final Output output;
    private final List<Type> types;
    private final boolean emitsIds;
    private final KeyedRows rows;
    private final KeyGroups keyGroups;

    private final OperatorContext context;
    /** The column that says whether a row replaces or removes, where it is not the weight; else −1. */
    private final int flag;

    private final String userLine;

    private UpsertOperator(
            OperatorContext context, Output output, List<Type> types, boolean emitsIds, int flag, String userLine) {
        this.context = context;
        this.flag = flag;
        this.userLine = userLine;
        this.pool = context.pool();
        this.output = output;
        this.types = types;
        this.emitsIds = emitsIds;
        this.keyGroups = context.keyGroups();
        this.rows = new KeyedRows(context.allocator(), types, pool.batchRows());
    }

    /**
     * Returns what opens the operator.
     *
     * @param types of the rows' columns
     * @param emitsIds whether something downstream reads the ids
     */
    public static OperatorFactory of(List<Type> types, boolean emitsIds) {
        List<Type> copy = List.copyOf(types);
        return (context, output) -> new UpsertOperator(context, output, copy, emitsIds, -1, null);
    }

    /**
     * The same for a stream of upserts: a row replaces the row of its id where the bool behind its columns holds, else it removes it.
     * Of several rows of an id in an epoch one that replaces counts before those that remove, and the greatest of them. Rows that are
     * taken back are reported and left out, and so are rows whose flag is an error.
     *
     * @param types of the columns without the flag, which is the next one
     * @param userLine where in the user's program the stream becomes a table, or null
     */
    public static OperatorFactory ofStream(List<Type> types, boolean emitsIds, String userLine) {
        List<Type> copy = List.copyOf(types);
        return (context, output) -> new UpsertOperator(context, output, copy, emitsIds, copy.size(), userLine);
    }

    @Override
    public void push(int input, Batch batch) {
        if (batch.keys() == null) {
            throw new IllegalStateException("rows that replace others by their id came without ids");
        }
        if (flag < 0) {
            rows.put(batch);
        } else {
            putStream(batch);
        }
    }

    private void putStream(Batch batch) {
        ColumnBuilder kept = null;
        try (Batch.Parts parts = Batch.of(pool, batch.rowCount()).sharing(batch)) {
            for (int i = 0; i < batch.selectedCount(); i++) {
                int row = batch.selectedRow(i);
                boolean isTakenBack = batch.weight(row) < 0;
                if (isTakenBack || !batch.column(flag).isValue(row)) {
                    if (kept == null) {
                        kept = Selections.copyOf(batch, pool);
                        parts.owning(kept);
                    }
                    Bits.set(kept.data(), row, false);
                    refuse(batch, row, isTakenBack);
                }
            }
            if (kept == null) {
                rows.putStream(batch, flag);
                return;
            }
            parts.columns(batch.columns().toArray(Column[]::new))
                    .keys(batch.keys())
                    .weights(batch.weights())
                    .selection(kept.view(Type.BOOL));
            try (Batch rest = parts.build()) {
                rows.putStream(rest, flag);
            }
        }
    }

    private void refuse(Batch batch, int row, boolean isTakenBack) {
        Column keys = batch.keys();
        String id = new Pointer(keys.getHigh(row), keys.getLow(row)).toString();
        if (isTakenBack) {
            context.report(
                    DataError.Kind.APPEND_ONLY_VIOLATION,
                    "a stream of upserts took back the row of id " + id + "; only rows that are added count",
                    userLine);
        } else {
            context.report(
                    DataError.Kind.VALUE,
                    "whether the row of id " + id + " is an upsert is an error; the row is left out",
                    userLine);
        }
    }

    @Override
    public void endEpoch(long epoch) {
        rows.beginRetractions(epoch);
        for (int count = rows.nextRetractions(); count > 0; count = rows.nextRetractions()) {
            emit(epoch, count, -1);
        }
        rows.beginInsertions();
        for (int count = rows.nextInsertions(); count > 0; count = rows.nextInsertions()) {
            emit(epoch, count, 1);
        }
        rows.endEpoch();
    }

    private void emit(long epoch, int count, long weight) {
        try (Batch.Parts parts = Batch.of(pool, count)) {
            Column[] columns = new Column[types.size()];
            for (int cell = 0; cell < columns.length; cell++) {
                columns[cell] = read(parts, rows.rows(), cell, rows.blockRows(), count, types.get(cell));
            }
            parts.columns(columns);
            if (emitsIds) {
                parts.keys(read(parts, rows.ids(), 0, rows.blockIds(), count, Type.POINTER));
            }
            if (weight != 1) {
                ColumnBuilder weights = pool.take(Lane.I64);
                parts.owning(weights);
                weights.reserve(count);
                for (int row = 0; row < count; row++) {
                    weights.appendLong(weight);
                }
                parts.weights(weights.view(Type.INT64));
            }
            try (Batch batch = parts.time(epoch, 0).build()) {
                output.push(batch);
            }
        }
    }

    private Column read(Batch.Parts parts, RowStore store, int cell, long records, int count, Type type) {
        ColumnBuilder builder = pool.take(type.lane());
        parts.owning(builder);
        RecordReader.append(store, cell, records, count, builder);
        return builder.view(type);
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        rows.saveTo(out);
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        rows.restoreFrom(in, keyGroups);
    }

    @Override
    public long stateBytes() {
        return rows.heldBytes();
    }

    @Override
    public void close() {
        rows.close();
    }
}
