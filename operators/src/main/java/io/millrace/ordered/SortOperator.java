package io.millrace.ordered;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.GroupTable;
import io.millrace.state.GroupWords;
import io.millrace.state.OrderedCursor;
import io.millrace.state.OrderedRows;
import io.millrace.state.PendingRows;
import io.millrace.state.Slice;
import io.millrace.state.SortKeys;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.util.AutoCloseables;

/**
 * Runs a {@link Sort} on one worker. What the epoch brings waits until it ends; then, instance by instance, the rows that come or go
 * and those beside them are the ones that may have other neighbours: theirs are looked up before and after the change.
 *
 * <p>Words of an instance: what the epoch brings, and the rows; the affected ones use a word of their own.
 */
final class SortOperator implements Operator {
    private static final Type NEIGHBOUR = Type.optional(Type.POINTER);
    private static final int WORDS = 3;
    private static final int ROWS = Long.BYTES;
    private static final int AFFECTED = 2 * Long.BYTES;
    private static final int ID = 1;
    private static final String ROW_PART = "rows";

    private final Sort plan;
    private final OperatorContext context;
    private final Output output;
    private final Column[] instance;
    private final Column[] columns = new Column[2];
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final GroupTable groups;
    private final PendingRows pending;
    private final OrderedRows rows;
    private final OrderedRows affected;
    private final ColumnBuilder wasThere;
    private final ColumnBuilder previousBefore;
    private final ColumnBuilder nextBefore;
    private final ColumnBuilder previousNow;
    private final ColumnBuilder nextNow;
    private BatchBuilder emitted;
    private long openEpoch;

    SortOperator(Sort plan, OperatorContext context, Output output) {
        this.plan = plan;
        this.context = context;
        this.output = output;
        instance = new Column[plan.instance().size()];
        List<Type> instanceTypes =
                plan.instance().stream().map(plan.inputTypes()::get).toList();
        List<SortKeys.Part> parts =
                List.of(SortKeys.Part.of(plan.inputTypes().get(plan.column())), SortKeys.Part.of(Type.POINTER));
        try {
            groups = own(new GroupTable(context.allocator(), instanceTypes, WORDS));
            pending = own(new PendingRows(context.allocator(), parts, parts.size(), false));
            rows = own(new OrderedRows(context.allocator(), parts));
            affected = own(new OrderedRows(context.allocator(), parts));
            wasThere = own(new ColumnBuilder(context.allocator(), Lane.BIT, 64));
            previousBefore = own(new ColumnBuilder(context.allocator(), Lane.I128, 64));
            nextBefore = own(new ColumnBuilder(context.allocator(), Lane.I128, 64));
            previousNow = own(new ColumnBuilder(context.allocator(), Lane.I128, 1));
            nextNow = own(new ColumnBuilder(context.allocator(), Lane.I128, 1));
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
        columns[0] = batch.column(plan.column());
        columns[1] = batch.keys();
        for (int i = 0; i < instance.length; i++) {
            instance[i] = batch.column(plan.instance().get(i));
        }
        for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
            Slice slice = groups.begin(batch, from, Math.min(Slice.ROWS, batch.selectedCount() - from));
            dropErrors(slice, columns[0], "the key");
            for (Column column : instance) {
                dropErrors(slice, column, "the instance");
            }
            groups.find(instance);
            pending.add(slice, slice.weights(), columns, null, 0, groups.wordOffset());
        }
    }

    private void dropErrors(Slice slice, Column column, String what) {
        int dropped = slice.dropErrors(column);
        for (int row = 0; row < dropped; row++) {
            context.report(
                    DataError.Kind.ERROR_IN_SORT,
                    "a row has an error in " + what + " of sort and is left out",
                    plan.userLine());
        }
    }

    @Override
    public void endEpoch(long epoch) {
        openEpoch = epoch;
        try (BatchBuilder out = new BatchBuilder(context.pool(), List.of(NEIGHBOUR, NEIGHBOUR), plan.needsKeys())) {
            emitted = out;
            groups.endEpoch(epoch, this::settle);
            flush();
        }
        emitted = null;
        // Grown anew where the next epoch needs them.
        wasThere.close();
        previousBefore.close();
        nextBefore.close();
    }

    private void flush() {
        if (emitted.rowCount() > 0) {
            try (Batch batch = emitted.build(openEpoch, 0)) {
                output.push(batch);
            }
        }
    }

    private boolean settle(long words) {
        collectAffected(words);
        wasThere.reset();
        previousBefore.reset();
        nextBefore.reset();
        OrderedCursor at = affected.cursor();
        for (boolean isAt = at.first(words + AFFECTED); isAt; isAt = at.next()) {
            wasThere.appendBool(neighbours(words + ROWS, at.key(), previousBefore, nextBefore));
        }
        for (boolean isAt = pending.first(words); isAt; isAt = pending.next()) {
            rows.index().add(words + ROWS, rows.load(pending.key()), pending.weight());
        }
        pending.clear(words);
        int row = 0;
        for (boolean isAt = at.first(words + AFFECTED); isAt; isAt = at.next()) {
            emit(words, at.key(), row++);
        }
        affected.index().clear(words + AFFECTED);
        return rows.index().isEmpty(words + ROWS);
    }

    /** Lists the rows that come or go, and those beside them as long as these are there. */
    private void collectAffected(long words) {
        for (boolean isAt = pending.first(words); isAt; isAt = pending.next()) {
            long weight = rows.index().weightOf(words + ROWS, rows.load(pending.key()));
            if (weight > 0 == weight + pending.weight() > 0) {
                continue;
            }
            OrderedCursor at = rows.cursor();
            affect(words, pending.key());
            if (at.seekBefore(words + ROWS, rows.key())) {
                affect(words, at.key());
            }
            boolean isAfter = at.seek(words + ROWS, rows.key());
            if (isAfter && weight > 0) {
                isAfter = at.next();
            }
            if (isAfter) {
                affect(words, at.key());
            }
        }
    }

    private void affect(long words, long row) {
        affected.load(row);
        if (affected.index().weightOf(words + AFFECTED, affected.key()) == 0) {
            affected.index().add(words + AFFECTED, affected.key(), 1);
        }
    }

    /** Appends the neighbours that a row has; None for one that is not there. Returns whether it is. */
    private boolean neighbours(long group, long row, ColumnBuilder previous, ColumnBuilder next) {
        rows.load(row);
        OrderedCursor at = rows.cursor();
        if (rows.index().weightOf(group, rows.key()) <= 0) {
            previous.appendNone();
            next.appendNone();
            return false;
        }
        appendId(at.seekBefore(group, rows.key()), previous);
        appendId(at.seek(group, rows.key()) && at.next(), next);
        return true;
    }

    private void appendId(boolean isAt, ColumnBuilder out) {
        if (isAt) {
            rows.keys().append(ID, rows.keys().begin(ID, rows.cursor().key()), out);
        } else {
            out.appendNone();
        }
    }

    private void emit(long words, long row, int place) {
        previousNow.reset();
        nextNow.reset();
        boolean was = wasThere.view(Type.BOOL).getBool(place);
        boolean is = neighbours(words + ROWS, row, previousNow, nextNow);
        Column oldPrevious = previousBefore.view(NEIGHBOUR);
        Column oldNext = nextBefore.view(NEIGHBOUR);
        Column newPrevious = previousNow.view(NEIGHBOUR);
        Column newNext = nextNow.view(NEIGHBOUR);
        if (was
                && is
                && Values.compare(oldPrevious, place, newPrevious, 0) == 0
                && Values.compare(oldNext, place, newNext, 0) == 0) {
            return;
        }
        if (was) {
            emit(row, -1, oldPrevious, oldNext, place);
        }
        if (is) {
            emit(row, 1, newPrevious, newNext, 0);
        }
    }

    private void emit(long row, long weight, Column previous, Column next, int at) {
        emitted.column(0).appendFrom(previous, at);
        emitted.column(1).appendFrom(next, at);
        if (emitted.keys() != null) {
            affected.keys().append(ID, affected.keys().begin(ID, row), emitted.keys());
        }
        emitted.endRow(weight);
        if (emitted.isFull()) {
            flush();
        }
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        groups.saveTo(out);
        rows.saveTo(out, ROW_PART, groups::forEach, ROWS);
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        groups.restoreFrom(
                in,
                context.keyGroups(),
                instance.length == 0,
                words -> GroupWords.put(words + ROWS, 0),
                target -> rows.restoreFrom(in, ROW_PART, target, ROWS));
    }

    @Override
    public long stateBytes() {
        return groups.heldBytes() + rows.heldBytes() + pending.heldBytes() + affected.heldBytes();
    }

    @Override
    public void close() {
        AutoCloseables.closeNoChecked(() -> AutoCloseables.close(owned.reversed()));
        owned.clear();
    }
}
