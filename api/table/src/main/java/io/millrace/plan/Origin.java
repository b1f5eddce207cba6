package io.millrace.plan;

import java.util.List;
import java.util.Map;

/**
 * Where a node comes from.
 *
 * @param operation the user's word for it: {@code select}, {@code groupBy}, …
 * @param line where the user wrote it
 * @param columns where the user wrote columns of it, by name, for those that have a line of their own
 */
public record Origin(String operation, UserLine line, Map<String, UserLine> columns) {
    /** The projection that a join puts before each side, to carry row ids along. */
    public static final String SIDE_OF_JOIN = "side of join";

    public Origin {
        columns = Map.copyOf(columns);
    }

    /** An operation whose columns are where it is. */
    public Origin(String operation, UserLine line) {
        this(operation, line, Map.of());
    }

    /** Where each of these columns of the operation was written. */
    public List<String> linesOf(List<String> names) {
        return names.stream()
                .map(name -> columns.getOrDefault(name, line).toString())
                .toList();
    }

    /** An operation at the line that calls the engine now. */
    public static Origin of(String operation) {
        return new Origin(operation, UserLine.ofCaller());
    }
}
