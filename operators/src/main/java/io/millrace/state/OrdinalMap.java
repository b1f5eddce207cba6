package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import org.apache.arrow.memory.BufferAllocator;

/** Where rows of a saved state went: 32 bits an ordinal, off-heap. Owned by who restores, for as long as that takes. */
public final class OrdinalMap implements AutoCloseable {
    private static final int FIRST_ORDINALS = 1024;

    private final BufferAllocator allocator;
    private Chunk memory;
    private int capacity;

    public OrdinalMap(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    public void put(int saved, int ordinal) {
        if (saved >= capacity) {
            grow(saved);
        }
        OffHeap.putInt(memory.address() + ((long) saved << 2), ordinal + 1);
    }

    /** Returns the ordinal that was put, or −1. */
    public int get(int saved) {
        return saved < 0 || saved >= capacity ? -1 : OffHeap.getInt(memory.address() + ((long) saved << 2)) - 1;
    }

    private void grow(int saved) {
        int wanted = (int) Math.max(FIRST_ORDINALS, Math.min(Integer.MAX_VALUE, 2L * saved + 1));
        Chunk bigger = Chunk.open(allocator, (long) wanted << 2);
        if (memory != null) {
            OffHeap.copy(memory.address(), bigger.address(), (long) capacity << 2);
            memory.close();
        }
        memory = bigger;
        capacity = wanted;
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
            memory = null;
            capacity = 0;
        }
    }
}
