package io.millrace.plan;

/**
 * Where a node comes from.
 *
 * @param operation the user's word for it: {@code select}, {@code groupBy}, …
 * @param line where the user wrote it
 */
public record Origin(String operation, UserLine line) {
    /** The projection that a join puts before each side, to carry row ids along. */
    public static final String SIDE_OF_JOIN = "side of join";

    /** An operation at the line that calls the engine now. */
    public static Origin of(String operation) {
        return new Origin(operation, UserLine.ofCaller());
    }
}
