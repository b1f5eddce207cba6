package io.millrace.ipc;

import io.millrace.memory.OffHeap;
import java.util.zip.CRC32C;

/** CRC-32C (Castagnoli) of bytes at an address, by the processor's own instruction where it has one. Stateless; any thread. */
public final class Checksums {
    private static final long PIECE_BYTES = 1L << 30;

    private Checksums() {}

    /** Returns the checksum of {@code byteCount} bytes but the four at {@code skippedOffset}, where the checksum itself stands. */
    public static int crc32cWithout(long address, long byteCount, long skippedOffset) {
        CRC32C crc = new CRC32C();
        update(crc, address, skippedOffset);
        long after = skippedOffset + Integer.BYTES;
        update(crc, address + after, byteCount - after);
        return (int) crc.getValue();
    }

    private static void update(CRC32C crc, long address, long byteCount) {
        for (long at = 0; at < byteCount; at += PIECE_BYTES) {
            long piece = Math.min(PIECE_BYTES, byteCount - at);
            crc.update(OffHeap.ALL.asSlice(address + at, piece).asByteBuffer());
        }
    }
}
