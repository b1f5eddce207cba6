package io.millrace.temporal;

import io.millrace.fixture.Change;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rows that wait for their time, by what Pathway does epoch by epoch. A row is its instance, time, threshold and id, then other cells;
 * an epoch's changes are added up before it looks at them.
 */
final class PostponeModel {
    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::threshold).thenComparing(Key::id);

    /** Where a row stands in its instance. */
    private record Key(long threshold, BigInteger id) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final Postpone.What what;
    private final Map<Object, TreeMap<Key, Map<List<Object>, Long>>> held = new HashMap<>();
    private final Map<Object, Long> times = new HashMap<>();
    private final Map<Object, Long> released = new HashMap<>();
    private final Map<Object, Key> last = new HashMap<>();
    private Set<Object> touchedBefore = Set.of();

    PostponeModel(Postpone.What what) {
        this.what = what;
    }

    /** Takes an epoch's changes, and returns what is released of them and of those before; negated where rows are forgotten. */
    List<Change> step(List<Change> changes) {
        Map<List<Object>, Long> net = new HashMap<>();
        changes.forEach(change -> net.merge(change.row(), change.weight(), Long::sum));
        net.values().removeIf(weight -> weight == 0);
        List<Change> out = new ArrayList<>();
        if (net.isEmpty()) {
            return out;
        }
        boolean isBuffer = what == Postpone.What.BUFFER;
        Map<Object, Long> seen = new HashMap<>();
        net.keySet().forEach(row -> seen.merge(row.get(0), (Long) row.get(1), Math::max));
        if (isBuffer) {
            seen.forEach((instance, time) -> times.merge(instance, time, Math::max));
        }
        net.forEach((row, weight) -> take(row, isBuffer ? weight : -weight, out));
        Set<Object> touched = new HashSet<>(seen.keySet());
        Set<Object> due = new HashSet<>(touched);
        due.addAll(touchedBefore);
        due.forEach(instance -> release(instance, out));
        times.forEach((instance, time) -> released.merge(instance, time, Math::max));
        if (!isBuffer) {
            seen.forEach((instance, time) -> times.merge(instance, time, Math::max));
        }
        touchedBefore = touched;
        return out;
    }

    private void take(List<Object> row, long weight, List<Change> out) {
        Object instance = row.get(0);
        Key key = new Key((Long) row.get(2), (BigInteger) row.get(3));
        boolean hasPassed = released.containsKey(instance)
                && released.get(instance) >= key.threshold()
                && last.containsKey(instance)
                && key.compareTo(last.get(instance)) <= 0;
        if (hasPassed) {
            out.add(new Change(row, weight));
            return;
        }
        Map<List<Object>, Long> rows = held.computeIfAbsent(instance, unused -> new TreeMap<>())
                .computeIfAbsent(key, unused -> new HashMap<>());
        rows.merge(row, weight, Long::sum);
        rows.remove(row, 0L);
    }

    private void release(Object instance, List<Change> out) {
        TreeMap<Key, Map<List<Object>, Long>> rows = held.getOrDefault(instance, new TreeMap<>());
        while (times.containsKey(instance) && !rows.isEmpty() && rows.firstKey().threshold() <= times.get(instance)) {
            Map.Entry<Key, Map<List<Object>, Long>> first = rows.pollFirstEntry();
            if (!first.getValue().isEmpty()) {
                last.merge(instance, first.getKey(), (a, b) -> a.compareTo(b) > 0 ? a : b);
            }
            first.getValue().forEach((row, weight) -> out.add(new Change(row, weight)));
        }
    }

    /** What still waits. */
    List<Change> rest() {
        List<Change> out = new ArrayList<>();
        held.values()
                .forEach(rows ->
                        rows.values().forEach(each -> each.forEach((row, weight) -> out.add(new Change(row, weight)))));
        return out;
    }
}
