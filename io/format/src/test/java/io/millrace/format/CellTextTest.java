package io.millrace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.memory.Allocators;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.Epochs;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;

final class CellTextTest {
    @Test
    void theLastEpochIsWrittenAsPathwayWritesIt() {
        assertEquals("18446744073709551614", written(Epochs.LAST));
        assertEquals("1764340000000", written(1_764_340_000_000L));
        assertEquals("0", written(0));
    }

    private static String written(long epoch) {
        try (BufferAllocator allocator = Allocators.root(1 << 20);
                Chunk chunk = Chunk.open(allocator, CellText.FIXED_BYTES)) {
            byte[] text = new byte[(int) (CellText.putEpoch(epoch, chunk.address()) - chunk.address())];
            OffHeap.copy(chunk.address(), text, 0, text.length);
            return new String(text, StandardCharsets.US_ASCII);
        }
    }
}
