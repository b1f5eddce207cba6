package io.millrace.benchmarks.generate;

import io.millrace.benchmarks.measure.RetractionRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * The table of {@code w2}: {@code keys.i64}, {@code vals.i64} (0 to 999) and, with retractions, {@code diffs.i8}; or, as CSV,
 * {@code rows.csv} with the columns {@code k} and {@code v} and the same rows.
 *
 * @param keys how many keys there are to draw from, evenly
 * @param retract whether one row in five takes back an earlier one, by {@link RetractionRule}
 * @param csv whether to write text; it cannot carry retractions
 */
public record TableRows(int rows, int keys, boolean retract, boolean csv, long seed) implements Dataset {
    private static final int VALUES = 1_000;

    public TableRows {
        if (retract && csv) {
            throw new IllegalArgumentException("CSV cannot carry retractions");
        }
    }

    @Override
    public String folder() {
        return "table-" + Dataset.shortCount(rows) + "-of-" + Dataset.shortCount(keys) + (retract ? "-retract" : "")
                + (csv ? "-csv" : "") + "-seed-" + seed;
    }

    @Override
    public long rowCount() {
        return rows;
    }

    @Override
    public void write(Path directory, LongConsumer progress) throws IOException {
        if (csv) {
            writeText(directory, progress);
        } else {
            writeColumns(directory, progress);
        }
    }

    private void writeText(Path directory, LongConsumer progress) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (BulkFile file = new BulkFile(directory.resolve("rows.csv"))) {
            file.putBytes("k,v\n".getBytes(StandardCharsets.US_ASCII));
            for (int row = 0; row < rows; row++) {
                file.putDecimal(random.nextInt(keys));
                file.putByte(',');
                file.putDecimal(random.nextInt(VALUES));
                file.putByte('\n');
                if (row % 65_536 == 0) {
                    progress.accept(row);
                }
            }
        }
    }

    private void writeColumns(Path directory, LongConsumer progress) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        RetractionRule rule = new RetractionRule(rows);
        int[] keyOf = new int[rows];
        short[] valueOf = new short[rows];
        for (int row = 0; row < rows; row++) {
            keyOf[row] = random.nextInt(keys);
            valueOf[row] = (short) random.nextInt(VALUES);
            if (retract && rule.takesBack(row)) {
                keyOf[row] = keyOf[rule.taken(row)];
                valueOf[row] = valueOf[rule.taken(row)];
            }
        }
        try (BulkFile keyFile = new BulkFile(directory.resolve("keys.i64"));
                BulkFile valueFile = new BulkFile(directory.resolve("vals.i64"))) {
            for (int row = 0; row < rows; row++) {
                keyFile.putLong(keyOf[row]);
                valueFile.putLong(valueOf[row]);
                if (row % 65_536 == 0) {
                    progress.accept(row);
                }
            }
        }
        if (retract) {
            try (BulkFile weightFile = new BulkFile(directory.resolve("diffs.i8"))) {
                for (int row = 0; row < rows; row++) {
                    weightFile.putByte(rule.takesBack(row) ? -1 : 1);
                }
            }
        }
    }
}
