package io.millrace.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Rows of (key, value, weight) in memory, as {@code w2} and either side of {@code w4} want them.
 *
 * @param weights one a row, +1 or −1; {@code null} where every row is an insertion
 */
@SuppressWarnings("ArrayRecordComponent") // handed over whole to engines that want arrays
public record KeyedRows(long[] keys, long[] values, byte[] weights) {
    public KeyedRows {
        if (values.length != keys.length || (weights != null && weights.length != keys.length)) {
            throw new IllegalArgumentException("columns differ in length: " + keys.length + " keys, " + values.length
                    + " values" + (weights == null ? "" : ", " + weights.length + " weights"));
        }
    }

    /** Reads the table of {@code w2}: {@code keys.i64}, {@code vals.i64} and, where it exists, {@code diffs.i8}. */
    public static KeyedRows readTable(Path directory) throws IOException {
        Path weights = directory.resolve("diffs.i8");
        return new KeyedRows(
                ColumnFiles.readLongs(directory.resolve("keys.i64")),
                ColumnFiles.readLongs(directory.resolve("vals.i64")),
                Files.exists(weights) ? ColumnFiles.readBytes(weights) : null);
    }

    /** Reads one side of {@code w4}; {@code side} is {@code left} or {@code right}. */
    public static KeyedRows readSide(Path directory, String side) throws IOException {
        return new KeyedRows(
                ColumnFiles.readLongs(directory.resolve(side + "_key.i64")),
                ColumnFiles.readLongs(directory.resolve(side + "_val.i64")),
                null);
    }

    public int rowCount() {
        return keys.length;
    }

    public int weight(int row) {
        return weights == null ? 1 : weights[row];
    }
}
