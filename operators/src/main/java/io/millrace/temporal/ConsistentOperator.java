package io.millrace.temporal;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.column.Column;
import io.millrace.port.Epochs;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.util.AutoCloseables;

/**
 * Runs consistent {@link DropRetractions} on one worker: of what an even epoch says of an id, added up, a row that is added replaces
 * the current one, and one that is only taken back removes it. Words of an id: what the epoch brings, and the current row.
 */
final class ConsistentOperator implements Operator {
    private static final int WORDS = 2;
    private static final int CURRENT = Long.BYTES;
    private static final String CURRENT_PART = "current";

    private final DropRetractions plan;
    private final OperatorContext context;
    private final Output output;
    private final Column[] ids = new Column[1];
    private final Column[] columns;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final GroupTable groups;
    private final PendingRows pending;
    private final OrderedRows current;
    private final OrderedKey next;
    private BatchBuilder emitted;
    private long openEpoch;

    ConsistentOperator(DropRetractions plan, OperatorContext context, Output output) {
        this.plan = plan;
        this.context = context;
        this.output = output;
        columns = new Column[plan.types().size()];
        List<SortKeys.Part> parts = new ArrayList<>();
        plan.types().forEach(type -> parts.add(new SortKeys.Part(type, SortKeys.Form.ANY_STATUS)));
        try {
            groups = own(new GroupTable(context.allocator(), List.of(Type.POINTER), WORDS));
            pending = own(new PendingRows(context.allocator(), parts, parts.size(), false));
            current = own(new OrderedRows(context.allocator(), parts));
            next = own(new OrderedKey(context.allocator()));
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
        if (Epochs.isRetraction(batch.epoch())) {
            return;
        }
        ids[0] = batch.keys();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(i);
        }
        for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
            Slice slice = groups.begin(batch, from, Math.min(Slice.ROWS, batch.selectedCount() - from));
            groups.find(ids);
            pending.add(slice, slice.weights(), columns, null, 0, groups.wordOffset());
        }
    }

    @Override
    public void endEpoch(long epoch) {
        if (Epochs.isRetraction(epoch)) {
            return;
        }
        openEpoch = epoch;
        try (BatchBuilder out = new BatchBuilder(context.pool(), plan.types(), plan.needsKeys())) {
            emitted = out;
            groups.endEpoch(epoch, this::settle);
            flush();
        }
        emitted = null;
    }

    private boolean settle(long words) {
        boolean isAdded = false;
        boolean isChanged = false;
        for (boolean isAt = pending.first(words); isAt; isAt = pending.next()) {
            isChanged = true;
            if (pending.weight() > 0) {
                pending.load(next);
                isAdded = true;
            }
        }
        pending.clear(words);
        long group = words + CURRENT;
        boolean isThere = current.cursor().first(group);
        if (!isChanged) {
            return !isThere;
        }
        if (isThere) {
            long old = current.cursor().key();
            if (isAdded && current.equalParts(0, columns.length, old, next.address())) {
                return false;
            }
            emit(words, old, -1);
            current.index().clear(group);
        }
        if (isAdded) {
            current.index().add(group, next, 1);
            emit(words, next.address(), 1);
        }
        return !isAdded;
    }

    private void emit(long words, long row, long weight) {
        long at = row;
        for (int i = 0; i < columns.length; i++) {
            current.keys().append(i, at, emitted.column(i));
            at = current.keys().end(i, at);
        }
        if (emitted.keys() != null) {
            groups.appendKey(0, words, emitted.keys());
        }
        emitted.endRow(weight);
        if (emitted.isFull()) {
            flush();
        }
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
        current.saveTo(out, CURRENT_PART, groups::forEach, CURRENT);
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        groups.restoreFrom(
                in,
                context.keyGroups(),
                false,
                words -> GroupWords.put(words + CURRENT, 0),
                target -> current.restoreFrom(in, CURRENT_PART, target, CURRENT));
    }

    @Override
    public long stateBytes() {
        return groups.heldBytes() + current.heldBytes() + pending.heldBytes();
    }

    @Override
    public void close() {
        AutoCloseables.closeNoChecked(() -> AutoCloseables.close(owned.reversed()));
        owned.clear();
    }
}
