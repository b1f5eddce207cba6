package io.millrace.format;

import io.millrace.memory.OffHeap;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Bytes on their way out: an off-heap buffer that grows. One thread at a time; owns its buffer, borrows the allocator. */
public final class ByteOutput implements AutoCloseable {
    private static final int INITIAL_BYTES = 64 << 10;
    private static final int PADDING_BYTES = 64;

    private final BufferAllocator allocator;
    private ArrowBuf buffer;
    private long start;
    private long position;
    private long limit;

    public ByteOutput(BufferAllocator allocator) {
        this.allocator = allocator;
        use(allocator.buffer(INITIAL_BYTES), 0);
    }

    /** Bytes written since the last {@link #clear}. */
    public int byteCount() {
        return (int) (position - start);
    }

    /** Forgets what was written. */
    public void clear() {
        position = start;
    }

    /** What was written, as a view that is good until the next write or {@link #close}. */
    public ByteBuffer view() {
        return buffer.nioBuffer(0, byteCount());
    }

    /** Address of the first byte written. */
    public long address() {
        return start;
    }

    /** Makes room for {@code byteCount} more bytes and returns where they go; {@link #advanceTo} takes what was written. */
    long reserve(long byteCount) {
        if (position + byteCount > limit) {
            long needed = byteCount() + byteCount + PADDING_BYTES;
            if (needed > Integer.MAX_VALUE) {
                throw new IllegalStateException("more than 2 GiB of output in one piece; use smaller batches");
            }
            ArrowBuf old = buffer;
            int kept = byteCount();
            ArrowBuf bigger = allocator.buffer(Math.min(Integer.MAX_VALUE, Math.max(needed, old.capacity() * 2)));
            OffHeap.copy(old.memoryAddress(), bigger.memoryAddress(), kept);
            old.close();
            use(bigger, kept);
        }
        return position;
    }

    void advanceTo(long address) {
        assert address <= limit + PADDING_BYTES;
        position = address;
    }

    void put(byte value) {
        OffHeap.putByte(reserve(1), value);
        position++;
    }

    void put(byte[] bytes) {
        OffHeap.copy(bytes, 0, reserve(bytes.length), bytes.length);
        position += bytes.length;
    }

    private void use(ArrowBuf newBuffer, int written) {
        buffer = newBuffer;
        start = newBuffer.memoryAddress();
        position = start + written;
        limit = start + newBuffer.capacity() - PADDING_BYTES;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
