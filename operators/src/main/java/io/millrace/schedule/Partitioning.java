package io.millrace.schedule;

import java.util.List;

/** Which worker owns a row. */
public sealed interface Partitioning {
    /** Rows with equal cells in these columns go to one worker, found by their hash. */
    record ByColumns(List<Integer> columns) implements Partitioning {
        public ByColumns {
            columns = List.copyOf(columns);
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("partitioning by no columns; use Single");
            }
        }
    }

    /** Rows with equal ids go to one worker. */
    record ById() implements Partitioning {}

    /** All rows go to worker 0. */
    record Single() implements Partitioning {}
}
