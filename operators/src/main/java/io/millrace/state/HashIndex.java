package io.millrace.state;

import io.millrace.memory.OffHeap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Finds the row of a {@link RowStore} whose cells equal those of a batch's row, a slice at a time: hashes, then all slots, then all
 * records, so that the misses of a phase overlap. Unique: one row a key.
 *
 * <p>Grows and shrinks without a pause: while two tables live, keys whose home in the old one lies below a frontier are in the new
 * one, the others in the old one, so a probe still looks at one table; every slice moves the frontier on. O(1) a row.
 */
public final class HashIndex implements AutoCloseable {
    private static final long LEAST_CAPACITY = 512;
    private static final int MOVED_SLOTS_PER_ROW = 8;
    /** Slots of a table that is taken to be in the second-level cache. */
    private static final long CACHED_CAPACITY = 1 << 16;

    private static final int SLOT_BYTES = Long.BYTES;

    private final BufferAllocator allocator;
    private final RowStore store;
    private final CellWords keys;
    private SlotTable table;
    /** The table that is being emptied into {@link #table}, or null. */
    private SlotTable old;

    private long frontier;
    private long size;

    /** Opens an empty index on rows whose key cells are those of {@code keys}; borrows both. */
    public HashIndex(BufferAllocator allocator, RowStore store, CellWords keys) {
        this.allocator = allocator;
        this.store = store;
        this.keys = keys;
        this.table = newTable(LEAST_CAPACITY);
    }

    public long size() {
        return size;
    }

    public long heldBytes() {
        return table.byteCount() + (old == null ? 0 : old.byteCount());
    }

    /** Finds the rows of a slice whose keys are loaded; ordinal −1 and address 0 where there is none. */
    public void find(Slice slice) {
        resolve(slice);
        for (int i = 0; i < slice.missingCount(); i++) {
            int index = OffHeap.getInt(slice.missing() + ((long) i << 2));
            long slot = probe(slice, index);
            int ordinal = (int) OffHeap.getLong(slot) - 1;
            slice.setRecord(index, ordinal, ordinal < 0 ? 0 : store.address(ordinal));
        }
    }

    /**
     * Finds the rows of a slice, and adds a row with the key's cells and weight 0 where there is none. The
     * slice tells which were added.
     */
    public void findOrAdd(Slice slice) {
        store.reserve(slice.rowCount());
        resolve(slice);
        int count = 0;
        for (int i = 0; i < slice.missingCount(); i++) {
            int index = OffHeap.getInt(slice.missing() + ((long) i << 2));
            long slot = probe(slice, index);
            int ordinal = (int) OffHeap.getLong(slot) - 1;
            if (ordinal < 0) {
                ordinal = store.allocate();
                keys.write(store, index, store.address(ordinal));
                add(slot, OffHeap.getLong(slice.hashes() + ((long) index << 3)), ordinal);
                OffHeap.putInt(slice.added() + ((long) count++ << 2), ordinal);
            }
            slice.setRecord(index, ordinal, store.address(ordinal));
        }
        slice.setAddedCount(count);
    }

    /** The hash of the key of a row of {@code in}, a store of this layout. */
    public long hashOf(RowStore in, long record) {
        return keys.hashOf(in, record);
    }

    /** Adds a row of the store, with the hash of its key, which must not be there. */
    public void insert(long hash, int ordinal) {
        prepare(1);
        add(emptySlot(tableOf(hash), hash), hash, ordinal);
    }

    /** Takes a row, still in the store, out of the index. */
    public void remove(int ordinal) {
        long hash = keys.hashOf(store, store.address(ordinal));
        boolean wasThere = tableOf(hash).remove(hash, ordinal);
        assert wasThere : "row " + ordinal + " is not in the index";
        size--;
    }

    /** Gives back memory after many removals: at once when the index is empty, else bit by bit. */
    public void shrink() {
        if (size == 0 && (table.capacity() > LEAST_CAPACITY || old != null)) {
            reset();
        } else if (old == null && table.capacity() > 16 * LEAST_CAPACITY && size < table.capacity() / 16) {
            // What a sixteenth of the old slots can add while it is copied fits as well.
            resize(capacityFor(2 * size + table.capacity() / MOVED_SLOTS_PER_ROW));
        }
    }

    /** Indexes all rows of the store anew. */
    public void rebuild() {
        reset();
        long wanted = capacityFor(store.rowCount());
        if (wanted > table.capacity()) {
            table.close();
            table = null;
            table = newTable(wanted);
        }
        for (int ordinal = 0; ordinal < store.ordinalLimit(); ordinal++) {
            if (store.isInUse(ordinal)) {
                long hash = keys.hashOf(store, store.address(ordinal));
                add(emptySlot(table, hash), hash, ordinal);
            }
        }
    }

    private void resolve(Slice slice) {
        prepare(slice.rowCount());
        int rowCount = slice.rowCount();
        boolean isView = keys.isOneView() && !keys.hasLong();
        if (old == null
                && table.capacity() <= CACHED_CAPACITY
                && store.chunkCount() == 1
                && (keys.isOneWord() || isView)) {
            HashProbe.loadRecords(
                    slice,
                    rowCount,
                    table.address(),
                    table.capacity(),
                    store.chunkAddresses()[0],
                    store.layout().recordBytes());
            slice.setMissingCount(
                    isView
                            ? HashProbe.compareTaggedViews(slice, rowCount, keys)
                            : HashProbe.compareTagged(slice, rowCount, keys));
            return;
        }
        if (old == null) {
            HashProbe.loadSlots(slice, rowCount, table.address(), table.capacity());
        } else {
            HashProbe.loadSlots(
                    slice, rowCount, table.address(), table.capacity(), old.address(), old.capacity(), frontier);
        }
        int missing = HashProbe.matchTags(slice, rowCount, store);
        if (keys.isOneWord()) {
            missing = HashProbe.compareOneWord(slice, rowCount, keys, missing);
        } else if (isView) {
            missing = HashProbe.compareTwoWords(slice, rowCount, keys, missing);
        } else {
            missing = HashProbe.compareWords(slice, rowCount, keys, store, missing);
        }
        slice.setMissingCount(missing);
    }

    /** Address of the slot that holds a row's key, or of the empty one where it would go. */
    private long probe(Slice slice, int index) {
        long hash = OffHeap.getLong(slice.hashes() + ((long) index << 3));
        long slot = tableOf(hash).home(hash);
        for (long word = OffHeap.getLong(slot); word != 0; word = OffHeap.getLong(slot)) {
            if ((word ^ hash) >>> 32 == 0 && keys.equalsRecord(store, index, store.address((int) word - 1))) {
                return slot;
            }
            slot += SLOT_BYTES;
        }
        return slot;
    }

    private SlotTable tableOf(long hash) {
        return old == null || old.home(hash) < frontier ? table : old;
    }

    private static long emptySlot(SlotTable in, long hash) {
        long slot = in.home(hash);
        while (OffHeap.getLong(slot) != 0) {
            slot += SLOT_BYTES;
        }
        return slot;
    }

    private void add(long slot, long hash, int ordinal) {
        if (!tableOf(hash).putAt(slot, hash, ordinal)) {
            lengthenTail();
            long other = emptySlot(table, hash);
            boolean fits = table.putAt(other, hash, ordinal);
            assert fits : "a longer tail is full";
        }
        size++;
    }

    /** Starts to grow where the rows to come might overfill the table, and moves a growing one on. */
    private void prepare(int rows) {
        if (old == null && size + rows > mostIn(table.capacity())) {
            resize(capacityFor((size + rows) * 4 / 3));
        }
        if (old != null) {
            long next = old.copyTo(table, frontier, (long) rows * MOVED_SLOTS_PER_ROW);
            if (next < 0) {
                frontier = -next;
                lengthenTail();
            } else if (next >= old.end()) {
                old.close();
                old = null;
            } else {
                frontier = next;
            }
        }
    }

    private void resize(long capacity) {
        SlotTable bigger = newTable(capacity);
        old = table;
        table = bigger;
        frontier = old.address();
    }

    /** Copies everything at once into a table with a longer tail: many rows of one hash lie at the table's end. */
    private void lengthenTail() {
        long tail = 4 * table.tailSlots();
        SlotTable longer = new SlotTable(allocator, table.capacity(), tail);
        while (!copyAll(longer)) {
            longer.close();
            tail *= 4;
            longer = new SlotTable(allocator, table.capacity(), tail);
        }
        table.close();
        table = longer;
        if (old != null) {
            old.close();
            old = null;
        }
    }

    private boolean copyAll(SlotTable to) {
        return table.copyTo(to, table.address(), table.capacity() + table.tailSlots()) >= 0
                && (old == null || old.copyTo(to, frontier, old.capacity() + old.tailSlots()) >= 0);
    }

    private void reset() {
        if (old != null) {
            old.close();
            old = null;
        }
        table.close();
        table = null;
        table = newTable(LEAST_CAPACITY);
        size = 0;
    }

    private SlotTable newTable(long capacity) {
        return new SlotTable(allocator, capacity, SlotTable.tailOf(capacity));
    }

    /** Rows that a table may hold: few while it is in the second-level cache anyway, where a mispredicted branch costs most. */
    private static long mostIn(long capacity) {
        return capacity <= 1 << 15 ? capacity / 4 : capacity <= 1 << 17 ? capacity / 2 : capacity / 3 * 2;
    }

    /** The least of 2^k and 1.5 · 2^k slots that may hold so many rows. */
    private static long capacityFor(long rows) {
        long capacity = LEAST_CAPACITY;
        while (mostIn(capacity) < rows) {
            if (mostIn(capacity + capacity / 2) >= rows) {
                return capacity + capacity / 2;
            }
            capacity *= 2;
        }
        return capacity;
    }

    @Override
    public void close() {
        if (old != null) {
            old.close();
        }
        if (table != null) {
            table.close();
        }
    }
}
