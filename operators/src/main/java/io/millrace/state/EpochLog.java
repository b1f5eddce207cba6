package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Fixed-size entries of 64-bit words in the order in which they were appended: which records an epoch touched and what they held
 * before. Written a slice at a time, read back a block at a time, then cleared. Keeps as much memory for the next epoch as both of the
 * last two used.
 */
public final class EpochLog implements AutoCloseable {
    private static final int FIRST_BYTES = 16 << 10;
    private static final int CHUNK_BYTES = 2 << 20;

    private final BufferAllocator allocator;
    private final int entryBytes;
    private Chunk[] chunks = new Chunk[4];
    /** Entries in each chunk. */
    private int[] counts = new int[4];

    private int chunkCount;
    /** The chunk that is written; those behind it are empty. */
    private int current;

    /** Chunks that the last cleared epoch used. */
    private int usedBefore;

    private long cursor;
    private long limit;
    private long heldBytes;

    public EpochLog(BufferAllocator allocator, int entryWords) {
        this.allocator = allocator;
        this.entryBytes = entryWords * Long.BYTES;
    }

    public int entryBytes() {
        return entryBytes;
    }

    public long heldBytes() {
        return heldBytes;
    }

    /** Returns the address of room for {@code count} entries and one more, which a kernel may scribble over. */
    public long reserve(int count) {
        long wanted = (count + 1L) * entryBytes;
        if (limit - cursor < wanted) {
            nextChunk(wanted);
        }
        return cursor;
    }

    /** Declares that entries were written up to {@code end}, within what {@link #reserve} gave. */
    public void advance(long end) {
        counts[current] += (int) ((end - cursor) / entryBytes);
        cursor = end;
    }

    /** Address of the last {@code count} entries, which were declared at once. */
    public long lastEntries(int count) {
        return cursor - (long) count * entryBytes;
    }

    public int chunkCount() {
        return cursor == 0 ? 0 : current + 1;
    }

    /** Entries of a chunk, which begin at {@link #entries}. */
    public int count(int chunk) {
        return counts[chunk];
    }

    public long entries(int chunk) {
        return chunks[chunk].address();
    }

    /** Forgets all entries, and gives back chunks that only a bigger epoch than usual needs. */
    public void clear() {
        int used = chunkCount();
        closeFrom(Math.min(used, Math.max(usedBefore, 1)));
        usedBefore = used;
        Arrays.fill(counts, 0);
        current = 0;
        cursor = chunkCount == 0 ? 0 : chunks[0].address();
        limit = chunkCount == 0 ? 0 : cursor + chunks[0].byteCount();
    }

    /** Forgets all entries and gives back all memory. */
    public void release() {
        closeFrom(0);
        cursor = 0;
        usedBefore = 0;
        clear();
    }

    private void nextChunk(long wantedBytes) {
        int next = cursor == 0 ? 0 : current + 1;
        if (next == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * next);
            counts = Arrays.copyOf(counts, 2 * next);
        }
        if (next < chunkCount && chunks[next].byteCount() < wantedBytes) {
            closeFrom(next);
        }
        if (next >= chunkCount) {
            long usual = next < 7 ? (long) FIRST_BYTES << next : CHUNK_BYTES;
            chunks[next] = Chunk.open(allocator, Math.max(usual, wantedBytes));
            heldBytes += chunks[next].byteCount();
            chunkCount = next + 1;
        }
        current = next;
        cursor = chunks[next].address();
        limit = cursor + chunks[next].byteCount();
    }

    private void closeFrom(int first) {
        while (chunkCount > first) {
            Chunk last = chunks[--chunkCount];
            chunks[chunkCount] = null;
            heldBytes -= last.byteCount();
            last.close();
        }
    }

    /** Appends one entry of one word, within what {@link #reserve} gave. */
    public void append(long word) {
        OffHeap.putLong(cursor, word);
        advance(cursor + entryBytes);
    }

    @Override
    public void close() {
        release();
    }
}
