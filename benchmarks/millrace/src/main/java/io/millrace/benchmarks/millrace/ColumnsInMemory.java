package io.millrace.benchmarks.millrace;

import io.millrace.column.Column;
import io.millrace.type.Type;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Raw column files as Arrow columns in memory: read whole before the clock starts, handed out in batches without a copy.
 *
 * @param columns 64-bit integers
 * @param weights one a row, or null where all are +1
 */
record ColumnsInMemory(List<MemorySegment> columns, MemorySegment weights, int rowCount) {
    /** Kernels may read this far behind the last row. */
    private static final int PADDING_BYTES = 64;

    /** Reads the table of {@code w2}. */
    static ColumnsInMemory table(Path directory) throws IOException {
        Path weights = directory.resolve("diffs.i8");
        return read(
                List.of(directory.resolve("keys.i64"), directory.resolve("vals.i64")),
                Files.exists(weights) ? weights : null);
    }

    /** Reads one side of {@code w4}. */
    static ColumnsInMemory side(Path directory, String side) throws IOException {
        return read(List.of(directory.resolve(side + "_key.i64"), directory.resolve(side + "_val.i64")), null);
    }

    private static ColumnsInMemory read(List<Path> files, Path weights) throws IOException {
        List<MemorySegment> columns = List.of(readWhole(files.get(0)), readWhole(files.get(1)));
        int rowCount = Math.toIntExact((columns.getFirst().byteSize() - PADDING_BYTES) / Long.BYTES);
        return new ColumnsInMemory(columns, weights == null ? null : widened(weights, rowCount), rowCount);
    }

    private static MemorySegment readWhole(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            MemorySegment memory = Arena.global().allocate(channel.size() + PADDING_BYTES, PADDING_BYTES);
            for (long at = 0; at < channel.size(); ) {
                long count = Math.min(channel.size() - at, 1 << 30);
                ByteBuffer piece = memory.asSlice(at, count).asByteBuffer();
                while (piece.hasRemaining()) {
                    if (channel.read(piece) < 0) {
                        throw new EOFException(file + " became shorter while it was read");
                    }
                }
                at += count;
            }
            return memory;
        }
    }

    private static MemorySegment widened(Path file, int rowCount) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        MemorySegment memory = Arena.global().allocate((long) rowCount * Long.BYTES + PADDING_BYTES, PADDING_BYTES);
        for (int row = 0; row < rowCount; row++) {
            memory.setAtIndex(ValueLayout.JAVA_LONG, row, bytes[row]);
        }
        return memory;
    }

    Column column(int index, int from, int count) {
        return view(columns.get(index), from, count);
    }

    /** Weights of a run of rows, or null where all are +1. */
    Column weights(int from, int count) {
        return weights == null ? null : view(weights, from, count);
    }

    private static Column view(MemorySegment memory, int from, int count) {
        return new Column(Type.INT64, count, memory.address() + (long) from * Long.BYTES, 0, 0, 0, 0);
    }
}
