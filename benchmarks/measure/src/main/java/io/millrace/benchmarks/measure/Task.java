package io.millrace.benchmarks.measure;

import java.nio.file.Path;

/**
 * What one runner is asked to do, as its command line says it:
 * {@code WORKLOAD VARIANT --dir DIR [--batch N] [--workers K]}.
 *
 * @param directory where the input files of the variant are
 * @param batchRows rows in an epoch of a live variant; for {@code w4}, left rows
 * @param workers threads that the engine may compute with
 */
public record Task(Variant variant, Path directory, int batchRows, int workers) {
    private static final int DEFAULT_BATCH_ROWS = 1_000_000;

    /** Reads the command line; throws {@link IllegalArgumentException} with the argument at fault. */
    public static Task parse(String... arguments) {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("expected WORKLOAD VARIANT --dir DIR [--batch N] [--workers K], got "
                    + String.join(" ", arguments));
        }
        Path directory = null;
        int batchRows = DEFAULT_BATCH_ROWS;
        int workers = 1;
        for (int i = 2; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " wants a value");
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--dir" -> directory = Path.of(value);
                case "--batch" -> batchRows = positive(arguments[i], value);
                case "--workers" -> workers = positive(arguments[i], value);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        if (directory == null) {
            throw new IllegalArgumentException("--dir is missing");
        }
        return new Task(new Variant(arguments[0], arguments[1]), directory, batchRows, workers);
    }

    /** Rows of one epoch where {@code rowCount} are to be fed: all of them unless the variant is live. */
    public int epochRows(int rowCount) {
        return variant.live() ? Math.min(batchRows, Math.max(rowCount, 1)) : Math.max(rowCount, 1);
    }

    private static int positive(String option, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " wants a positive number, not " + value, e);
        }
        throw new IllegalArgumentException(option + " wants a positive number, not " + value);
    }
}
