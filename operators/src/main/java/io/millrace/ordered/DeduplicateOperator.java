package io.millrace.ordered;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.key.KeyEncoder;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.GroupTable;
import io.millrace.state.GroupWords;
import io.millrace.state.OrderedKey;
import io.millrace.state.OrderedRows;
import io.millrace.state.PendingRows;
import io.millrace.state.Slice;
import io.millrace.state.SortKeys;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.util.AutoCloseables;

/**
 * Runs a {@link Deduplicate} on one worker. Words of an instance: what the epoch brings, and the row that was accepted; a row is its
 * value, its id, and the columns of the output.
 */
final class DeduplicateOperator implements Operator {
    private static final int WORDS = 2;
    private static final int ACCEPTED = Long.BYTES;
    private static final int VALUE = 0;
    private static final String ACCEPTED_PART = "accepted";
    private static final int FIRST_COLUMN = 2;

    private final Deduplicate plan;
    private final OperatorContext context;
    private final Output output;
    private final List<Type> outputTypes;
    private final Type valueType;
    private final Column[] instance;
    private final Column[] columns;
    private final KeyEncoder encoder = new KeyEncoder();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final GroupTable groups;
    private final PendingRows pending;
    private final OrderedRows accepted;
    private final OrderedKey candidate;
    private final ColumnBuilder valueCell;
    private final ColumnBuilder[] instanceCells;
    private BatchBuilder emitted;
    private long openEpoch;

    DeduplicateOperator(Deduplicate plan, OperatorContext context, Output output) {
        this.plan = plan;
        this.context = context;
        this.output = output;
        outputTypes = plan.columns().stream().map(plan.inputTypes()::get).toList();
        valueType = plan.inputTypes().get(plan.value());
        instance = new Column[plan.instance().size()];
        columns = new Column[FIRST_COLUMN + outputTypes.size()];
        List<Type> instanceTypes =
                plan.instance().stream().map(plan.inputTypes()::get).toList();
        instanceCells = new ColumnBuilder[instanceTypes.size()];
        List<SortKeys.Part> parts =
                new ArrayList<>(List.of(SortKeys.Part.of(valueType), SortKeys.Part.of(Type.POINTER)));
        outputTypes.forEach(type -> parts.add(new SortKeys.Part(type, SortKeys.Form.ANY_STATUS)));
        try {
            groups = own(new GroupTable(context.allocator(), instanceTypes, WORDS));
            pending = own(new PendingRows(context.allocator(), parts, FIRST_COLUMN, false));
            accepted = own(new OrderedRows(context.allocator(), parts));
            candidate = own(new OrderedKey(context.allocator()));
            valueCell = own(new ColumnBuilder(context.allocator(), valueType.lane(), 1));
            for (int i = 0; i < instanceCells.length; i++) {
                instanceCells[i] = own(new ColumnBuilder(
                        context.allocator(), instanceTypes.get(i).lane(), 1));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        owned.add(part);
        return part;
    }

    @Override
    public void push(int input, Batch batch) {
        columns[0] = batch.column(plan.value());
        columns[1] = batch.keys();
        for (int i = FIRST_COLUMN; i < columns.length; i++) {
            columns[i] = batch.column(plan.columns().get(i - FIRST_COLUMN));
        }
        for (int i = 0; i < instance.length; i++) {
            instance[i] = batch.column(plan.instance().get(i));
        }
        for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
            Slice slice = groups.begin(batch, from, Math.min(Slice.ROWS, batch.selectedCount() - from));
            for (Column column : instance) {
                reportErrors(slice.dropErrors(column));
            }
            // What is wrong with a value was reported where it came about.
            slice.dropErrors(columns[0]);
            groups.find(instance);
            pending.add(slice, slice.weights(), columns, null, 0, groups.wordOffset());
        }
    }

    private void reportErrors(int dropped) {
        for (int row = 0; row < dropped; row++) {
            context.report(
                    DataError.Kind.ERROR_IN_DEDUPLICATE,
                    "a row has an error in the instance of deduplicate and is left out",
                    plan.userLine());
        }
    }

    @Override
    public void endEpoch(long epoch) {
        openEpoch = epoch;
        try (BatchBuilder out = new BatchBuilder(context.pool(), outputTypes, plan.needsKeys())) {
            emitted = out;
            groups.endEpoch(epoch, this::settle);
            flush();
        }
        emitted = null;
    }

    private boolean settle(long words) {
        boolean isChanged = choose(words);
        pending.clear(words);
        long group = words + ACCEPTED;
        boolean isThere = accepted.cursor().first(group);
        if (!isChanged) {
            return !isThere;
        }
        if (isThere) {
            long old = accepted.cursor().key();
            boolean isSame = accepted.equalParts(FIRST_COLUMN, columns.length, old, candidate.address());
            if (!isSame) {
                emit(words, old, -1);
            }
            accepted.index().clear(group);
            accepted.index().add(group, candidate, 1);
            if (isSame) {
                return false;
            }
        } else {
            accepted.index().add(group, candidate, 1);
        }
        emit(words, candidate.address(), 1);
        return false;
    }

    /** Lets the acceptor see the epoch's rows; returns whether it took one, which then is the candidate. */
    private boolean choose(long words) {
        boolean hasCurrent = accepted.cursor().first(words + ACCEPTED);
        Object current = hasCurrent ? value(accepted.keys(), accepted.cursor().key()) : null;
        boolean isChanged = false;
        for (boolean isAt = pending.first(words); isAt; isAt = pending.next()) {
            if (pending.weight() < 0) {
                continue;
            }
            Object value = value(pending.keys(), pending.key());
            try {
                if (hasCurrent && !plan.acceptor().accepts(value, current)) {
                    continue;
                }
            } catch (Exception e) {
                context.report(
                        DataError.Kind.USER_FUNCTION, "the acceptor of deduplicate failed: " + e, plan.userLine());
                return false;
            }
            pending.load(candidate);
            current = value;
            hasCurrent = true;
            isChanged = true;
        }
        return isChanged;
    }

    private Object value(SortKeys keys, long row) {
        valueCell.reset();
        keys.append(VALUE, keys.begin(VALUE, row), valueCell);
        return Values.read(valueCell.view(valueType), 0);
    }

    private void emit(long words, long row, long weight) {
        long at = accepted.keys().begin(FIRST_COLUMN, row);
        for (int i = 0; i < outputTypes.size(); i++) {
            accepted.keys().append(FIRST_COLUMN + i, at, emitted.column(i));
            at = accepted.keys().end(FIRST_COLUMN + i, at);
        }
        if (emitted.keys() != null) {
            encodeInstance(words);
            emitted.keys().append128(encoder.high(), encoder.low());
        }
        emitted.endRow(weight);
        if (emitted.isFull()) {
            flush();
        }
    }

    private void encodeInstance(long words) {
        encoder.reset();
        if (instance.length == 0) {
            encoder.putNone();
        }
        for (int i = 0; i < instance.length; i++) {
            instanceCells[i].reset();
            groups.appendKey(i, words, instanceCells[i]);
            Values.encode(
                    encoder,
                    instanceCells[i].view(plan.inputTypes().get(plan.instance().get(i))),
                    0);
        }
        encoder.hash();
    }

    private void flush() {
        if (emitted.rowCount() > 0) {
            try (Batch batch = emitted.build(openEpoch, 0)) {
                output.push(batch);
            }
        }
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        groups.saveTo(out);
        accepted.saveTo(out, ACCEPTED_PART, groups::forEach, ACCEPTED);
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        groups.restoreFrom(
                in,
                context.keyGroups(),
                instance.length == 0,
                words -> GroupWords.put(words + ACCEPTED, 0),
                target -> accepted.restoreFrom(in, ACCEPTED_PART, target, ACCEPTED));
    }

    @Override
    public long stateBytes() {
        return groups.heldBytes() + accepted.heldBytes() + pending.heldBytes();
    }

    @Override
    public void close() {
        AutoCloseables.closeNoChecked(() -> AutoCloseables.close(owned.reversed()));
        owned.clear();
    }
}
