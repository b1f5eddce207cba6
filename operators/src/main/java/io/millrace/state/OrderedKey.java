package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The bytes of one key of an {@link OrderedIndex} on their way in: written from {@link #begin} on, up to {@link #end}. Keys of one
 * index are ordered as unsigned bytes, and none is the beginning of another. Owns its scratch memory.
 */
public final class OrderedKey implements AutoCloseable {
    /** Words that an index keeps of a key in its nodes, at most. */
    static final int MOST_WORDS = 8;

    private static final int FIRST_BYTES = 512;
    private static final int HEAD_BYTES = Long.BYTES;
    private static final int KEPT_BYTES = 1 << 20;

    private final BufferAllocator allocator;
    private final long[] words = new long[MOST_WORDS];
    private Chunk memory;
    private long cursor;
    private int byteCount;

    public OrderedKey(BufferAllocator allocator) {
        this.allocator = allocator;
        memory = Chunk.open(allocator, FIRST_BYTES);
        begin();
    }

    /** Forgets what was written. */
    public void begin() {
        if (memory.byteCount() > KEPT_BYTES) {
            Chunk smaller = Chunk.open(allocator, FIRST_BYTES);
            memory.close();
            memory = smaller;
        }
        cursor = address();
    }

    /** Makes room for more bytes, and returns where they go. */
    long reserve(long bytes) {
        // Behind the key there is room for the zeros that fill its last word.
        long wanted = cursor - memory.address() + bytes + (long) MOST_WORDS * Long.BYTES;
        if (wanted > memory.byteCount()) {
            if (wanted > Integer.MAX_VALUE) {
                throw new IllegalStateException("a key of " + wanted + " bytes; it has 2 GiB at most");
            }
            Chunk bigger = Chunk.open(allocator, Math.min(Integer.MAX_VALUE, Math.max(wanted, 2 * memory.byteCount())));
            long written = cursor - memory.address();
            OffHeap.copy(memory.address(), bigger.address(), written);
            memory.close();
            memory = bigger;
            cursor = bigger.address() + written;
        }
        return cursor;
    }

    /** Declares that bytes were written up to {@code end}. */
    void advance(long end) {
        cursor = end;
    }

    void putByte(int value) {
        OffHeap.putByte(reserve(1), (byte) value);
        cursor++;
    }

    /** Writes bytes of another key. */
    void putBytes(long from, long bytes) {
        OffHeap.copy(from, reserve(bytes), bytes);
        cursor += bytes;
    }

    /** Writes a word so that keys compare as unsigned words do. */
    void putWord(long word) {
        OffHeap.putLong(reserve(Long.BYTES), Long.reverseBytes(word));
        cursor += Long.BYTES;
    }

    /** The key is whole. */
    public void end() {
        byteCount = (int) (cursor - address());
        OffHeap.fill(cursor, (long) MOST_WORDS * Long.BYTES, (byte) 0);
        loadWords();
    }

    private void loadWords() {
        long at = address();
        for (int word = 0; word < MOST_WORDS; word++) {
            words[word] = Long.reverseBytes(OffHeap.getLong(at + ((long) word << 3)));
        }
    }

    long word(int index) {
        return words[index];
    }

    public long address() {
        return memory.address() + HEAD_BYTES;
    }

    public int byteCount() {
        return byteCount;
    }

    /** Address of the key's length, 32 bits, and the key behind it. */
    long addressOfLength() {
        OffHeap.putInt(address() - Integer.BYTES, byteCount);
        return address() - Integer.BYTES;
    }

    @Override
    public void close() {
        memory.close();
    }
}
