package io.millrace.state;

import io.millrace.memory.OffHeap;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32C;

/** Reads a block that {@link StateWriter} wrote, not a byte more, and refuses what it did not. */
final class StateReader {
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int PIECE_BYTES = 1 << 20;

    private final ReadableByteChannel channel;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer field = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer run = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    /** Bytes of the run that are still in the channel. */
    private long unreadBytes;

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

    /** The next {@code byteCount} bytes are many little pieces, which are read by {@link #getPiece}. */
    void beginRun(long byteCount) throws IOException {
        require(byteCount >= 0, "a run of bytes has a negative length");
        unreadBytes = byteCount;
        run.limit(0);
    }

    /** Refuses a piece that is longer than what is left of the run. */
    void requirePiece(int byteCount) throws IOException {
        require(byteCount <= run.remaining() + unreadBytes, "a run of bytes is too short");
    }

    /** Reads a piece of the run, of a length that {@link #requirePiece} has seen. */
    void getPiece(long address, int byteCount) throws IOException {
        for (int done = 0; done < byteCount; ) {
            if (!run.hasRemaining()) {
                run.clear().limit((int) Math.min(BUFFER_BYTES, unreadBytes));
                unreadBytes -= run.limit();
                read(run).flip();
            }
            int count = Math.min(byteCount - done, run.remaining());
            OffHeap.copy(run.array(), run.position(), address + done, count);
            run.position(run.position() + count);
            done += count;
        }
    }

    void finish() throws IOException {
        require(!run.hasRemaining() && unreadBytes == 0, "a run of bytes is too long");
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
