package io.millrace.state;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.KeyGroups;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The groups of an operator that keeps something of its own for each: found by the values of some columns, with words in their
 * records, and those that the open epoch touched. Without columns there is one group. Owns its memory; one thread.
 */
public final class GroupTable implements AutoCloseable {
    private static final String PART = "instances";

    private final BufferAllocator allocator;
    private final RowStore store;
    private final CellWords keyWords;
    private final HashIndex index;
    private final Slice slice;
    private EpochLog touched;
    private EpochLog touchedBefore;
    private final Chunk record;
    private final int wordOffset;

    /** @param words of the operator's in a group's record, 0 at first */
    public GroupTable(BufferAllocator allocator, List<Type> keyTypes, int words) {
        this.allocator = allocator;
        RowLayout layout = RowLayout.of(keyTypes, words);
        int[] cells = new int[keyTypes.size()];
        for (int cell = 0; cell < cells.length; cell++) {
            cells[cell] = cell;
        }
        wordOffset = layout.extraOffset();
        Opened opened = new Opened();
        try {
            store = opened.add(new RowStore(allocator, layout));
            keyWords = opened.add(new CellWords(allocator, layout, cells, true));
            index = opened.add(new HashIndex(allocator, store, keyWords));
            slice = opened.add(new Slice(allocator));
            touched = opened.add(new EpochLog(allocator, 1));
            touchedBefore = opened.add(new EpochLog(allocator, 1));
            record = opened.add(Chunk.open(allocator, Long.BYTES));
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /** Bytes from a record's address to the group's first word. */
    public int wordOffset() {
        return wordOffset;
    }

    /** Groups that there are. */
    public int size() {
        return store.rowCount();
    }

    /** Takes selected rows {@code from} to {@code from + count}, at most {@link Slice#ROWS}, of a batch; returns them. */
    public Slice begin(Batch batch, int from, int count) {
        store.beginEpoch(batch.epoch());
        slice.begin(batch, from, count);
        return slice;
    }

    /** Finds the groups of the rows taken, and makes those that are not there; all of them are touched. */
    public void find(Column[] keys) {
        keyWords.load(slice, keys);
        index.findOrAdd(slice);
        int rowCount = slice.rowCount();
        touched.reserve(rowCount);
        for (int i = 0; i < rowCount; i++) {
            long record = slice.address(i);
            long header = OffHeap.getLong(record);
            if ((header & RowLayout.TOUCHED) == 0) {
                OffHeap.putLong(record, header | RowLayout.TOUCHED);
                touched.append(slice.ordinal(i));
            }
        }
    }

    /** What is done with a touched group. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Ends the epoch for a group.
         *
         * @param words address of its words
         * @return whether nothing is left of it, so that it can go
         */
        boolean visit(long words);
    }

    /** Visits the groups that the epoch touched, in the order in which it touched them. */
    public void endEpoch(long epoch, Visitor visitor) {
        store.beginEpoch(epoch);
        for (int chunk = 0; chunk < touched.chunkCount(); chunk++) {
            for (int i = 0; i < touched.count(chunk); i++) {
                int ordinal = (int) OffHeap.getLong(touched.entries(chunk) + (long) i * touched.entryBytes());
                long record = store.address(ordinal);
                OffHeap.putLong(record, OffHeap.getLong(record) & ~RowLayout.TOUCHED);
                store.noteWritten(ordinal);
                if (visitor.visit(record + wordOffset)) {
                    index.remove(ordinal);
                    store.free(ordinal);
                }
            }
        }
        index.shrink();
        if (store.rowCount() == 0) {
            touched.release();
        } else {
            touched.clear();
        }
    }

    /** Whether the open epoch touched any group. */
    public boolean isAnyTouched() {
        return touched.chunkCount() > 0 && touched.count(0) > 0;
    }

    /** Visits the groups that the epoch touched, which goes on. */
    public void forEachTouched(LongConsumer visitor) {
        forEach(touched, visitor);
    }

    /** Visits the groups that {@link #rememberTouched} remembered. */
    public void forEachTouchedBefore(LongConsumer visitor) {
        forEach(touchedBefore, visitor);
    }

    private void forEach(EpochLog log, LongConsumer visitor) {
        for (int chunk = 0; chunk < log.chunkCount(); chunk++) {
            for (int i = 0; i < log.count(chunk); i++) {
                int ordinal = (int) OffHeap.getLong(log.entries(chunk) + (long) i * log.entryBytes());
                store.noteWritten(ordinal);
                visitor.accept(store.address(ordinal) + wordOffset);
            }
        }
    }

    /** From now on groups are written in an epoch. */
    public void beginEpoch(long epoch) {
        store.beginEpoch(epoch);
    }

    /** Ends the epoch without letting any group go, and remembers which ones it touched until this is called again. */
    public void rememberTouched() {
        touchedBefore.clear();
        forEach(touched, words -> {
            long record = words - wordOffset;
            OffHeap.putLong(record, OffHeap.getLong(record) & ~RowLayout.TOUCHED);
        });
        EpochLog cleared = touchedBefore;
        touchedBefore = touched;
        touched = cleared;
    }

    /** Visits all groups. */
    public void all(Visitor visitor) {
        for (int ordinal = 0; ordinal < store.ordinalLimit(); ordinal++) {
            if (!store.isInUse(ordinal)) {
                continue;
            }
            store.noteWritten(ordinal);
            if (visitor.visit(store.address(ordinal) + wordOffset)) {
                index.remove(ordinal);
                store.free(ordinal);
            }
        }
    }

    /** Appends value {@code cell} of a group, by its words, to a column of its lane. */
    public void appendKey(int cell, long words, ColumnBuilder out) {
        OffHeap.putLong(record.address(), words - wordOffset);
        RecordReader.append(store, cell, record.address(), 1, out);
    }

    public long heldBytes() {
        return store.heldBytes() + index.heldBytes() + touched.heldBytes() + touchedBefore.heldBytes();
    }

    /** Writes the groups and their words. */
    public void saveTo(StateOutput out) throws IOException {
        store.saveTo(out, PART);
    }

    /** All groups, for what is saved beside them. */
    public void forEach(SavedGroups.Visitor visitor) throws IOException {
        for (int ordinal = 0; ordinal < store.ordinalLimit(); ordinal++) {
            if (store.isInUse(ordinal)) {
                visitor.visit(ordinal, store.address(ordinal) + wordOffset);
            }
        }
    }

    /** Reads what was saved beside the groups. */
    @FunctionalInterface
    public interface Rest {
        void restore(SavedGroups.Target target) throws IOException;
    }

    /** Which groups the last epoch touched is not saved: all that are restored count as those. */
    private void noteTouchedBefore(int ordinal) {
        touchedBefore.reserve(1);
        touchedBefore.append(ordinal);
    }

    /**
     * Adds the groups that {@link #saveTo} wrote and that are of this worker, with their words.
     *
     * @param own the key groups of this worker
     * @param isSingle whether all groups are on the first worker
     * @param clear takes a group's words, to clear those that refer to memory
     * @param rest reads what else was saved of these groups
     */
    public void restoreFrom(StateInput in, KeyGroups own, boolean isSingle, LongConsumer clear, Rest rest)
            throws IOException {
        if (store.rowCount() == 0 && own.containsAll(in.keyGroups())) {
            store.restoreFrom(in, PART);
            index.rebuild();
            forEach((ordinal, words) -> {
                clear.accept(words);
                noteTouchedBefore(ordinal);
            });
            rest.restore(saved -> store.isInUse(saved) ? store.address(saved) + wordOffset : 0);
            return;
        }
        try (OrdinalMap moved = new OrdinalMap(allocator)) {
            store.forEachSaved(in, PART, (saved, window, at) -> {
                long hash = index.hashOf(window, at);
                if (isSingle ? own.first() == 0 : own.containsHash(hash)) {
                    int ordinal = store.addCopy(window, at);
                    index.insert(hash, ordinal);
                    clear.accept(store.address(ordinal) + wordOffset);
                    noteTouchedBefore(ordinal);
                    moved.put(saved, ordinal);
                }
            });
            rest.restore(saved -> moved.get(saved) < 0 ? 0 : store.address(moved.get(saved)) + wordOffset);
        }
    }

    @Override
    public void close() {
        record.close();
        touchedBefore.close();
        touched.close();
        slice.close();
        index.close();
        keyWords.close();
        store.close();
    }
}
