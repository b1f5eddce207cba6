package io.millrace.state;

import io.millrace.kernel.Hashing;
import io.millrace.memory.OffHeap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Finds rows in chains that are too long to walk: by all their cells and the ordinal of their chain's key, which a row holds in the
 * high half of a word of its own. Of rows with equal cells on one key it holds one. O(1) expected; no memory without rows, and
 * growing copies the slots, 8 bytes a row, at once.
 */
public final class ChainIndex implements AutoCloseable {
    private static final long LEAST_CAPACITY = 512;
    private static final int SLOT_BYTES = Long.BYTES;

    private final BufferAllocator allocator;
    private final RowStore rows;
    private final CellWords cells;
    private final int keyOffset;
    private SlotTable table;
    private long size;

    /** @param linkOffset byte offset in a record of the word whose high half is the ordinal of the key */
    public ChainIndex(BufferAllocator allocator, RowStore rows, CellWords cells, int linkOffset) {
        this.allocator = allocator;
        this.rows = rows;
        this.cells = cells;
        this.keyOffset = linkOffset + Integer.BYTES;
    }

    public long size() {
        return size;
    }

    public long heldBytes() {
        return table == null ? 0 : table.byteCount();
    }

    /** Returns the ordinal of the row of a key that equals row {@code index} of the loaded slice, or −1. */
    public int findLoaded(int index, int key) {
        if (table == null) {
            return -1;
        }
        long hash = Hashing.fold(cells.hashOfLoaded(index), key);
        for (long slot = table.home(hash); OffHeap.getLong(slot) != 0; slot += SLOT_BYTES) {
            long record = candidate(slot, hash, key);
            if (record != 0 && cells.equalsRecord(rows, index, record)) {
                return (int) OffHeap.getLong(slot) - 1;
            }
        }
        return -1;
    }

    /** Returns the ordinal of the row of a key that equals {@code record}, or −1. */
    public int find(long record, int key) {
        if (table == null) {
            return -1;
        }
        long hash = Hashing.fold(cells.hashOf(rows, record), key);
        for (long slot = table.home(hash); OffHeap.getLong(slot) != 0; slot += SLOT_BYTES) {
            long other = candidate(slot, hash, key);
            if (other != 0 && cells.equalRecords(rows, record, other)) {
                return (int) OffHeap.getLong(slot) - 1;
            }
        }
        return -1;
    }

    /** Address of a slot's record if it may be the one that is looked for, else 0. */
    private long candidate(long slot, long hash, int key) {
        long word = OffHeap.getLong(slot);
        if ((word ^ hash) >>> 32 != 0) {
            return 0;
        }
        long record = rows.address((int) word - 1);
        return OffHeap.getInt(record + keyOffset) == key ? record : 0;
    }

    /** Adds a row that has no equal here. */
    public void add(int ordinal) {
        if (table == null) {
            table = new SlotTable(allocator, LEAST_CAPACITY, SlotTable.tailOf(LEAST_CAPACITY));
        } else if (size + 1 > table.capacity() / 2) {
            resize(2 * table.capacity(), SlotTable.tailOf(2 * table.capacity()));
        }
        while (!table.put(slotWord(ordinal))) {
            resize(table.capacity(), 4 * table.tailSlots());
        }
        size++;
    }

    /** Takes a row out, which must be here and still have its cells; gives back memory when none is left. */
    public void remove(int ordinal) {
        boolean wasThere = table.remove(slotWord(ordinal), ordinal);
        assert wasThere : "row " + ordinal + " is not in the index";
        if (--size == 0) {
            close();
        }
    }

    private long slotWord(int ordinal) {
        long record = rows.address(ordinal);
        long hash = Hashing.fold(cells.hashOf(rows, record), OffHeap.getInt(record + keyOffset));
        return hash & SlotTable.TAG_BITS | ordinal + 1L;
    }

    private void resize(long capacity, long tailSlots) {
        long tail = tailSlots;
        SlotTable bigger = new SlotTable(allocator, capacity, tail);
        while (table.copyTo(bigger, table.address(), table.capacity() + table.tailSlots()) < 0) {
            bigger.close();
            tail *= 4;
            bigger = new SlotTable(allocator, capacity, tail);
        }
        table.close();
        table = bigger;
    }

    @Override
    public void close() {
        if (table != null) {
            table.close();
            table = null;
            size = 0;
        }
    }
}
