package io.millrace.debug;

import io.millrace.column.CellStatus;
import io.millrace.key.Pointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Orders and adds up changes of one table. */
final class ChangeOrder {
    /** Rows by their values, None first, then by id. */
    static final Comparator<Change> BY_VALUES = ((Comparator<Change>) (a, b) -> compareAll(a.values(), b.values()))
            .thenComparing(Change::id, Comparator.nullsFirst(Comparator.<Pointer>naturalOrder()));

    /** Changes by time, retractions first, then by values. */
    static final Comparator<Change> BY_TIME = Comparator.comparingLong(Change::time)
            .thenComparingLong(Change::diff)
            .thenComparing(BY_VALUES);

    private ChangeOrder() {}

    /** The rows that are left in the end, each with its net diff. */
    static List<Change> netRows(List<Change> changes) {
        Map<Object, Change> rows = new LinkedHashMap<>();
        for (Change change : changes) {
            Object row = Arrays.asList(change.id(), CellText.comparable(change.values()));
            rows.merge(row, change, (old, next) -> new Change(old.id(), old.values(), 0, old.diff() + next.diff()));
        }
        return rows.values().stream().filter(change -> change.diff() != 0).toList();
    }

    /** How often each change is there, ids aside; {@code withTimes} tells changes of different times apart. */
    static Map<Object, Long> counts(List<Change> changes, boolean withTimes) {
        Map<Object, Long> counts = new HashMap<>();
        for (Change change : changes) {
            Object what = List.of(CellText.comparable(change.values()), withTimes ? change.time() : 0L);
            counts.merge(what, change.diff(), Long::sum);
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private static int compareAll(List<?> left, List<?> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    @SuppressWarnings("unchecked") // values of one class are comparable with each other
    private static int compare(Object left, Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        if (left instanceof CellStatus || right instanceof CellStatus) {
            return Boolean.compare(left instanceof CellStatus, right instanceof CellStatus);
        }
        if (left instanceof List<?> some && right instanceof List<?> others) {
            return compareAll(some, others);
        }
        if (left.getClass() == right.getClass() && left instanceof Comparable<?> comparable) {
            return ((Comparable<Object>) comparable).compareTo(right);
        }
        return Objects.toString(CellText.comparable(left)).compareTo(Objects.toString(CellText.comparable(right)));
    }

    /** The changes in an order. */
    static List<Change> sorted(List<Change> changes, Comparator<Change> order) {
        List<Change> sorted = new ArrayList<>(changes);
        sorted.sort(order);
        return sorted;
    }
}
