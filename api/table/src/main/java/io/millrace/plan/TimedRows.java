package io.millrace.plan;

import java.util.List;

/**
 * Rows that are part of the program.
 *
 * @param rows in the order in which they come, epochs ascending
 * @param isStream whether rows come at several times, so that later ones may take earlier ones back
 */
public record TimedRows(List<Row> rows, boolean isStream) {
    public TimedRows {
        rows = List.copyOf(rows);
    }

    /**
     * One change.
     *
     * @param key the row's id
     * @param values one a column, null for None
     * @param epoch even; 0 for static rows
     * @param weight how often the row is added, or taken back where negative
     */
    public record Row(io.millrace.key.Key key, List<Object> values, long epoch, long weight) {}
}
