package io.millrace.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Looks for whole records in the bytes of a queue file, whatever the queue itself says. */
final class RecordScan {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int ALIGNMENT = Integer.BYTES;
    /** Most of a queue's file is not written yet. */
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(BLOCK_BYTES).asReadOnlyBuffer();

    private RecordScan() {}

    /** Returns the offset of the first whole record at or behind {@code fromOffset}, or −1. */
    static long find(Path file, long fromOffset, long generation, int source) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long offset = fromOffset & -ALIGNMENT;
            while (true) {
                int byteCount = read(channel, offset, block);
                boolean isEmpty = block.slice(0, byteCount).mismatch(NOTHING.slice(0, byteCount)) < 0;
                int last = isEmpty ? -1 : byteCount - ALIGNMENT;
                for (int at = 0; at <= last; at += ALIGNMENT) {
                    if (block.getInt(at) == RecordLayout.MAGIC && isRecord(channel, offset + at, generation, source)) {
                        return offset + at;
                    }
                }
                if (byteCount < BLOCK_BYTES) {
                    return -1;
                }
                offset += BLOCK_BYTES;
            }
        }
    }

    private static boolean isRecord(FileChannel channel, long offset, long generation, int source) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(RecordLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (read(channel, offset, header) < RecordLayout.HEADER_BYTES
                || header.getLong(RecordLayout.GENERATION_OFFSET) != generation
                || header.getInt(RecordLayout.SOURCE_OFFSET) != source) {
            return false;
        }
        int payloadBytes = header.getInt(RecordLayout.PAYLOAD_BYTES_OFFSET);
        if (payloadBytes < 0 || payloadBytes > RecordLayout.FRAME_BYTES) {
            return false;
        }
        ByteBuffer whole = ByteBuffer.allocate(RecordLayout.HEADER_BYTES + payloadBytes);
        if (read(channel, offset, whole) < whole.capacity()) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(whole.array(), 0, RecordLayout.CRC_OFFSET);
        int after = RecordLayout.CRC_OFFSET + Integer.BYTES;
        crc.update(whole.array(), after, whole.capacity() - after);
        return (int) crc.getValue() == header.getInt(RecordLayout.CRC_OFFSET);
    }

    /** Fills a buffer as far as the file goes and returns the number of bytes. */
    private static int read(FileChannel channel, long offset, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, offset + buffer.position());
            if (count < 0) {
                break;
            }
        }
        return buffer.position();
    }
}
