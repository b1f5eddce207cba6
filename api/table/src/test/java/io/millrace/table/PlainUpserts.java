package io.millrace.table;

import io.millrace.key.Pointer;
import io.millrace.table.PlainOperators.Row;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table that a stream of upserts makes, epoch by epoch. */
final class PlainUpserts {
    private static final Comparator<Object> CELLS = Comparator.nullsFirst(PlainUpserts::compareCells);

    private final Map<Pointer, List<Object>> current = new LinkedHashMap<>();

    /** How the table changes with what came to a stream, whose flag is the last cell. */
    Map<Row, Long> changes(Map<Row, Long> before, Map<Row, Long> after) {
        Map<Pointer, List<Object>> last = new LinkedHashMap<>();
        after.forEach((row, weight) -> {
            if (weight > before.getOrDefault(row, 0L)) {
                last.merge(row.id(), row.values(), PlainUpserts::later);
            }
        });
        Map<Row, Long> changes = new LinkedHashMap<>();
        last.forEach((id, values) -> {
            List<Object> old = current.remove(id);
            if (old != null) {
                changes.merge(new Row(id, old), -1L, Long::sum);
            }
            if (Boolean.TRUE.equals(values.getLast())) {
                List<Object> row = values.subList(0, values.size() - 1);
                current.put(id, row);
                changes.merge(new Row(id, row), 1L, Long::sum);
            }
        });
        return changes;
    }

    /** Which of two rows of an id in an epoch counts. */
    private static List<Object> later(List<Object> left, List<Object> right) {
        if (!left.getLast().equals(right.getLast())) {
            return Boolean.TRUE.equals(left.getLast()) ? left : right;
        }
        for (int i = 0; i < left.size(); i++) {
            int order = CELLS.compare(left.get(i), right.get(i));
            if (order != 0) {
                return order > 0 ? left : right;
            }
        }
        return left;
    }

    @SuppressWarnings("unchecked") // cells of a column are of one class
    private static int compareCells(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }
}
