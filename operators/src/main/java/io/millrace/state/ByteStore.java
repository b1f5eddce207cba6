package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The long byte cells of a row store, packed into chunks with live counts. A chunk whose last cell is released is used again or
 * given back. References are {@code chunk << 32 | offset}.
 */
final class ByteStore implements AutoCloseable {
    private static final int FIRST_BYTES = 4096;
    private static final int CHUNK_BYTES = 2 << 20;

    private final BufferAllocator allocator;
    private Chunk[] chunks = new Chunk[4];
    private int[] usedBytes = new int[4];
    private int[] liveCells = new int[4];
    private int chunkCount;
    private int current = -1;
    private int nextChunkBytes = FIRST_BYTES;
    private long heldBytes;

    ByteStore(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    long heldBytes() {
        return heldBytes;
    }

    /** Copies bytes in and returns their reference. */
    long put(long address, int byteCount) {
        long reference = allocate(byteCount);
        OffHeap.copy(address, address(reference), byteCount);
        return reference;
    }

    /** Returns the reference of bytes that the caller writes. */
    long allocate(int byteCount) {
        if (current < 0 || usedBytes[current] + byteCount > chunks[current].byteCount()) {
            openChunk(byteCount);
        }
        int offset = usedBytes[current];
        usedBytes[current] = offset + byteCount;
        liveCells[current]++;
        return (long) current << 32 | offset;
    }

    long address(long reference) {
        return chunks[(int) (reference >>> 32)].address() + (int) reference;
    }

    /** Lets go of bytes that {@link #allocate} gave. */
    void release(long reference) {
        int chunk = (int) (reference >>> 32);
        if (--liveCells[chunk] > 0) {
            return;
        }
        if (chunk == current && chunks[chunk].byteCount() == CHUNK_BYTES) {
            usedBytes[chunk] = 0;
            return;
        }
        closeChunk(chunk);
    }

    /** Gives back the memory of a store without cells. */
    void releaseEmpty() {
        for (int chunk = 0; chunk < chunkCount; chunk++) {
            if (chunks[chunk] != null && liveCells[chunk] == 0) {
                closeChunk(chunk);
            }
        }
        nextChunkBytes = FIRST_BYTES;
    }

    private void closeChunk(int chunk) {
        heldBytes -= chunks[chunk].byteCount();
        chunks[chunk].close();
        chunks[chunk] = null;
        usedBytes[chunk] = 0;
        liveCells[chunk] = 0;
        if (chunk == current) {
            current = -1;
        }
    }

    private void openChunk(int byteCount) {
        int chunk = 0;
        while (chunk < chunkCount && chunks[chunk] != null) {
            chunk++;
        }
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * chunk);
            usedBytes = Arrays.copyOf(usedBytes, 2 * chunk);
            liveCells = Arrays.copyOf(liveCells, 2 * chunk);
        }
        chunks[chunk] = Chunk.open(allocator, Math.max(byteCount, nextChunkBytes));
        nextChunkBytes = Math.min(CHUNK_BYTES, 2 * nextChunkBytes);
        heldBytes += chunks[chunk].byteCount();
        chunkCount = Math.max(chunkCount, chunk + 1);
        current = chunk;
    }

    @Override
    public void close() {
        for (int chunk = 0; chunk < chunkCount; chunk++) {
            if (chunks[chunk] != null) {
                closeChunk(chunk);
            }
        }
        chunkCount = 0;
    }
}
