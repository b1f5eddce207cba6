package io.millrace.benchmarks.measure;

import java.io.PrintStream;

/**
 * Tells whoever started this process how far it is: lines {@code @progress DONE TOTAL} in rows, two a second at most. Used
 * by one thread.
 */
public final class Progress {
    /** What each line begins with. */
    public static final String MARK = "@progress";

    private static final long PAUSE_NANOS = 500_000_000L;

    private final PrintStream out;
    private final long totalRows;
    private long lastNanos = System.nanoTime();

    public Progress(PrintStream out, long totalRows) {
        this.out = out;
        this.totalRows = totalRows;
    }

    /** Says that {@code rows} are done, unless it has said something just now. */
    public void at(long rows) {
        long now = System.nanoTime();
        if (now - lastNanos >= PAUSE_NANOS) {
            lastNanos = now;
            out.println(MARK + " " + rows + " " + totalRows);
        }
    }
}
