package io.millrace.reduce;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.port.DataError;
import io.millrace.port.KeyGroups;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.ArgumentRows;
import io.millrace.state.CellWords;
import io.millrace.state.EpochLog;
import io.millrace.state.GroupChanges;
import io.millrace.state.GroupWeights;
import io.millrace.state.HashIndex;
import io.millrace.state.OrdinalMap;
import io.millrace.state.RareCounts;
import io.millrace.state.RowLayout;
import io.millrace.state.RowStore;
import io.millrace.state.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;

/** Runs a {@link GroupBy} on one worker. */
final class GroupByOperator implements Operator {
    private static final String GROUPS = "groups";
    private static final String RARE_COUNTS = "rare counts";

    private final GroupBy plan;
    private final OperatorContext context;
    private final int[] keyColumns;
    private final Accumulator[] accumulators;
    private final int[] byteOffsets;
    private final int[] counters;
    private final int[][] argumentColumns;
    private final Column[] keys;
    private final Column[][] arguments;

    private final List<AutoCloseable> owned = new ArrayList<>();
    private final RowStore store;
    private final RareCounts rare;
    private final CellWords keyWords;
    private final HashIndex index;
    private final Slice slice;
    private final ArgumentRows argumentRows;
    /** The reducers that are not sums; null where all are. */
    private final RowReducers rows;

    private final EpochLog added;
    private final EpochLog touched;
    private final GroupChanges changes;
    private final GroupOutput results;

    GroupByOperator(GroupBy plan, OperatorContext context, Output output) {
        this.plan = plan;
        this.context = context;
        keyColumns = plan.keyColumns().stream().mapToInt(Integer::intValue).toArray();
        keys = new Column[keyColumns.length];
        accumulators = plan.reducers().stream()
                .filter(LinearReducer.class::isInstance)
                .map(reducer -> ((LinearReducer) reducer).accumulator())
                .filter(accumulator -> accumulator != null)
                .distinct()
                .toArray(Accumulator[]::new);
        byteOffsets = new int[accumulators.length];
        counters = new int[accumulators.length];
        argumentColumns = new int[accumulators.length][];
        arguments = new Column[accumulators.length][];
        int words = 0;
        int rareCounts = 0;
        for (int i = 0; i < accumulators.length; i++) {
            byteOffsets[i] = words * Long.BYTES;
            counters[i] = rareCounts;
            argumentColumns[i] = accumulators[i].arguments().stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            arguments[i] = new Column[argumentColumns[i].length];
            words += accumulators[i].wordCount();
            rareCounts += accumulators[i].rareCount();
        }
        rows = rowReducers(plan, words, rareCounts);
        if (rows != null) {
            words += rows.wordCount();
            rareCounts += rows.counters();
        }
        RowLayout layout = RowLayout.of(plan.keyTypes(), words);
        int[] cells = new int[keyColumns.length];
        for (int cell = 0; cell < cells.length; cell++) {
            cells[cell] = cell;
        }
        BufferAllocator allocator = context.allocator();
        try {
            store = own(new RowStore(allocator, layout));
            rare = own(new RareCounts(allocator, rareCounts));
            keyWords = own(new CellWords(allocator, layout, cells, true));
            index = own(new HashIndex(allocator, store, keyWords));
            slice = own(new Slice(allocator));
            argumentRows = own(new ArgumentRows(allocator));
            added = own(new EpochLog(allocator, 1));
            touched = own(new EpochLog(allocator, GroupWeights.entryWords(layout)));
            changes = own(new GroupChanges(allocator, store, rare));
            if (rows != null) {
                own(rows).open(allocator, store, this::report);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        results = new GroupOutput(plan, store, results(), context.pool(), output, this::report);
    }

    private void report(DataError.Kind kind, String message) {
        context.report(kind, message, plan.userLine());
    }

    private <T extends AutoCloseable> T own(T part) {
        owned.add(part);
        return part;
    }

    private static RowReducers rowReducers(GroupBy plan, int firstWord, int firstCounter) {
        List<RowReducer> reducers = plan.reducers().stream()
                .filter(RowReducer.class::isInstance)
                .map(RowReducer.class::cast)
                .toList();
        return reducers.isEmpty() ? null : new RowReducers(reducers, plan.skipErrors(), firstWord, firstCounter);
    }

    private ResultColumn[] results() {
        ResultColumn[] results = new ResultColumn[plan.reducers().size()];
        int rowReducers = 0;
        for (int i = 0; i < results.length; i++) {
            Reducer reducer = plan.reducers().get(i);
            int counter;
            switch (reducer) {
                case LinearReducer linear -> {
                    results[i] = new ResultColumn.Linear(linear, place(linear));
                    counter = place(linear).counter();
                }
                case RowReducer other -> {
                    results[i] = rows.column(rowReducers);
                    counter = rows.counterOf(rowReducers++);
                }
            }
            if (!plan.skipErrors() && counter >= 0) {
                results[i] = new ErrorsKept(results[i], counter);
            }
        }
        return results;
    }

    private LinearReducer.Place place(LinearReducer reducer) {
        int at = Arrays.asList(accumulators).indexOf(reducer.accumulator());
        return at < 0
                ? new LinearReducer.Place(0, -1)
                : new LinearReducer.Place(byteOffsets[at], accumulators[at].rareCount() == 0 ? -1 : counters[at]);
    }

    @Override
    public void push(int input, Batch batch) {
        store.beginEpoch(batch.epoch());
        boolean keyErrors = false;
        for (int i = 0; i < keys.length; i++) {
            keys[i] = batch.column(keyColumns[i]);
            keyErrors |= keys[i].errors() != 0;
        }
        for (int i = 0; i < accumulators.length; i++) {
            for (int j = 0; j < arguments[i].length; j++) {
                arguments[i][j] = batch.column(argumentColumns[i][j]);
            }
        }
        if (rows != null) {
            rows.begin(batch);
        }
        int rowCount = batch.selectedCount();
        for (int from = 0; from < rowCount; from += Slice.ROWS) {
            slice.begin(batch, from, Math.min(Slice.ROWS, rowCount - from));
            if (keyErrors) {
                dropErrors();
            }
            add();
        }
    }

    private void add() {
        keyWords.load(slice, keys);
        index.findOrAdd(slice);
        GroupWeights.noteAdded(store, slice, added);
        long weights = slice.weights();
        GroupWeights.add(slice, weights, store.layout(), touched);
        int extra = store.layout().extraOffset();
        for (int i = 0; i < accumulators.length; i++) {
            Accumulator accumulator = accumulators[i];
            argumentRows.load(slice, weights, arguments[i], accumulator.readsValues(), rare, counters[i]);
            accumulator.add(argumentRows, extra + byteOffsets[i]);
        }
        if (rows != null) {
            rows.add(slice, weights, touched, rare);
        }
    }

    private void dropErrors() {
        for (int i = 0; i < keys.length; i++) {
            int dropped = slice.dropErrors(keys[i]);
            for (int row = 0; row < dropped; row++) {
                context.report(
                        DataError.Kind.ERROR_IN_GROUP_BY,
                        "a row has an error in grouping column " + keyColumns[i] + " and is left out",
                        plan.userLine());
            }
        }
    }

    @Override
    public void endEpoch(long epoch) {
        store.beginEpoch(epoch);
        int block = Math.clamp(results.batchRows() / 2, 1, GroupChanges.GROUPS);
        try (GroupOutput output = results) {
            for (int chunk = 0; chunk < touched.chunkCount(); chunk++) {
                int count = touched.count(chunk);
                for (int from = 0; from < count; from += block) {
                    long entries = touched.entries(chunk) + (long) from * touched.entryBytes();
                    changes.loadTouched(entries, Math.min(block, count - from), touched.entryBytes());
                    emit(output, epoch, true);
                }
            }
            for (int chunk = 0; chunk < added.chunkCount(); chunk++) {
                int count = added.count(chunk);
                for (int from = 0; from < count; from += block) {
                    long entries = added.entries(chunk) + (long) from * added.entryBytes();
                    changes.loadAdded(entries, Math.min(block, count - from));
                    emit(output, epoch, false);
                }
            }
            output.flush(epoch);
        }
        settleMemory();
    }

    private void emit(GroupOutput output, long epoch, boolean hasPast) {
        for (int i = 0; i < accumulators.length; i++) {
            if (plan.skipErrors() && accumulators[i].rareCount() > 0) {
                changes.hideWhereAllInError(counters[i]);
            }
        }
        if (rows != null) {
            if (plan.skipErrors()) {
                rows.hideWhereAllInError(changes);
            }
            rows.settle(changes, epoch);
        }
        if (hasPast) {
            output.markChanged(changes);
        }
        changes.collect();
        output.append(changes.rows(), hasPast, epoch);
        if (rows != null) {
            rows.release(changes);
        }
        for (int group = 0; group < changes.groupCount(); group++) {
            if (changes.netWeight(group) == 0) {
                freeIfEmpty(group);
            }
        }
        if (rare.isActive()) {
            for (int group = 0; group < changes.groupCount(); group++) {
                rare.settle(changes.ordinal(group));
            }
        }
    }

    /** A group of net weight 0 may still owe rows: it goes when nothing is left of it. */
    private void freeIfEmpty(int group) {
        int ordinal = changes.ordinal(group);
        long words = store.address(ordinal) + store.layout().extraOffset();
        for (int i = 0; i < accumulators.length; i++) {
            if (!accumulators[i].isZero(words + byteOffsets[i])) {
                return;
            }
        }
        if (rare.isZero(ordinal) && (rows == null || rows.releaseIfGone(words))) {
            index.remove(ordinal);
            store.free(ordinal);
        }
    }

    private void settleMemory() {
        if (rows != null) {
            rows.endEpoch();
        }
        index.shrink();
        if (store.rowCount() == 0) {
            added.release();
            touched.release();
            rare.release();
        } else {
            added.clear();
            touched.clear();
        }
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        store.saveTo(out, GROUPS);
        rare.saveTo(out, RARE_COUNTS);
        if (rows != null) {
            rows.saveTo(out);
        }
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        KeyGroups own = context.keyGroups();
        if (store.rowCount() == 0 && own.containsAll(in.keyGroups())) {
            store.restoreFrom(in, GROUPS);
            rare.restoreFrom(in, RARE_COUNTS);
            index.rebuild();
            restoreRows(in, null);
            return;
        }
        try (OrdinalMap moved = new OrdinalMap(context.allocator())) {
            store.forEachSaved(in, GROUPS, (saved, window, record) -> {
                long hash = index.hashOf(window, record);
                if (keys.length == 0 ? own.first() == 0 : own.containsHash(hash)) {
                    int ordinal = store.addCopy(window, record);
                    index.insert(hash, ordinal);
                    if (rows != null) {
                        rows.clearWords(ordinal);
                    }
                    moved.put(saved, ordinal);
                }
            });
            rare.restoreFrom(in, RARE_COUNTS, moved);
            restoreRows(in, moved);
        }
    }

    private void restoreRows(StateInput in, OrdinalMap moved) throws IOException {
        if (rows == null) {
            return;
        }
        for (int ordinal = 0; moved == null && ordinal < store.ordinalLimit(); ordinal++) {
            if (store.isInUse(ordinal)) {
                rows.clearWords(ordinal);
            }
        }
        rows.restoreFrom(in, moved);
    }

    @Override
    public long stateBytes() {
        return store.heldBytes()
                + index.heldBytes()
                + rare.heldBytes()
                + added.heldBytes()
                + touched.heldBytes()
                + (rows == null ? 0 : rows.heldBytes());
    }

    @Override
    public void close() {
        AutoCloseables.closeNoChecked(() -> AutoCloseables.close(owned.reversed()));
        owned.clear();
    }
}
