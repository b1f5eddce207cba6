package io.millrace.debug;

/**
 * How tables are printed.
 *
 * @param includeId whether the row's id is the first column
 * @param shortPointers whether ids are cut to their beginning
 * @param rowLimit how many rows at most
 */
public record PrintOptions(boolean includeId, boolean shortPointers, int rowLimit) {
    /** With short ids, all rows. */
    public static PrintOptions defaults() {
        return new PrintOptions(true, true, Integer.MAX_VALUE);
    }

    public PrintOptions withoutId() {
        return new PrintOptions(false, shortPointers, rowLimit);
    }

    public PrintOptions withFullPointers() {
        return new PrintOptions(includeId, false, rowLimit);
    }

    public PrintOptions withRowLimit(int limit) {
        return new PrintOptions(includeId, shortPointers, limit);
    }
}
