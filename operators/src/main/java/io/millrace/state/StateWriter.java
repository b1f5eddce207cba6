package io.millrace.state;

import io.millrace.memory.OffHeap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/** Writes one piece of state to a channel: magic, version, little-endian fields, memory as it is, and a crc32c of it all. */
final class StateWriter {
    private static final int PIECE_BYTES = 1 << 20;

    private final WritableByteChannel channel;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer field = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    StateWriter(WritableByteChannel channel, int magic, int version) throws IOException {
        this.channel = channel;
        putInt(magic);
        putInt(version);
    }

    void putInt(int value) throws IOException {
        write(field.clear().putInt(value).flip());
    }

    void putLong(long value) throws IOException {
        write(field.clear().putLong(value).flip());
    }

    void putBytes(long address, long byteCount) throws IOException {
        for (long at = 0; at < byteCount; at += PIECE_BYTES) {
            write(OffHeap.ALL
                    .asSlice(address + at, Math.min(PIECE_BYTES, byteCount - at))
                    .asByteBuffer());
        }
    }

    void finish() throws IOException {
        putInt((int) crc.getValue());
    }

    private void write(ByteBuffer bytes) throws IOException {
        crc.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
