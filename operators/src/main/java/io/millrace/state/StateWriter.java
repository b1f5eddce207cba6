package io.millrace.state;

import io.millrace.memory.OffHeap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/** Writes one block of state to a channel: magic, version, little-endian fields, memory as it is, and a crc32c of it all. */
final class StateWriter {
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int PIECE_BYTES = 1 << 20;

    private final WritableByteChannel channel;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    StateWriter(WritableByteChannel channel, int magic, int version) throws IOException {
        this.channel = channel;
        putInt(magic);
        putInt(version);
    }

    void putInt(int value) throws IOException {
        makeRoom(Integer.BYTES);
        buffer.putInt(value);
    }

    void putLong(long value) throws IOException {
        makeRoom(Long.BYTES);
        buffer.putLong(value);
    }

    /** Writes memory: little at a time through the buffer, much of it from where it is. */
    void putBytes(long address, long byteCount) throws IOException {
        if (byteCount <= BUFFER_BYTES / 4) {
            int count = (int) byteCount;
            makeRoom(count);
            OffHeap.copy(address, buffer.array(), buffer.position(), count);
            buffer.position(buffer.position() + count);
            return;
        }
        flush();
        for (long at = 0; at < byteCount; at += PIECE_BYTES) {
            write(OffHeap.ALL
                    .asSlice(address + at, Math.min(PIECE_BYTES, byteCount - at))
                    .asByteBuffer());
        }
    }

    void finish() throws IOException {
        flush();
        buffer.putInt((int) crc.getValue());
        flush();
    }

    private void makeRoom(int byteCount) throws IOException {
        if (buffer.remaining() < byteCount) {
            flush();
        }
    }

    private void flush() throws IOException {
        write(buffer.flip());
        buffer.clear();
    }

    private void write(ByteBuffer bytes) throws IOException {
        crc.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
