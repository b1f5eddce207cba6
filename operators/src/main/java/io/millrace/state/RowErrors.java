package io.millrace.state;

import io.millrace.column.Column;

/** Counts the errors that rows have for reducers that keep rows. */
final class RowErrors {
    private RowErrors() {}

    /**
     * Counts a row's errors: one in the first arguments leaves the row out, and counts for all reducers; one in another argument
     * counts for that argument's.
     *
     * @param skipped arguments before the parts, 0 or 1
     * @param orderParts how many parts leave the row out
     * @return whether the row is left out
     */
    static boolean note(
            Column[] arguments,
            int skipped,
            int orderParts,
            int row,
            int ordinal,
            long weight,
            RareCounts errors,
            int firstCounter) {
        int first = skipped + orderParts;
        int counters = Math.max(1, arguments.length - first);
        for (int i = 0; i < first; i++) {
            if (arguments[i].isError(row)) {
                for (int counter = 0; counter < counters; counter++) {
                    errors.add(ordinal, firstCounter + counter, weight);
                }
                return true;
            }
        }
        for (int i = first; i < arguments.length; i++) {
            if (arguments[i].isError(row)) {
                errors.add(ordinal, firstCounter + i - first, weight);
            }
        }
        return false;
    }
}
