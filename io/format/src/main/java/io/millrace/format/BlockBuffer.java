package io.millrace.format;

import io.millrace.memory.OffHeap;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The block of an object that a decoder works on: bytes are put behind what is there, and what a decoder consumed is taken away
 * in front. Grows when a record does not fit. One thread at a time; owns its memory, borrows the
 * allocator that it is charged to.
 */
public final class BlockBuffer implements AutoCloseable {
    private final BufferAllocator allocator;
    private ArrowBuf memory;
    private int byteCount;

    /** Opens an empty buffer for blocks of {@code capacity} bytes. */
    public BlockBuffer(BufferAllocator allocator, int capacity) {
        this.allocator = allocator;
        memory = allocate(capacity);
    }

    /** Address of the first byte; good until {@link #grow} or {@link #close}. */
    public long address() {
        return memory.memoryAddress();
    }

    /** Bytes in the buffer. */
    public int byteCount() {
        return byteCount;
    }

    /** A view of the room behind the bytes, to be read into; {@link #added} says how many came. */
    public ByteBuffer room() {
        return memory.nioBuffer(byteCount, capacity() - byteCount);
    }

    /** Bytes that fit in all. */
    public int capacity() {
        return (int) Math.min(memory.capacity() - RecordDecoder.PADDING_BYTES, RecordDecoder.MAX_BLOCK_BYTES);
    }

    /** A view of some of the bytes, good until {@link #grow} or {@link #close}. */
    public ByteBuffer slice(int from, int to) {
        return memory.nioBuffer(from, to - from);
    }

    /** The byte at an index. */
    public byte byteAt(int index) {
        return OffHeap.getByte(address() + index);
    }

    /** Counts bytes that were put into {@link #room}. */
    public void added(int count) {
        byteCount += count;
    }

    /** Replaces the bytes, whatever there were. */
    public void set(byte[] bytes) {
        while (capacity() < bytes.length) {
            grow();
        }
        OffHeap.copy(bytes, 0, address(), bytes.length);
        byteCount = bytes.length;
    }

    /** Takes the first bytes away. */
    public void consume(int count) {
        byteCount -= count;
        OffHeap.copy(address() + count, address(), byteCount);
    }

    /** Forgets all bytes. */
    public void clear() {
        byteCount = 0;
    }

    /**
     * Makes room for twice as many bytes.
     *
     * @throws IllegalStateException when that is more than a record may have
     */
    public void grow() {
        if (capacity() == RecordDecoder.MAX_BLOCK_BYTES) {
            throw new IllegalStateException("a record is longer than " + RecordDecoder.MAX_BLOCK_BYTES + " bytes");
        }
        ArrowBuf old = memory;
        memory = allocate((int) Math.min(RecordDecoder.MAX_BLOCK_BYTES, capacity() * 2L));
        OffHeap.copy(old.memoryAddress(), memory.memoryAddress(), byteCount);
        old.close();
    }

    private ArrowBuf allocate(int capacity) {
        return allocator.buffer((long) capacity + RecordDecoder.PADDING_BYTES);
    }

    @Override
    public void close() {
        memory.close();
    }
}
