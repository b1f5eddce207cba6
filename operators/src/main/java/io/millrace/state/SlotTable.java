package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Open-addressing slots of 8 bytes: the high 32 bits of a row's hash, and its ordinal + 1 (0 is an empty slot). A slot's home is
 * {@code tag * capacity >>> 32}: monotone in the tag, so a table can be copied to one of another size by one pass over both, and
 * computed from the slot alone. Runs never wrap: a tail behind the last home takes what is pushed over the end.
 */
final class SlotTable implements AutoCloseable {
    private static final int SLOT_BYTES = Long.BYTES;
    static final long TAG_BITS = 0xFFFFFFFF00000000L;
    private static final int LEAST_TAIL = 64;

    private final Chunk memory;
    private final long address;
    private final long capacity;
    private final long endAddress;

    SlotTable(BufferAllocator allocator, long capacity, long tailSlots) {
        this.capacity = capacity;
        // The last slot stays empty, so that every run ends.
        this.memory = Chunk.open(allocator, (capacity + tailSlots) * SLOT_BYTES);
        this.address = memory.address();
        this.endAddress = address + (capacity + tailSlots - 1) * SLOT_BYTES;
    }

    static long tailOf(long capacity) {
        return Math.max(LEAST_TAIL, Math.min(1024, capacity / 4));
    }

    long address() {
        return address;
    }

    long capacity() {
        return capacity;
    }

    long tailSlots() {
        return (endAddress - address) / SLOT_BYTES + 1 - capacity;
    }

    long byteCount() {
        return memory.byteCount();
    }

    /** Address of the first slot of a hash's run. */
    long home(long hash) {
        return address + ((hash >>> 32) * capacity >>> 32) * SLOT_BYTES;
    }

    /** Puts an ordinal into an empty slot of its run, or returns false where the tail is full. */
    boolean putAt(long slot, long hash, int ordinal) {
        if (slot >= endAddress) {
            return false;
        }
        OffHeap.putLong(slot, hash & TAG_BITS | ordinal + 1L);
        return true;
    }

    /** Puts a slot word that is not there yet; false where the tail is full. */
    boolean put(long word) {
        long slot = home(word);
        while (OffHeap.getLong(slot) != 0) {
            slot += SLOT_BYTES;
        }
        return putAt(slot, word, (int) word - 1);
    }

    /** Takes an ordinal out, closing the gap that it leaves; returns whether it was there. */
    boolean remove(long hash, int ordinal) {
        long wanted = hash & TAG_BITS | ordinal + 1L;
        long slot = home(hash);
        for (long word = OffHeap.getLong(slot); word != wanted; word = OffHeap.getLong(slot)) {
            if (word == 0) {
                return false;
            }
            slot += SLOT_BYTES;
        }
        long gap = slot;
        for (slot += SLOT_BYTES; ; slot += SLOT_BYTES) {
            long word = OffHeap.getLong(slot);
            if (word == 0) {
                break;
            }
            if (home(word) <= gap) {
                OffHeap.putLong(gap, word);
                gap = slot;
            }
        }
        OffHeap.putLong(gap, 0);
        return true;
    }

    /**
     * Copies slots from {@code from} on to another table: at least {@code slotCount}, then to the end of the run. Returns the slot
     * where the next call goes on, {@link #end} after the last one; where {@code to} is full at its tail, minus the first slot that is
     * not there.
     */
    long copyTo(SlotTable to, long from, long slotCount) {
        long slot = from;
        long target = Math.min(endAddress, from + slotCount * SLOT_BYTES);
        for (; slot < target; slot += SLOT_BYTES) {
            long word = OffHeap.getLong(slot);
            if (word != 0 && !to.put(word)) {
                return -slot;
            }
        }
        for (long word = OffHeap.getLong(slot); word != 0; word = OffHeap.getLong(slot)) {
            if (!to.put(word)) {
                return -slot;
            }
            slot += SLOT_BYTES;
        }
        return slot;
    }

    /** The last slot, which is always empty. */
    long end() {
        return endAddress;
    }

    @Override
    public void close() {
        memory.close();
    }
}
