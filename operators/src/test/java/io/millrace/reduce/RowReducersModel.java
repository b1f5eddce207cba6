package io.millrace.reduce;

import io.millrace.fixture.Cells;
import io.millrace.fixture.Change;
import io.millrace.fixture.RowZSet;
import io.millrace.value.Tensor;
import io.millrace.value.ValueCodec;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Reducers that keep rows, by their definitions: computed anew of all rows, and of when they came. */
final class RowReducersModel {
    private static final BigInteger ALL = BigInteger.ONE.shiftLeft(128);
    private static final BigInteger SALT = new BigInteger("DEADBEEFDEADBEEFDEADBEEFDEADBEEF", 16);

    /** Cells in the total order. */
    private static final Comparator<Object> CELLS = RowReducersModel::compare;

    private static final Comparator<List<Object>> ROWS = (left, right) -> {
        for (int i = 0; i < left.size(); i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private final GroupBy plan;
    private final RowZSet input = new RowZSet();
    /** By reducer, group and row as the reducer sees it: how many copies came when; debts under −1. */
    private final Map<List<Object>, TreeMap<Long, Long>> arrivals = new HashMap<>();

    RowReducersModel(GroupBy plan) {
        this.plan = plan;
    }

    void add(List<Change> changes, long epoch) {
        input.add(changes);
        for (int i = 0; i < plan.reducers().size(); i++) {
            if (plan.reducers().get(i) instanceof Pick pick
                    && (pick.which() == Pick.Which.EARLIEST || pick.which() == Pick.Which.LATEST)) {
                Map<List<Object>, Long> net = new HashMap<>();
                for (Change change : changes) {
                    List<Object> row = change.row();
                    if (isSeen(row, pick.filter(), List.of(pick.result()))) {
                        List<Object> seen = Arrays.asList(
                                i,
                                plan.keyColumns().stream().map(row::get).toList(),
                                row.get(1),
                                row.get(pick.value()));
                        net.merge(seen, change.weight(), Long::sum);
                    }
                }
                net.forEach((seen, weight) -> arrive(seen, weight, epoch));
            }
        }
    }

    private void arrive(List<Object> seen, long weight, long epoch) {
        TreeMap<Long, Long> copies = arrivals.computeIfAbsent(seen, unused -> new TreeMap<>());
        long left = weight;
        if (left > 0) {
            long owed = -copies.getOrDefault(-1L, 0L);
            long paid = Math.min(owed, left);
            copies.merge(-1L, paid, Long::sum);
            copies.merge(epoch, left - paid, Long::sum);
        }
        while (left < 0) {
            copies.values().removeIf(count -> count == 0);
            Long last = copies.isEmpty() ? null : copies.lastKey();
            if (last == null || last < 0) {
                copies.merge(-1L, left, Long::sum);
                break;
            }
            long taken = Math.min(-left, copies.get(last));
            copies.merge(last, -taken, Long::sum);
            left += taken;
        }
        copies.values().removeIf(count -> count == 0);
    }

    RowZSet result() {
        Map<List<Object>, Map<List<Object>, Long>> groups = new HashMap<>();
        input.weights()
                .forEach((row, weight) -> groups.computeIfAbsent(
                                plan.keyColumns().stream().map(row::get).toList(), unused -> new HashMap<>())
                        .put(row, weight));
        RowZSet result = new RowZSet();
        groups.forEach((key, rows) -> {
            List<Object> out = new ArrayList<>(key);
            boolean visible = rows.values().stream().mapToLong(it -> it).sum() > 0;
            for (int i = 0; visible && i < plan.reducers().size(); i++) {
                Reducer reducer = plan.reducers().get(i);
                List<Integer> failing = arguments(reducer);
                visible = rows.entrySet().stream()
                                .filter(row -> failing.stream()
                                        .noneMatch(column -> row.getKey().get(column) == Cells.ERROR))
                                .mapToLong(Map.Entry::getValue)
                                .sum()
                        > 0;
                out.add(visible ? value(i, reducer, key, rows) : null);
            }
            if (visible) {
                result.add(out, 1);
            }
        });
        return result;
    }

    private static List<Integer> arguments(Reducer reducer) {
        List<Integer> columns = new ArrayList<>();
        switch (reducer) {
            case Pick pick -> columns.addAll(List.of(pick.value(), pick.result(), pick.filter()));
            case Collect it -> {
                columns.addAll(it.order());
                columns.addAll(List.of(it.column(), it.filter()));
            }
            case JoinedText it -> {
                columns.addAll(it.order());
                columns.addAll(List.of(it.column(), it.filter()));
            }
            case ArrayOf it -> {
                columns.addAll(it.order());
                columns.addAll(List.of(it.column(), it.filter()));
            }
            case DistinctCount it -> {
                columns.addAll(it.columns());
                columns.add(it.filter());
            }
            case Quantile it -> columns.addAll(List.of(it.column(), it.filter()));
            case Variance it -> columns.add(it.column());
            case Extreme it -> columns.add(it.column());
            default -> throw new IllegalArgumentException(reducer.toString());
        }
        columns.removeIf(column -> column < 0);
        return columns;
    }

    private static boolean isSeen(List<Object> row, int filter, List<Integer> columns) {
        return (filter < 0 || Boolean.TRUE.equals(row.get(filter)))
                && columns.stream().noneMatch(column -> column >= 0 && row.get(column) == Cells.ERROR);
    }

    /** The rows' cells in some columns, sorted, each as often as its net weight says. */
    private static List<List<Object>> seen(
            Map<List<Object>, Long> rows, int filter, Predicate<List<Object>> isRight, List<Integer> columns) {
        Map<List<Object>, Long> net = new TreeMap<>(ROWS);
        rows.forEach((row, weight) -> {
            if (isSeen(row, filter, columns) && isRight.test(row)) {
                net.merge(Arrays.asList(columns.stream().map(row::get).toArray()), weight, Long::sum);
            }
        });
        List<List<Object>> all = new ArrayList<>();
        net.forEach((row, weight) -> {
            for (long i = 0; i < weight; i++) {
                all.add(row);
            }
        });
        return all;
    }

    private Object value(int index, Reducer reducer, List<Object> key, Map<List<Object>, Long> rows) {
        return switch (reducer) {
            case Pick pick -> pick(index, pick, key, rows);
            case Collect it -> {
                List<Integer> columns = new ArrayList<>(it.order());
                columns.add(it.column());
                List<Object> values = seen(rows, it.filter(), row -> true, columns).stream()
                        .map(List::getLast)
                        .filter(value -> !it.skipNones() || value != null)
                        .toList();
                if (it.how() == Collect.How.GREATEST) {
                    values = values.reversed().subList(0, Math.min(it.most(), values.size()));
                }
                yield ByteBuffer.wrap(ValueCodec.encode(it.type(), values));
            }
            case JoinedText it -> {
                List<Integer> columns = new ArrayList<>(it.order());
                columns.add(it.column());
                List<String> texts = seen(rows, it.filter(), row -> true, columns).stream()
                        .map(List::getLast)
                        .filter(Objects::nonNull)
                        .map(String.class::cast)
                        .toList();
                yield texts.isEmpty() ? null : String.join(it.separator(), texts);
            }
            case ArrayOf it -> {
                List<Integer> columns = new ArrayList<>(it.order());
                columns.add(it.column());
                long[] values = seen(rows, it.filter(), row -> true, columns).stream()
                        .mapToLong(row -> (Long) row.getLast())
                        .toArray();
                yield ByteBuffer.wrap(ValueCodec.encode(it.type(), Tensor.of(values, values.length)));
            }
            case DistinctCount it ->
                seen(rows, it.filter(), row -> true, it.columns()).stream()
                        .distinct()
                        .count();
            case Quantile it -> {
                List<List<Object>> all = seen(rows, it.filter(), row -> true, List.of(it.column()));
                yield all.isEmpty() ? null : quantile(all, it.share());
            }
            case Variance it -> {
                double[] values = seen(rows, -1, row -> true, List.of(it.column())).stream()
                        .mapToDouble(row -> ((Number) row.getFirst()).doubleValue())
                        .toArray();
                yield variance(values, it);
            }
            case Extreme it -> {
                List<List<Object>> all = seen(rows, -1, row -> true, List.of(it.column()));
                yield it.isGreatest()
                        ? all.getLast().getFirst()
                        : all.getFirst().getFirst();
            }
            default -> throw new IllegalArgumentException(reducer.toString());
        };
    }

    private static Object quantile(List<List<Object>> all, double share) {
        double place = (all.size() - 1) * share;
        double below = number(all.get((int) place));
        double part = place - (int) place;
        if (part == 0) {
            return below;
        }
        double above = number(all.get((int) place + 1));
        return Cells.canonical(above == below ? below : below + (above - below) * part);
    }

    private static double number(List<Object> row) {
        return ((Number) row.getFirst()).doubleValue();
    }

    private static Object variance(double[] values, Variance it) {
        if (it.ofSample() && values.length < 2) {
            return null;
        }
        if (Arrays.stream(values).anyMatch(value -> !Double.isFinite(value))) {
            return Double.NaN;
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double sum = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double variance = sum / (it.ofSample() ? values.length - 1 : values.length);
        return it.isRoot() ? Math.sqrt(variance) : variance;
    }

    private Object pick(int index, Pick pick, List<Object> key, Map<List<Object>, Long> rows) {
        List<Integer> byValue = pick.result() < 0 ? List.of(pick.value()) : List.of(pick.value(), pick.result());
        List<List<Object>> all = seen(rows, pick.filter(), row -> true, byValue);
        if (all.isEmpty() && pick.which() != Pick.Which.EARLIEST && pick.which() != Pick.Which.LATEST) {
            return null;
        }
        return switch (pick.which()) {
            case MIN -> all.getFirst().getFirst();
            case MAX -> all.getLast().getFirst();
            case ARG_MIN -> all.getFirst().getLast();
            case ARG_MAX -> {
                Object greatest = all.getLast().getFirst();
                yield all.stream()
                        .filter(row -> compare(row.getFirst(), greatest) == 0)
                        .findFirst()
                        .orElseThrow()
                        .getLast();
            }
            case UNIQUE ->
                all.stream().distinct().count() > 1
                        ? Cells.ERROR
                        : all.getFirst().getFirst();
            case MODE -> {
                long most = all.stream().mapToLong(row -> count(all, row)).max().orElse(0);
                yield all.stream()
                        .filter(row -> count(all, row) == most)
                        .findFirst()
                        .orElseThrow()
                        .getFirst();
            }
            case ANY ->
                all.stream()
                        .min(Comparator.comparing(
                                row -> ((BigInteger) row.getLast()).mod(ALL).xor(SALT)))
                        .orElseThrow()
                        .getFirst();
            case EARLIEST, LATEST -> arrival(index, pick.which() == Pick.Which.EARLIEST, key);
        };
    }

    private Object arrival(int index, boolean earliest, List<Object> key) {
        List<List<Object>> all = new ArrayList<>();
        arrivals.forEach((seen, copies) -> {
            if (seen.getFirst().equals(index) && seen.get(1).equals(key) && seen.getLast() != Cells.ERROR) {
                copies.forEach((epoch, count) -> {
                    if (epoch >= 0) {
                        all.add(Arrays.asList(epoch, seen.get(2), seen.get(3)));
                    }
                });
            }
        });
        all.sort(ROWS);
        return all.isEmpty() ? null : (earliest ? all.getFirst() : all.getLast()).getLast();
    }

    private static long count(List<List<Object>> all, List<Object> row) {
        return IntStream.range(0, all.size())
                .filter(i -> CELLS.compare(all.get(i).getFirst(), row.getFirst()) == 0)
                .count();
    }

    private static int compare(Object left, Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return switch (left) {
            case Boolean it -> it.compareTo((Boolean) right);
            case Long it -> it.compareTo((Long) right);
            case Double it -> Double.compare(it, (Double) right);
            case String it ->
                Arrays.compareUnsigned(
                        it.getBytes(StandardCharsets.UTF_8), ((String) right).getBytes(StandardCharsets.UTF_8));
            case BigInteger it -> it.mod(ALL).compareTo(((BigInteger) right).mod(ALL));
            default -> Integer.compare(System.identityHashCode(left), System.identityHashCode(right));
        };
    }
}
