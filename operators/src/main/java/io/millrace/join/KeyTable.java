package io.millrace.join;

import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import io.millrace.port.KeyGroups;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.CellWords;
import io.millrace.state.EpochLog;
import io.millrace.state.HashIndex;
import io.millrace.state.OrdinalMap;
import io.millrace.state.RowLayout;
import io.millrace.state.RowStore;
import io.millrace.state.Slice;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The keys of all tables that are joined with each other by equal keys, each once, with what hangs on it. None equals None.
 *
 * <p>Record of a key: cells; a head a table, 32 bits, the link of its chain's first row or 0; where joins keep rows without a
 * match, a count a table, 32 bits, of rows of positive weight. Bits 63..16 of the header, where other records have a weight, are
 * four marks a table. Owns its state, not the arrangements.
 */
final class KeyTable implements AutoCloseable {
    /** Tables that the marks have room for. */
    static final int MOST_TABLES = 12;

    private static final int MARKS = 4;
    private static final String KEYS = "keys";

    private final boolean hasCounts;
    private final KeyGroups keyGroups;
    private final BufferAllocator allocator;
    private final RowStore store;
    private final CellWords cells;
    private final HashIndex index;
    private final EpochLog touched;
    private final List<Arrangement> arrangements = new ArrayList<>();
    private final int headsOffset;
    private final int countsOffset;
    private final int tableCount;
    private final long epochMarks;
    private final long indexedMarks;
    private int readers;
    private int readersEnded;
    private long lastEpoch;

    /** @param hasCounts whether some join keeps rows without a match */
    KeyTable(BufferAllocator allocator, KeyGroups keyGroups, List<Type> keyTypes, int tableCount, boolean hasCounts) {
        if (tableCount > MOST_TABLES) {
            throw new IllegalArgumentException(
                    tableCount + " tables share their keys; at most " + MOST_TABLES + " can");
        }
        this.allocator = allocator;
        this.keyGroups = keyGroups;
        this.tableCount = tableCount;
        this.hasCounts = hasCounts;
        int words = (tableCount + 1) / 2;
        RowLayout layout = RowLayout.of(keyTypes, hasCounts ? 2 * words : words);
        headsOffset = layout.extraOffset();
        countsOffset = headsOffset + words * Long.BYTES;
        long epoch = RowLayout.TOUCHED;
        long indexed = 0;
        for (int table = 0; table < tableCount; table++) {
            epoch |= wasPresent(table) | wasSwept(table);
            indexed |= isIndexed(table);
        }
        epochMarks = epoch;
        indexedMarks = indexed;
        try (Opening opening = new Opening()) {
            store = opening.add(new RowStore(allocator, layout));
            cells = opening.add(new CellWords(
                    allocator, layout, IntStream.range(0, keyTypes.size()).toArray(), true));
            index = opening.add(new HashIndex(allocator, store, cells));
            touched = opening.add(new EpochLog(allocator, 1));
            opening.done();
        }
    }

    /** Mark: the key had rows of positive weight of this table when the epoch began. */
    static long wasPresent(int table) {
        return 1L << RowLayout.WEIGHT_SHIFT + MARKS * table;
    }

    /** Mark: some row of the chain has a negative weight. */
    static long hasDebts(int table) {
        return 2L << RowLayout.WEIGHT_SHIFT + MARKS * table;
    }

    /** Mark: the chain is so long that its rows are indexed. */
    static long isIndexed(int table) {
        return 4L << RowLayout.WEIGHT_SHIFT + MARKS * table;
    }

    /** Mark: the chain has been freed of rows without weight. */
    static long wasSwept(int table) {
        return 8L << RowLayout.WEIGHT_SHIFT + MARKS * table;
    }

    /** Adds the arrangement of the next table. */
    int add(Arrangement arrangement) {
        arrangements.add(arrangement);
        return arrangements.size() - 1;
    }

    /** Says that one more join reads this and will say {@link #endReading} every epoch. */
    void addReader() {
        readers++;
    }

    RowStore store() {
        return store;
    }

    boolean hasCounts() {
        return hasCounts;
    }

    /** Gives the rows of a slice the ordinals and addresses of their keys, which are added where they are new. */
    void findOrAdd(Slice slice, Column[] columns) {
        cells.load(slice, columns);
        index.findOrAdd(slice);
    }

    /** The same; address 0 where there is no such key. */
    void find(Slice slice, Column[] columns) {
        cells.load(slice, columns);
        index.find(slice);
    }

    /** Finds the addresses of a slice's keys again, after operators further down may have moved them. */
    void refresh(Slice slice) {
        for (int i = 0; i < slice.rowCount(); i++) {
            int ordinal = slice.ordinal(i);
            if (ordinal >= 0) {
                OffHeap.putLong(slice.addresses() + ((long) i << 3), store.address(ordinal));
            }
        }
    }

    long address(int ordinal) {
        return store.address(ordinal);
    }

    int headOffset(int table) {
        return headsOffset + table * Integer.BYTES;
    }

    int head(long key, int table) {
        return OffHeap.getInt(key + headOffset(table));
    }

    void setHead(long key, int table, int link) {
        OffHeap.putInt(key + headOffset(table), link);
    }

    boolean isPresent(long key, int table) {
        return OffHeap.getInt(key + countsOffset + (long) table * Integer.BYTES) > 0;
    }

    void addCount(long key, int table, int change) {
        long at = key + countsOffset + (long) table * Integer.BYTES;
        OffHeap.putInt(at, OffHeap.getInt(at) + change);
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

    /** Lists a key that changes, with which tables were present before. */
    void touch(long key, int ordinal) {
        if (has(key, RowLayout.TOUCHED)) {
            return;
        }
        mark(key, RowLayout.TOUCHED);
        for (int table = 0; hasCounts && table < tableCount; table++) {
            mark(key, isPresent(key, table) ? wasPresent(table) : 0);
        }
        touched.reserve(1);
        touched.append(ordinal);
    }

    /** The keys of the epoch that are listed, one ordinal an entry. */
    EpochLog touched() {
        return touched;
    }

    void beginEpoch(long epoch) {
        store.beginEpoch(epoch);
    }

    /** One reader has ended the epoch. The last one settles: from then on ordinals may be used again. */
    void endReading(long epoch) {
        if (++readersEnded == readers) {
            readersEnded = 0;
            lastEpoch = epoch;
            settle(false);
        }
    }

    private void settle(boolean toTheLast) {
        beginEpoch(lastEpoch);
        for (Arrangement arrangement : arrangements) {
            arrangement.settle(lastEpoch, toTheLast);
        }
        EpochLogs.forEach(touched, entry -> sweep((int) OffHeap.getLong(entry)));
        touched.clear();
        index.shrink();
    }

    /** Frees a key on which nothing hangs. */
    private void sweep(int ordinal) {
        long key = store.address(ordinal);
        for (int table = 0; table < tableCount; table++) {
            if (head(key, table) != 0) {
                unmark(key, epochMarks);
                return;
            }
        }
        index.remove(ordinal);
        store.free(ordinal);
    }

    /** Writes the keys, then the rows of each table. */
    void saveTo(StateOutput out) throws IOException {
        settle(true);
        store.saveTo(out, KEYS);
        for (int table = 0; table < arrangements.size(); table++) {
            arrangements.get(table).rows().saveTo(out, partOf(table));
        }
    }

    private static String partOf(int table) {
        return "table " + table;
    }

    void restoreFrom(StateInput in) throws IOException {
        if (store.rowCount() == 0 && keyGroups.containsAll(in.keyGroups())) {
            store.restoreFrom(in, KEYS);
            index.rebuild();
            for (int ordinal = 0; ordinal < store.ordinalLimit(); ordinal++) {
                if (store.isInUse(ordinal)) {
                    unmark(store.address(ordinal), indexedMarks);
                }
            }
            for (int table = 0; table < arrangements.size(); table++) {
                arrangements.get(table).rows().restoreFrom(in, partOf(table));
            }
            return;
        }
        boolean hasKey = store.layout().cellCount() > 0;
        try (OrdinalMap moved = new OrdinalMap(allocator)) {
            store.forEachSaved(in, KEYS, (saved, window, record) -> {
                long hash = index.hashOf(window, record);
                if (hasKey ? keyGroups.containsHash(hash) : keyGroups.first() == 0) {
                    int ordinal = store.addCopy(window, record);
                    index.insert(hash, ordinal);
                    moved.put(saved, ordinal);
                    long key = store.address(ordinal);
                    unmark(key, indexedMarks);
                    for (int table = 0; table < tableCount; table++) {
                        setHead(key, table, 0);
                    }
                }
            });
            for (int table = 0; table < arrangements.size(); table++) {
                arrangements.get(table).restoreFrom(in, partOf(table), moved);
            }
        }
    }

    long heldBytes() {
        return store.heldBytes() + index.heldBytes();
    }

    @Override
    public void close() {
        touched.close();
        index.close();
        cells.close();
        store.close();
    }
}
