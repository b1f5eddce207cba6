package io.millrace.benchmarks.generate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * The tables of {@code w4}. The right one has each key once, in random order; the left one draws its keys from them,
 * evenly. Values are below 2^40. Files are {@code left_key.i64}, {@code left_val.i64} and the same for {@code right}; or, as
 * CSV, {@code left.csv} and {@code right.csv} with the columns {@code k} and {@code v} and the same rows.
 */
public record JoinSides(int leftRows, int rightRows, boolean csv, long seed) implements Dataset {
    private static final long VALUES = 1L << 40;

    @Override
    public String folder() {
        return "join-" + Dataset.shortCount(leftRows) + "-with-" + Dataset.shortCount(rightRows) + (csv ? "-csv" : "")
                + "-seed-" + seed;
    }

    @Override
    public long rowCount() {
        return (long) leftRows + rightRows;
    }

    @Override
    public void write(Path directory, LongConsumer progress) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int[] rightKeys = new int[rightRows];
        for (int i = 0; i < rightRows; i++) {
            int other = random.nextInt(i + 1);
            rightKeys[i] = rightKeys[other];
            rightKeys[other] = i;
        }
        try (Side right = new Side(directory, "right", csv)) {
            for (int row = 0; row < rightRows; row++) {
                right.put(rightKeys[row], random.nextLong(VALUES));
            }
        }
        try (Side left = new Side(directory, "left", csv)) {
            for (int row = 0; row < leftRows; row++) {
                left.put(random.nextInt(rightRows), random.nextLong(VALUES));
                if (row % 65_536 == 0) {
                    progress.accept((long) rightRows + row);
                }
            }
        }
    }

    /** The files of one table. */
    private static final class Side implements AutoCloseable {
        private final BulkFile keys;
        private final BulkFile values;

        Side(Path directory, String name, boolean csv) throws IOException {
            if (csv) {
                keys = new BulkFile(directory.resolve(name + ".csv"));
                values = null;
                keys.putBytes("k,v\n".getBytes(StandardCharsets.US_ASCII));
            } else {
                keys = new BulkFile(directory.resolve(name + "_key.i64"));
                values = new BulkFile(directory.resolve(name + "_val.i64"));
            }
        }

        void put(long key, long value) throws IOException {
            if (values == null) {
                keys.putDecimal(key);
                keys.putByte(',');
                keys.putDecimal(value);
                keys.putByte('\n');
            } else {
                keys.putLong(key);
                values.putLong(value);
            }
        }

        @Override
        public void close() throws IOException {
            try (values) {
                keys.close();
            }
        }
    }
}
