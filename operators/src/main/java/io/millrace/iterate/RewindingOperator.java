package io.millrace.iterate;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchRows;
import io.millrace.column.Column;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.LoopOperator;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.EpochLog;
import io.millrace.state.OrdinalMap;
import io.millrace.state.RowLayout;
import io.millrace.state.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a {@link Rewinding} on one worker. Between epochs the ordinary operator holds the inputs as of the last iteration. The first
 * rows of an epoch at a key without later history go to it at once, as they do outside of loops. A key with later history is rewound:
 * see the package's description.
 */
final class RewindingOperator implements LoopOperator {
    private final List<Rewinding.Input> plans;
    private final OperatorContext context;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final RewoundOutput output;
    private final Operator operator;
    private final KeyHistory keys;
    private final InputHistory[] inputs;
    private final Column[] keyColumns;
    private final Slice slice;
    private final EpochLog touched;
    private final EpochLog queue;
    /** By iteration, keys whose history has rows there next. */
    private final TreeMap<Integer, EpochLog> scheduled = new TreeMap<>();
    /** 32-bit numbers of the rows of a batch that go to the operator at once. */
    private Chunk direct;

    private int directCount;
    private int queuedCount;
    private boolean isGiven;
    private long rewoundRows;

    RewindingOperator(Rewinding plan, OperatorContext context, Output output) {
        this.plans = plan.inputs();
        this.context = context;
        inputs = new InputHistory[plans.size()];
        keyColumns = new Column[plans.getFirst().key().size()];
        try {
            this.output = own(new RewoundOutput(context, output));
            operator = own(plan.operator().open(muted(), this.output));
            keys = own(new KeyHistory(context.allocator(), plans.getFirst().keyTypes(), plans.size()));
            for (int i = 0; i < inputs.length; i++) {
                int input = i;
                inputs[i] = own(new InputHistory(i, plans.get(i), keys, context, batch -> give(input, batch)));
            }
            slice = own(new Slice(context.allocator()));
            touched = own(new EpochLog(context.allocator(), 1));
            queue = own(new EpochLog(context.allocator(), 1));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        owned.add(part);
        return part;
    }

    /** The operator's context; errors are not reported again when rows are given to it only to be where it was. */
    private OperatorContext muted() {
        return new OperatorContext(
                context.operatorId(),
                context.name(),
                context.worker(),
                context.workerCount(),
                context.allocator(),
                context.pool(),
                error -> {
                    if (output.isHeard()) {
                        context.errors().report(error);
                    }
                });
    }

    /** Rows that were given to the operator more than once, so far. */
    long rewoundRows() {
        return rewoundRows;
    }

    /** Keys and rows of history. */
    long heldRows() {
        long rows = keys.size();
        for (InputHistory history : inputs) {
            rows += history.rowCount();
        }
        return rows;
    }

    private void give(int input, Batch batch) {
        rewoundRows += batch.selectedCount();
        operator.push(input, batch);
    }

    @Override
    public void push(int input, Batch batch) {
        output.set(RewoundOutput.Mode.PASS, batch.iteration());
        if (keys.isEmpty() && batch.iteration() == 0) {
            operator.push(input, batch);
            isGiven = true;
            return;
        }
        keys.beginEpoch(batch.epoch());
        inputs[input].beginEpoch(batch.epoch());
        List<Integer> key = plans.get(input).key();
        for (int i = 0; i < keyColumns.length; i++) {
            keyColumns[i] = key.get(i) == Rewinding.Input.ID ? batch.keys() : batch.column(key.get(i));
        }
        makeRoom(batch.rowCount());
        for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
            slice.begin(batch, from, Math.min(Slice.ROWS, batch.selectedCount() - from));
            keys.find(slice, keyColumns, batch.iteration() > 0);
            inputs[input].load(slice);
            for (int i = 0; i < slice.rowCount(); i++) {
                take(input, i, batch);
            }
        }
        if (directCount > 0) {
            isGiven = true;
            if (directCount == batch.rowCount()) {
                operator.push(input, batch);
            } else {
                try (Batch rows = BatchRows.copy(context.pool(), batch, direct.address(), directCount)) {
                    operator.push(input, rows);
                }
            }
        }
    }

    private void makeRoom(int rows) {
        directCount = 0;
        long wanted = (long) rows * Integer.BYTES;
        if (direct == null || direct.byteCount() < wanted) {
            if (direct != null) {
                direct.close();
                direct = null;
            }
            direct = Chunk.open(context.allocator(), wanted);
        }
    }

    private void take(int input, int i, Batch batch) {
        int row = slice.row(i);
        int iteration = batch.iteration();
        long key = slice.address(i);
        if (key == 0) {
            goDirect(row);
            return;
        }
        int ordinal = slice.ordinal(i);
        if (!KeyHistory.has(key, RowLayout.TOUCHED)) {
            touch(key, ordinal, iteration);
        }
        if (KeyHistory.has(key, KeyHistory.SLOW)) {
            inputs[input].add(i, key, ordinal, batch.weight(row), false);
            enqueue(key, ordinal);
            return;
        }
        goDirect(row);
        if (iteration > 0) {
            inputs[input].add(i, key, ordinal, batch.weight(row), true);
        }
    }

    private void goDirect(int row) {
        OffHeap.putInt(direct.address() + ((long) directCount++ << 2), row);
    }

    private void touch(long key, int ordinal, int iteration) {
        KeyHistory.mark(key, RowLayout.TOUCHED);
        touched.reserve(1);
        touched.append(ordinal);
        for (InputHistory history : inputs) {
            if (history.isAfter(key, iteration)) {
                KeyHistory.mark(key, KeyHistory.SLOW);
            }
        }
    }

    private void enqueue(long key, int ordinal) {
        if (!KeyHistory.has(key, KeyHistory.QUEUED)) {
            KeyHistory.mark(key, KeyHistory.QUEUED);
            queue.reserve(1);
            queue.append(ordinal);
            queuedCount++;
        }
    }

    @Override
    public void endIteration(long epoch, int iteration) {
        output.set(RewoundOutput.Mode.PASS, iteration);
        if (isGiven) {
            isGiven = false;
            operator.endEpoch(epoch);
        }
        try (EpochLog due = scheduled.remove(iteration)) {
            forEach(due, ordinal -> enqueue(keys.address(ordinal), ordinal));
        }
        if (queuedCount > 0) {
            evaluate(epoch, iteration);
            queue.clear();
            queuedCount = 0;
        }
    }

    /** Evaluates the queued keys: what changed up to this iteration, less what changed up to the one before at which it was. */
    private void evaluate(long epoch, int iteration) {
        forEach(queue, ordinal -> {
            long key = keys.address(ordinal);
            if (KeyHistory.has(key, KeyHistory.REWOUND) && nextIteration(key) <= iteration) {
                KeyHistory.mark(key, KeyHistory.MOVES);
            }
        });
        run(RewoundOutput.Mode.ADD_UP_SILENTLY, epoch, iteration, (history, key) -> {
            if (KeyHistory.has(key, KeyHistory.MOVES)) {
                history.listTakenBack(key);
            }
        });
        run(RewoundOutput.Mode.DROP, epoch, iteration, (history, key) -> {
            if (!KeyHistory.has(key, KeyHistory.REWOUND)) {
                history.listRewind(key, iteration);
            } else if (KeyHistory.has(key, KeyHistory.MOVES)) {
                history.listHistory(key, iteration);
            }
        });
        run(
                RewoundOutput.Mode.ADD_UP,
                epoch,
                iteration,
                (history, key) -> history.listEpoch(key, KeyHistory.has(key, KeyHistory.MOVES)));
        output.flush(epoch);
        forEach(queue, ordinal -> {
            long key = keys.address(ordinal);
            if (!KeyHistory.has(key, KeyHistory.REWOUND) || KeyHistory.has(key, KeyHistory.MOVES)) {
                schedule(nextIteration(key), ordinal);
            }
            KeyHistory.unmark(key, KeyHistory.QUEUED | KeyHistory.MOVES);
            KeyHistory.mark(key, KeyHistory.REWOUND);
        });
    }

    /** Lists rows of a queued key. */
    private interface Listing {
        void list(InputHistory history, long key);
    }

    /** Gives listed rows of all queued keys to the operator, and has it say what they change. */
    private void run(RewoundOutput.Mode mode, long epoch, int iteration, Listing listing) {
        output.set(mode, iteration);
        long before = rewoundRows;
        for (InputHistory history : inputs) {
            history.beginRows(epoch, iteration);
            forEach(queue, ordinal -> listing.list(history, keys.address(ordinal)));
            history.endRows();
        }
        if (rewoundRows > before) {
            operator.endEpoch(epoch);
        }
    }

    private int nextIteration(long key) {
        int next = NONE;
        for (InputHistory history : inputs) {
            next = Math.min(next, history.nextIteration(key));
        }
        return next;
    }

    private void schedule(int iteration, int ordinal) {
        if (iteration != NONE) {
            EpochLog log = scheduled.computeIfAbsent(iteration, absent -> new EpochLog(context.allocator(), 1));
            log.reserve(1);
            log.append(ordinal);
        }
    }

    @Override
    public int nextIteration() {
        return scheduled.isEmpty() ? NONE : scheduled.firstKey();
    }

    @Override
    public void endEpoch(long epoch) {
        assert scheduled.isEmpty() && queuedCount == 0 : "keys were not evaluated";
        keys.beginEpoch(epoch);
        for (InputHistory history : inputs) {
            history.beginEpoch(epoch);
        }
        forEach(touched, ordinal -> {
            for (InputHistory history : inputs) {
                history.settle(keys.address(ordinal), ordinal);
            }
            keys.settle(ordinal);
        });
        touched.clear();
        keys.shrink();
        if (keys.isEmpty()) {
            touched.release();
            queue.release();
        }
    }

    /** Takes the ordinal of a key. */
    private interface Action {
        void take(int ordinal);
    }

    private static void forEach(EpochLog log, Action action) {
        for (int chunk = 0; log != null && chunk < log.chunkCount(); chunk++) {
            for (int i = 0; i < log.count(chunk); i++) {
                action.take((int) OffHeap.getLong(log.entries(chunk) + (long) i * log.entryBytes()));
            }
        }
    }

    @Override
    public long stateBytes() {
        long bytes = operator.stateBytes() + keys.heldBytes();
        for (InputHistory history : inputs) {
            bytes += history.heldBytes();
        }
        return bytes;
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        operator.saveTo(out);
        keys.saveTo(out);
        for (InputHistory history : inputs) {
            history.saveTo(out);
        }
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        operator.restoreFrom(in);
        try (OrdinalMap moved = new OrdinalMap(context.allocator())) {
            keys.restoreFrom(in, context.keyGroups(), moved);
            for (InputHistory history : inputs) {
                history.restoreFrom(in, context, moved);
            }
        }
    }

    @Override
    public void close() {
        for (Map.Entry<Integer, EpochLog> entry : scheduled.entrySet()) {
            entry.getValue().close();
        }
        scheduled.clear();
        if (direct != null) {
            direct.close();
            direct = null;
        }
        for (AutoCloseable part : owned.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        owned.clear();
    }
}
