package io.millrace.iterate;

import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import io.millrace.port.KeyGroups;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.CellWords;
import io.millrace.state.HashIndex;
import io.millrace.state.OrdinalMap;
import io.millrace.state.RowLayout;
import io.millrace.state.RowStore;
import io.millrace.state.Slice;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The keys with a history, and those that the open epoch touches, with what hangs on them.
 *
 * <p>Record of a key: cells; for each input three words of two links each (an ordinal plus 1, or 0):
 *
 * <pre>
 *   0  bits 31..0 the latest row of the history       bits 63..32 the next row of it to come, once the key is rewound
 *   1  bits 31..0 the epoch's first row               bits 63..32 the epoch's last row
 *   2  bits 31..0 the epoch's first row that the operator has not been given
 * </pre>
 *
 * The header holds the marks below where other records have a weight; all are of the open epoch.
 */
final class KeyHistory implements AutoCloseable {
    /** Mark: the key had a history behind the iteration at which the epoch first touched it. */
    static final long SLOW = 1L << RowLayout.WEIGHT_SHIFT;
    /** Mark: the key waits for the end of the iteration. */
    static final long QUEUED = 2L << RowLayout.WEIGHT_SHIFT;
    /** Mark: the operator holds the key as of the last iteration at which it was evaluated. */
    static final long REWOUND = 4L << RowLayout.WEIGHT_SHIFT;
    /** Mark: the history moves on at the iteration that ends. */
    static final long MOVES = 8L << RowLayout.WEIGHT_SHIFT;

    private static final long EPOCH_MARKS = RowLayout.TOUCHED | SLOW | QUEUED | REWOUND | MOVES;
    private static final int INPUT_WORDS = 3;
    private static final String KEYS = "keys of history";

    private final RowStore store;
    private final CellWords cells;
    private final HashIndex index;
    private final int inputCount;

    KeyHistory(BufferAllocator allocator, List<Type> keyTypes, int inputCount) {
        this.inputCount = inputCount;
        RowLayout layout = RowLayout.ofAnyStatus(keyTypes, INPUT_WORDS * inputCount);
        store = new RowStore(allocator, layout);
        cells = new CellWords(
                allocator, layout, IntStream.range(0, keyTypes.size()).toArray(), true);
        index = new HashIndex(allocator, store, cells);
    }

    boolean isEmpty() {
        return store.rowCount() == 0;
    }

    int size() {
        return store.rowCount();
    }

    void beginEpoch(long epoch) {
        store.beginEpoch(epoch);
    }

    /** Finds the keys of a slice, {@code adding} those that are not there. */
    void find(Slice slice, Column[] columns, boolean adding) {
        cells.load(slice, columns);
        if (adding) {
            index.findOrAdd(slice);
        } else {
            index.find(slice);
        }
    }

    long address(int ordinal) {
        return store.address(ordinal);
    }

    static boolean has(long key, long mark) {
        return (OffHeap.getLong(key) & mark) != 0;
    }

    static void mark(long key, long mark) {
        OffHeap.putLong(key, OffHeap.getLong(key) | mark);
    }

    static void unmark(long key, long mark) {
        OffHeap.putLong(key, OffHeap.getLong(key) & ~mark);
    }

    private long at(long key, int input) {
        return key + store.layout().extraOffset() + (long) INPUT_WORDS * input * Long.BYTES;
    }

    int latest(long key, int input) {
        return OffHeap.getInt(at(key, input));
    }

    void setLatest(long key, int input, int link) {
        OffHeap.putInt(at(key, input), link);
    }

    int toCome(long key, int input) {
        return OffHeap.getInt(at(key, input) + 4);
    }

    void setToCome(long key, int input, int link) {
        OffHeap.putInt(at(key, input) + 4, link);
    }

    int first(long key, int input) {
        return OffHeap.getInt(at(key, input) + 8);
    }

    void setFirst(long key, int input, int link) {
        OffHeap.putInt(at(key, input) + 8, link);
    }

    int last(long key, int input) {
        return OffHeap.getInt(at(key, input) + 12);
    }

    void setLast(long key, int input, int link) {
        OffHeap.putInt(at(key, input) + 12, link);
    }

    int notGiven(long key, int input) {
        return OffHeap.getInt(at(key, input) + 16);
    }

    void setNotGiven(long key, int input, int link) {
        OffHeap.putInt(at(key, input) + 16, link);
    }

    /** The epoch is over for a key, whose rows are history: a key without one is forgotten. */
    void settle(int ordinal) {
        long key = store.address(ordinal);
        unmark(key, EPOCH_MARKS);
        store.noteWritten(ordinal);
        for (int input = 0; input < inputCount; input++) {
            if (latest(key, input) != 0) {
                return;
            }
        }
        index.remove(ordinal);
        store.free(ordinal);
    }

    void shrink() {
        index.shrink();
    }

    long heldBytes() {
        return store.heldBytes() + index.heldBytes();
    }

    void saveTo(StateOutput out) throws IOException {
        store.saveTo(out, KEYS);
    }

    /** Adds the saved keys of {@code own}, and notes where they went; their links are still those of before. */
    void restoreFrom(StateInput in, KeyGroups own, OrdinalMap moved) throws IOException {
        boolean hasKey = store.layout().cellCount() > 0;
        store.forEachSaved(in, KEYS, (saved, window, record) -> {
            long hash = index.hashOf(window, record);
            if (hasKey ? own.containsHash(hash) : own.first() == 0) {
                int ordinal = store.addCopy(window, record);
                index.insert(hash, ordinal);
                moved.put(saved, ordinal);
            }
        });
    }

    @Override
    public void close() {
        index.close();
        cells.close();
        store.close();
    }
}
