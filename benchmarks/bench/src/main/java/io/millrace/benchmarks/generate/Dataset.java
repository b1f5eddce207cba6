package io.millrace.benchmarks.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Input files that are wholly determined by the parameters of the record. */
public sealed interface Dataset permits WordRows, MixedWordRows, WideRows, TableRows, JoinSides {
    /** A folder name that holds all parameters. */
    String folder();

    /** Rows that {@link #write} writes in all. */
    long rowCount();

    /** Writes the files into {@code directory}, which is empty, and tells {@code progress} now and then how many rows it has. */
    void write(Path directory, LongConsumer progress) throws IOException;

    /** "5k", "10m", or the plain number. */
    static String shortCount(long count) {
        if (count >= 1_000_000 && count % 1_000_000 == 0) {
            return count / 1_000_000 + "m";
        }
        return count >= 1_000 && count % 1_000 == 0 ? count / 1_000 + "k" : Long.toString(count);
    }
}
