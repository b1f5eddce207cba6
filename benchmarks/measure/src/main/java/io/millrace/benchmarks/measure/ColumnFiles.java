package io.millrace.benchmarks.measure;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Raw little-endian column files, one value after the other, read whole into arrays. */
public final class ColumnFiles {
    private static final int PIECE_BYTES = 1 << 20;

    private ColumnFiles() {}

    /** Reads a file of 64-bit integers. */
    public static long[] readLongs(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() % Long.BYTES != 0) {
                throw new IOException(file + " ends within a value: " + channel.size() + " bytes");
            }
            long[] values = new long[Math.toIntExact(channel.size() / Long.BYTES)];
            ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int from = 0; from < values.length; ) {
                int count = Math.min(values.length - from, PIECE_BYTES / Long.BYTES);
                piece.clear().limit(count * Long.BYTES);
                readFully(channel, piece, file);
                piece.flip();
                piece.asLongBuffer().get(values, from, count);
                from += count;
            }
            return values;
        }
    }

    /** Reads a file of signed bytes. */
    public static byte[] readBytes(Path file) throws IOException {
        return Files.readAllBytes(file);
    }

    private static void readFully(FileChannel channel, ByteBuffer piece, Path file) throws IOException {
        while (piece.hasRemaining()) {
            if (channel.read(piece) < 0) {
                throw new EOFException(file + " became shorter while it was read");
            }
        }
    }
}
