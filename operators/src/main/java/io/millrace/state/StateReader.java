package io.millrace.state;

import io.millrace.memory.OffHeap;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32C;

/** Reads what {@link StateWriter} wrote, and refuses what it did not. */
final class StateReader {
    private static final int PIECE_BYTES = 1 << 20;

    private final ReadableByteChannel channel;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer field = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    StateReader(ReadableByteChannel channel, int magic, int version) throws IOException {
        this.channel = channel;
        require(getInt() == magic, "it does not start with the expected magic number");
        int found = getInt();
        require(found == version, "it has version " + found + ", this engine reads " + version);
    }

    int getInt() throws IOException {
        return read(field.clear().limit(Integer.BYTES)).getInt(0);
    }

    long getLong() throws IOException {
        return read(field.clear()).getLong(0);
    }

    /** Reads a number that must be in 0 to {@code limit}. */
    int getCount(int limit) throws IOException {
        int count = getInt();
        require(count >= 0 && count <= limit, "a count of " + count + " is out of range");
        return count;
    }

    void getBytes(long address, long byteCount) throws IOException {
        for (long at = 0; at < byteCount; at += PIECE_BYTES) {
            read(OffHeap.ALL
                    .asSlice(address + at, Math.min(PIECE_BYTES, byteCount - at))
                    .asByteBuffer());
        }
    }

    void finish() throws IOException {
        int expected = (int) crc.getValue();
        require(getInt() == expected, "its checksum does not match");
    }

    void require(boolean condition, String message) throws IOException {
        if (!condition) {
            throw new IOException("saved state is damaged or of another program: " + message);
        }
    }

    private ByteBuffer read(ByteBuffer bytes) throws IOException {
        int from = bytes.position();
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("saved state ends too early");
            }
        }
        crc.update(bytes.duplicate().position(from));
        return bytes;
    }
}
