package io.millrace.benchmarks.measure;

/**
 * Which rows of a table with retractions take back which: one row in five, beginning {@link #lag} rows after the first,
 * takes back the row that stands {@code lag + 4} rows before it. The rows taken back are the multiples of five, so each
 * is inserted once and taken back at most once, and no retraction is itself taken back.
 *
 * <p>An engine without weights, which deletes a row by its place, learns that place here.
 */
public record RetractionRule(int rowCount) {
    private static final int EVERY = 5;
    private static final int MOST_LAG_ROWS = 1_000_000;

    /** Rows, a multiple of five, between the first row and the first that may be one that takes back. */
    public int lag() {
        return Math.min(MOST_LAG_ROWS, rowCount / 4) / EVERY * EVERY;
    }

    public boolean takesBack(int row) {
        return row >= lag() && row % EVERY == EVERY - 1;
    }

    /** The row that {@code row}, for which {@link #takesBack} holds, takes back. */
    public int taken(int row) {
        assert takesBack(row) : row;
        return row - lag() - (EVERY - 1);
    }
}
