package io.millrace.temporal;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.column.Column;
import io.millrace.port.DataError;
import io.millrace.port.Epochs;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.GroupTable;
import io.millrace.state.GroupWords;
import io.millrace.state.OrderedRows;
import io.millrace.state.PendingRows;
import io.millrace.state.Slice;
import io.millrace.state.SortKeys;
import io.millrace.type.Type;
import io.millrace.value.SortableValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.util.AutoCloseables;

/** Runs a {@link Postpone} on one worker. A row that is held is its threshold, its id, its time, and the columns of the output. */
final class PostponeOperator implements Operator {
    private static final int THRESHOLD = 0;
    private static final int ID = 1;
    private static final int TIME = 2;
    private static final int FIRST_COLUMN = 3;
    private static final String HELD_PART = "held";

    private final Postpone plan;
    private final OperatorContext context;
    private final Output output;
    private final List<Type> outputTypes;
    private final Column[] instance;
    private final Column[] columns;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final GroupTable instances;
    private final PendingRows pending;
    private final OrderedRows held;
    /** Batches of the odd epoch that comes next. */
    private final List<Batch> marked = new ArrayList<>();

    private BatchBuilder emitted;
    private long openEpoch;

    PostponeOperator(Postpone plan, OperatorContext context, Output output) {
        this.plan = plan;
        this.context = context;
        this.output = output;
        outputTypes = plan.columns().stream().map(plan.inputTypes()::get).toList();
        instance = new Column[plan.times().instance().size()];
        columns = new Column[FIRST_COLUMN + outputTypes.size()];
        Type time = plan.inputTypes().get(plan.times().time());
        List<SortKeys.Part> parts = new ArrayList<>(
                List.of(SortKeys.Part.of(time), SortKeys.Part.of(Type.POINTER), SortKeys.Part.of(time)));
        outputTypes.forEach(type -> parts.add(new SortKeys.Part(type, SortKeys.Form.ANY_STATUS)));
        try {
            instances = own(
                    new GroupTable(context.allocator(), plan.times().instanceTypes(plan.inputTypes()), Clocks.WORDS));
            pending = own(new PendingRows(context.allocator(), parts, FIRST_COLUMN, false));
            held = own(new OrderedRows(context.allocator(), parts));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        owned.add(part);
        return part;
    }

    private boolean forgets() {
        return plan.what() != Postpone.What.BUFFER;
    }

    @Override
    public void push(int input, Batch batch) {
        if (forgets()) {
            passOn(batch);
            if (Epochs.isRetraction(batch.epoch())) {
                // What is taken back for its age elsewhere says nothing about time.
                return;
            }
        }
        columns[THRESHOLD] = batch.column(plan.times().threshold());
        columns[ID] = batch.keys();
        columns[TIME] = batch.column(plan.times().time());
        for (int i = FIRST_COLUMN; i < columns.length; i++) {
            columns[i] = batch.column(plan.columns().get(i - FIRST_COLUMN));
        }
        plan.times().loadInstance(batch, instance);
        for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
            Slice slice = instances.begin(batch, from, Math.min(Slice.ROWS, batch.selectedCount() - from));
            int dropped = slice.dropErrors(columns[THRESHOLD]) + slice.dropErrors(columns[TIME]);
            for (Column column : instance) {
                dropped += slice.dropErrors(column);
            }
            report(dropped);
            instances.find(instance);
            pending.add(slice, slice.weights(), columns, null, 0, instances.wordOffset());
        }
    }

    private void report(int dropped) {
        for (int row = 0; row < dropped; row++) {
            context.report(
                    DataError.Kind.VALUE,
                    "a row has an error in its time, threshold or instance and is "
                            + (forgets() ? "not forgotten" : "left out"),
                    plan.userLine());
        }
    }

    /** Lets rows through, with the output's columns of the input's. */
    private void passOn(Batch batch) {
        Column[] passed = new Column[outputTypes.size()];
        for (int i = 0; i < passed.length; i++) {
            passed[i] = batch.column(plan.columns().get(i));
        }
        try (Batch.Parts parts = Batch.of(context.pool(), batch.rowCount())) {
            parts.columns(passed)
                    .keys(batch.keys())
                    .weights(batch.weights())
                    .selection(batch.selection())
                    .timeOf(batch)
                    .sharing(batch);
            try (Batch part = parts.build()) {
                output.push(part);
            }
        }
    }

    @Override
    public void endEpoch(long epoch) {
        if (forgets() && Epochs.isRetraction(epoch)) {
            giveMarked();
            return;
        }
        openEpoch = plan.what() == Postpone.What.FORGET_MARKED ? Epochs.retractionOf(epoch) : epoch;
        try (BatchBuilder out = new BatchBuilder(context.pool(), outputTypes, plan.needsKeys())) {
            emitted = out;
            if (forgets()) {
                instances.beginEpoch(epoch);
                forget();
            } else {
                instances.endEpoch(epoch, this::settleBuffer);
                if (epoch == Epochs.LAST) {
                    instances.all(this::releaseAll);
                }
            }
            flush();
        }
        emitted = null;
    }

    private void giveMarked() {
        while (!marked.isEmpty()) {
            try (Batch batch = marked.removeFirst()) {
                output.push(batch);
            }
        }
    }

    private boolean settleBuffer(long words) {
        takeIn(words, 1);
        Clocks.advance(words);
        releaseDue(words);
        return false;
    }

    /** An epoch without rows is none: what is due waits for the next one that has some. */
    private void forget() {
        if (!instances.isAnyTouched()) {
            return;
        }
        // Due is what the time before this epoch says, of the instances that this epoch or the last one with rows
        // touched.
        instances.forEachTouched(words -> takeIn(words, -1));
        instances.forEachTouched(this::releaseDue);
        instances.forEachTouchedBefore(this::releaseDue);
        instances.forEachTouched(Clocks::advance);
        instances.rememberTouched();
    }

    /** Holds the epoch's rows, but lets those out at once whose turn has been. */
    private void takeIn(long words, long sign) {
        for (boolean isAt = pending.first(words); isAt; isAt = pending.next()) {
            long row = pending.key();
            Clocks.see(words, word(row, TIME));
            if (Clocks.hasPassed(words, word(row, THRESHOLD), idHigh(row), idLow(row))) {
                emit(row, sign * pending.weight());
            } else {
                held.index().add(Clocks.held(words), held.load(row), sign * pending.weight());
            }
        }
        pending.clear(words);
    }

    private void releaseDue(long words) {
        long group = Clocks.held(words);
        while (held.cursor().firstEntry(group)
                && Clocks.isDue(words, word(held.cursor().key(), THRESHOLD))) {
            long row = held.cursor().key();
            Clocks.noteLast(words, word(row, THRESHOLD), idHigh(row), idLow(row));
            emitFirst(group, row);
        }
        Clocks.noteReleased(words);
    }

    private boolean releaseAll(long words) {
        long group = Clocks.held(words);
        while (held.cursor().firstEntry(group)) {
            emitFirst(group, held.cursor().key());
        }
        return false;
    }

    private void emitFirst(long group, long row) {
        long weight = held.cursor().weight();
        held.load(row);
        emit(held.key().address(), weight);
        held.index().add(group, held.key(), -weight);
    }

    private long word(long row, int part) {
        return SortableValues.getWord(held.keys().begin(part, row));
    }

    private long idHigh(long row) {
        return SortableValues.getWord(held.keys().begin(ID, row));
    }

    private long idLow(long row) {
        return SortableValues.getWord(held.keys().begin(ID, row) + Long.BYTES);
    }

    private void emit(long row, long weight) {
        SortKeys keys = held.keys();
        long at = keys.begin(FIRST_COLUMN, row);
        for (int i = 0; i < outputTypes.size(); i++) {
            keys.append(FIRST_COLUMN + i, at, emitted.column(i));
            at = keys.end(FIRST_COLUMN + i, at);
        }
        if (emitted.keys() != null) {
            keys.append(ID, keys.begin(ID, row), emitted.keys());
        }
        emitted.endRow(weight);
        if (emitted.isFull()) {
            flush();
        }
    }

    private void flush() {
        if (emitted.rowCount() == 0) {
            return;
        }
        Batch batch = emitted.build(openEpoch, 0);
        if (plan.what() == Postpone.What.FORGET_MARKED) {
            marked.add(batch);
            return;
        }
        try (batch) {
            output.push(batch);
        }
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        instances.saveTo(out);
        held.saveTo(out, HELD_PART, instances::forEach, Clocks.HELD);
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        instances.restoreFrom(
                in,
                context.keyGroups(),
                forgets() || instance.length == 0,
                words -> GroupWords.put(Clocks.held(words), 0),
                target -> held.restoreFrom(in, HELD_PART, target, Clocks.HELD));
    }

    @Override
    public long stateBytes() {
        return instances.heldBytes() + held.heldBytes() + pending.heldBytes();
    }

    @Override
    public void close() {
        marked.forEach(Batch::close);
        marked.clear();
        AutoCloseables.closeNoChecked(() -> AutoCloseables.close(owned.reversed()));
        owned.clear();
    }
}
