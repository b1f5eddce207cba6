package io.millrace.benchmarks.generate;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A new file, written in large pieces. */
final class BulkFile implements Closeable {
    private static final int PIECE_BYTES = 1 << 20;

    /** The most bytes that one call may put: every call makes sure of so much room first. */
    private static final int MOST_PUT_BYTES = 1 << 10;

    private final FileChannel channel;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] digits = new byte[Long.SIZE];

    BulkFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** A value of 64 bits, as a column file holds it. */
    void putLong(long value) throws IOException {
        makeRoom();
        piece.putLong(value);
    }

    /** One byte. */
    void putByte(int value) throws IOException {
        makeRoom();
        piece.put((byte) value);
    }

    /** All of {@code bytes}, at most 1 KiB. */
    void putBytes(byte[] bytes) throws IOException {
        makeRoom();
        piece.put(bytes);
    }

    /** {@code length} of {@code bytes}, at most 1 KiB. */
    void putBytes(byte[] bytes, int offset, int length) throws IOException {
        makeRoom();
        piece.put(bytes, offset, length);
    }

    /** A number that is not negative, in decimal digits. */
    void putDecimal(long value) throws IOException {
        putDecimal(value, 1);
    }

    /** A number that is not negative, in decimal digits, with leading zeros up to {@code width}. */
    void putDecimal(long value, int width) throws IOException {
        assert value >= 0 : value;
        int from = digits.length;
        long rest = value;
        do {
            digits[--from] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0 || digits.length - from < width);
        putBytes(digits, from, digits.length - from);
    }

    private void makeRoom() throws IOException {
        if (piece.remaining() < MOST_PUT_BYTES) {
            flush();
        }
    }

    private void flush() throws IOException {
        piece.flip();
        while (piece.hasRemaining()) {
            channel.write(piece);
        }
        piece.clear();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
        }
    }
}
