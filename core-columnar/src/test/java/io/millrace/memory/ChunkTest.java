package io.millrace.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 64, 4096, 1 << 20, Chunk.HUGE_PAGE_BYTES, 3 * Chunk.HUGE_PAGE_BYTES})
    void aChunkIsZeroWritableAndCharged(long byteCount) {
        try (BufferAllocator allocator = Allocators.root(1L << 30)) {
            try (Chunk chunk = Chunk.open(allocator, byteCount)) {
                assertEquals(byteCount, allocator.getAllocatedMemory());
                long last = chunk.address() + byteCount - 1;
                assertEquals(0, OffHeap.getByte(chunk.address()));
                assertEquals(0, OffHeap.getByte(last));
                OffHeap.putByte(last, (byte) 7);
                assertEquals(7, OffHeap.getByte(last));
                if (byteCount >= Chunk.HUGE_PAGE_BYTES) {
                    assertEquals(0, chunk.address() % Chunk.HUGE_PAGE_BYTES, "a large chunk starts on a huge page");
                }
            }
            assertEquals(0, allocator.getAllocatedMemory());
        }
    }

    @Test
    void aChunkOverTheLimitIsRefusedAndLeavesNoTrace() {
        try (BufferAllocator allocator = Allocators.root(1 << 20)) {
            assertThrows(OutOfMemoryException.class, () -> Chunk.open(allocator, 2 << 20));
            assertEquals(0, allocator.getAllocatedMemory());
        }
    }

    @Test
    void aChunkThatIsNotClosedIsReportedByItsAllocator() {
        BufferAllocator allocator = Allocators.root(1 << 20);
        Chunk leaked = Chunk.open(allocator, 4096);
        assertEquals(4096, leaked.byteCount());
        assertThrows(IllegalStateException.class, allocator::close);
    }
}
