package io.millrace.reduce;

import io.millrace.batch.Batch;
import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.port.DataError;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.EpochLog;
import io.millrace.state.GroupChanges;
import io.millrace.state.GroupResults;
import io.millrace.state.GroupState;
import io.millrace.state.GroupWords;
import io.millrace.state.OrdinalMap;
import io.millrace.state.RareCounts;
import io.millrace.state.ResultRows;
import io.millrace.state.RowStore;
import io.millrace.state.SavedGroups;
import io.millrace.state.Slice;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;

/**
 * The reducers of one group-by that are not sums: their states, each word of theirs behind those of the sums in a group's record,
 * and their results. What a group's results were is put down when the epoch first touches it, before its rows are added; what they
 * are is read at the end of the epoch. Owns the states.
 */
final class RowReducers implements AutoCloseable {
    private final RowReducer[] reducers;
    private final boolean skipErrors;
    /** By reducer: its state, and where its own cells are in it. */
    private final int[] stateOf;

    private final int[] ownParts;
    private final int[] counterOf;
    private final RowState[] plans;
    private final int[][] argumentColumns;
    private final Column[][] arguments;
    private final int[] byteOffsets;
    private final int[] firstCounters;
    private final int wordCount;
    private final int resultOffset;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private GroupState[] states = {};
    private GroupResults results;
    private RowStore store;
    private int extraOffset;

    /**
     * Lays out the states.
     *
     * @param skipErrors whether errors do not make results errors
     * @param firstWord where their words begin behind the sums
     * @param firstCounter which count of errors is their first
     */
    RowReducers(List<RowReducer> reducers, boolean skipErrors, int firstWord, int firstCounter) {
        this.skipErrors = skipErrors;
        this.reducers = reducers.toArray(RowReducer[]::new);
        List<RowState> merged = merged(reducers);
        plans = merged.toArray(RowState[]::new);
        argumentColumns = new int[plans.length][];
        arguments = new Column[plans.length][];
        byteOffsets = new int[plans.length];
        firstCounters = new int[plans.length];
        int words = firstWord + 1;
        int counters = firstCounter;
        for (int i = 0; i < plans.length; i++) {
            argumentColumns[i] =
                    plans[i].arguments().stream().mapToInt(Integer::intValue).toArray();
            arguments[i] = new Column[argumentColumns[i].length];
            byteOffsets[i] = words * Long.BYTES;
            firstCounters[i] = counters;
            words += plans[i].wordCount();
            counters += plans[i].counters();
        }
        wordCount = words - firstWord;
        resultOffset = firstWord * Long.BYTES;
        stateOf = new int[this.reducers.length];
        ownParts = new int[this.reducers.length];
        counterOf = new int[this.reducers.length];
        for (int i = 0; i < stateOf.length; i++) {
            RowReducer reducer = this.reducers[i];
            stateOf[i] = stateOf(reducer, merged);
            ownParts[i] = plans[stateOf[i]].partOf(reducer.ownColumn());
            counterOf[i] = firstCounters[stateOf[i]] + plans[stateOf[i]].counterOf(reducer.ownColumn());
        }
    }

    /** The states of reducers, as few as can serve them all. */
    static List<RowState> merged(List<RowReducer> reducers) {
        List<RowState> merged = new ArrayList<>();
        for (RowReducer reducer : reducers) {
            RowState state = reducer.state();
            boolean isIn = false;
            for (int i = 0; i < merged.size() && !isIn; i++) {
                RowState both = merged.get(i).mergedWith(state);
                if (both != null) {
                    merged.set(i, both);
                    isIn = true;
                }
            }
            if (!isIn) {
                merged.add(state);
            }
        }
        return merged;
    }

    private static int stateOf(RowReducer reducer, List<RowState> merged) {
        for (int i = 0; i < merged.size(); i++) {
            if (merged.get(i).mergedWith(reducer.state()) != null) {
                return i;
            }
        }
        throw new AssertionError("no state for " + reducer);
    }

    /** Words in a group's record. */
    int wordCount() {
        return wordCount;
    }

    int counters() {
        int counters = 0;
        for (RowState plan : plans) {
            counters += plan.counters();
        }
        return counters;
    }

    /** Which count of errors belongs to reducer {@code index}. */
    int counterOf(int index) {
        return counterOf[index];
    }

    void open(BufferAllocator allocator, RowStore groups, ReducerErrors errors) {
        store = groups;
        extraOffset = groups.layout().extraOffset();
        states = new GroupState[plans.length];
        for (int i = 0; i < plans.length; i++) {
            states[i] = plans[i].open(allocator, errors);
            owned.add(states[i]);
        }
        List<Type> types = new ArrayList<>();
        for (RowReducer reducer : reducers) {
            types.add(reducer.type());
        }
        results = new GroupResults(allocator, types, resultOffset);
        owned.add(results);
    }

    void begin(Batch batch) {
        for (int i = 0; i < plans.length; i++) {
            for (int j = 0; j < arguments[i].length; j++) {
                arguments[i][j] = batch.column(argumentColumns[i][j]);
            }
        }
    }

    /** Adds the rows of a slice whose weights were just added; {@code touched} holds the groups that this touched first. */
    void add(Slice slice, long weights, EpochLog touched, RareCounts errors) {
        int count = slice.touchedCount();
        long entry = touched.lastEntries(count);
        for (int i = 0; i < count; i++, entry += touched.entryBytes()) {
            boolean isThere = GroupResults.weightOfEntry(entry) > 0;
            long words = store.address(GroupResults.ordinalOfEntry(entry)) + extraOffset;
            write(results.addBefore(GroupResults.wordsOfEntry(entry)), words, isThere);
        }
        for (int i = 0; i < states.length; i++) {
            states[i].add(slice, weights, arguments[i], errors, firstCounters[i], extraOffset + byteOffsets[i]);
        }
    }

    private void write(ColumnBuilder[] columns, long words, boolean isThere) {
        for (int i = 0; i < reducers.length; i++) {
            GroupState state = states[stateOf[i]];
            long own = words + byteOffsets[stateOf[i]];
            if (!isThere || reducers[i].isAbsent(state, own)) {
                columns[i].appendPending();
            } else {
                reducers[i].write(state, ownParts[i], own, columns[i]);
            }
        }
    }

    /** Hides the groups all of whose rows are in error for one of the reducers. */
    void hideWhereAllInError(GroupChanges changes) {
        for (int counter : counterOf) {
            changes.hideWhereAllInError(counter);
        }
    }

    /** Reads what the results of a block's visible groups are, hides groups that have none, and flags those that changed. */
    void settle(GroupChanges changes, long epoch) {
        ResultRows rows = changes.rows();
        for (int group = 0; group < changes.groupCount(); group++) {
            long words = rows.accumulator(changes.after(group));
            for (int i = 0; i < states.length; i++) {
                states[i].settle(words + byteOffsets[i], epoch);
            }
            write(results.addNow(words), words, changes.isVisible(group, false));
            if (results.isAnyPending(words)) {
                changes.hide(group, false);
            }
            if (changes.hasPast()) {
                compare(changes, group, rows.accumulator(changes.before(group)), words);
            }
        }
    }

    private void compare(GroupChanges changes, int group, long wordsBefore, long words) {
        if (results.isAnyPending(wordsBefore)) {
            changes.hide(group, true);
        }
        if (changes.isVisible(group, true) && changes.isVisible(group, false)) {
            for (int i = 0; i < reducers.length; i++) {
                if (differs(changes, group, i, wordsBefore, words)) {
                    changes.markChanged(group);
                    return;
                }
            }
        }
    }

    private boolean differs(GroupChanges changes, int group, int index, long wordsBefore, long words) {
        if (!skipErrors) {
            boolean wasError = changes.rows().rareCount(changes.before(group), counterOf[index]) > 0;
            boolean isError = changes.rows().rareCount(changes.after(group), counterOf[index]) > 0;
            if (wasError || isError) {
                return wasError != isError;
            }
        }
        return results.differs(index, wordsBefore, words);
    }

    /** The results of a block were written. */
    void release(GroupChanges changes) {
        for (int group = 0; group < changes.groupCount(); group++) {
            results.forget(store.address(changes.ordinal(group)) + extraOffset);
        }
        results.endBlock();
    }

    void endEpoch() {
        results.endEpoch();
    }

    /** A group has no net rows any more: returns whether nothing is left of it. */
    boolean releaseIfGone(long words) {
        boolean isGone = true;
        for (int i = 0; i < states.length; i++) {
            isGone &= states[i].releaseIfGone(words + byteOffsets[i]);
        }
        return isGone;
    }

    ResultColumn column(int index) {
        return new Settled(index);
    }

    /** Results that were read for the whole block. */
    private final class Settled implements ResultColumn {
        private final int index;

        Settled(int index) {
            this.index = index;
        }

        @Override
        public void markChanged(GroupChanges groups) {
            // Settling the block did, for all columns at once.
        }

        @Override
        public void write(ResultRows rows, ColumnBuilder out, ReducerErrors errors) {
            int first = out.rowCount();
            results.append(index, rows, out);
            String message = reducers[index].error();
            if (out.hasErrors() && message != null) {
                Column written = out.view(reducers[index].type());
                for (int row = 0; row < rows.rowCount(); row++) {
                    if (written.status(first + row) == CellStatus.ERROR && rows.outWeight(row) > 0) {
                        errors.report(DataError.Kind.VALUE, message);
                    }
                }
            }
        }
    }

    long heldBytes() {
        long bytes = results.heldBytes();
        for (GroupState state : states) {
            bytes += state.heldBytes();
        }
        return bytes;
    }

    void saveTo(StateOutput out) throws IOException {
        for (int i = 0; i < states.length; i++) {
            states[i].saveTo(out, "state " + i, this::forEachGroup, byteOffsets[i]);
        }
    }

    private void forEachGroup(SavedGroups.Visitor visitor) throws IOException {
        for (int ordinal = 0; ordinal < store.ordinalLimit(); ordinal++) {
            if (store.isInUse(ordinal)) {
                visitor.visit(ordinal, store.address(ordinal) + extraOffset);
            }
        }
    }

    /** Takes back what a restored group's words say of a former run's memory. */
    void clearWords(int ordinal) {
        long words = store.address(ordinal) + extraOffset;
        for (int word = 0; word < wordCount; word++) {
            GroupWords.put(words + resultOffset + (long) word * Long.BYTES, 0);
        }
    }

    /** @param moved where saved groups are now, or null where they are where they were */
    void restoreFrom(StateInput in, OrdinalMap moved) throws IOException {
        SavedGroups.Target target = saved -> {
            int ordinal = moved != null ? moved.get(saved) : store.isInUse(saved) ? saved : -1;
            return ordinal < 0 ? 0 : store.address(ordinal) + extraOffset;
        };
        for (int i = 0; i < states.length; i++) {
            states[i].restoreFrom(in, "state " + i, target, byteOffsets[i]);
        }
    }

    @Override
    public void close() {
        AutoCloseables.closeNoChecked(() -> AutoCloseables.close(owned.reversed()));
        owned.clear();
    }
}
