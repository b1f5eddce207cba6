package io.millrace.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnFilesTest {
    private static final int PIECE = (1 << 20) / Long.BYTES;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7})
    void whatIsWrittenLittleEndianIsRead(int count) throws IOException {
        long[] values = new SplittableRandom(5).longs(count).toArray();
        Path file = write("values.i64", values);
        assertArrayEquals(values, ColumnFiles.readLongs(file), "seed 5");
    }

    @Test
    void aFileThatEndsWithinAValueIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("keys.i64"), new byte[9]);
        IOException refused = assertThrows(IOException.class, () -> ColumnFiles.readLongs(file));
        assertEquals(file + " ends within a value: 9 bytes", refused.getMessage());
    }

    @Test
    void aTableWithoutWeightsHasInsertionsOnly() throws IOException {
        write("keys.i64", 1, 2);
        write("vals.i64", 3, 4);
        KeyedRows rows = KeyedRows.readTable(folder);
        assertEquals(2, rows.rowCount());
        assertEquals(1, rows.weight(1));
        Files.write(folder.resolve("diffs.i8"), new byte[] {1, -1});
        assertEquals(-1, KeyedRows.readTable(folder).weight(1));
    }

    @Test
    void columnsOfUnequalLengthAreRefused() throws IOException {
        write("keys.i64", 1, 2);
        write("vals.i64", 3);
        assertThrows(IllegalArgumentException.class, () -> KeyedRows.readTable(folder));
    }

    private Path write(String name, long... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return Files.write(folder.resolve(name), bytes.array());
    }
}
