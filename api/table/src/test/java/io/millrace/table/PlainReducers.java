package io.millrace.table;

import io.millrace.column.CellStatus;
import io.millrace.key.Pointer;
import io.millrace.physical.Stage;
import io.millrace.plan.Reducer;
import io.millrace.reduce.RowCount;
import io.millrace.type.Type;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reducers as their definitions say, over the argument rows of a group, each as often as it is there. */
final class PlainReducers {
    private static final BigInteger SALT = new BigInteger("DEADBEEFDEADBEEFDEADBEEFDEADBEEF", 16);
    private static final Comparator<Object> VALUES = PlainReducers::compare;
    private static final Comparator<List<Object>> ROWS = (left, right) -> {
        for (int i = 0; i < left.size(); i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private PlainReducers() {}

    /** Rows by one of their cells. */
    static Comparator<PlainOperators.Row> byCell(int column) {
        return (left, right) ->
                compare(left.values().get(column), right.values().get(column));
    }

    /** @param rows the columns of the call, in no order, without errors and without those that the condition leaves out */
    static Object value(Stage.Call call, List<List<Object>> rows) {
        if (call.reducer() == Reducer.Plain.COUNT) {
            return (long) rows.size();
        }
        if (call.reducer() == Reducer.Plain.COUNT_DISTINCT
                || call.reducer() instanceof Reducer.CountDistinctApproximate) {
            return (long) new HashSet<>(rows).size();
        }
        List<Object> first = rows.stream().map(List::getFirst).collect(Collectors.toList());
        if (call.reducer() instanceof Reducer.Listed || call.reducer() instanceof Reducer.TopK) {
            return list(call.reducer(), rows, first);
        }
        if (rows.isEmpty()) {
            return null;
        }
        return switch (call.reducer()) {
            case Reducer.Plain plain -> plain(plain, call.type(), rows, first);
            case Reducer.StringAgg it -> {
                List<String> texts = inOrder(rows).stream()
                        .filter(Objects::nonNull)
                        .map(String.class::cast)
                        .toList();
                yield texts.isEmpty() ? null : String.join(it.separator(), texts);
            }
            case Reducer.Quantile it -> quantile(first, it.share());
            case Reducer.Custom it -> custom(it, rows);
            default -> throw new IllegalArgumentException(call.reducer().toString());
        };
    }

    private static Object plain(Reducer.Plain plain, Type type, List<List<Object>> rows, List<Object> first) {
        return switch (plain) {
            case SUM ->
                type == Type.INT64
                        ? (Object) first.stream().mapToLong(it -> (Long) it).sum()
                        : (Object) first.stream().mapToDouble(it -> (Double) it).sum();
            case AVG ->
                first.stream().mapToDouble(it -> ((Number) it).doubleValue()).sum() / first.size();
            case MIN -> sorted(first).getFirst();
            case MAX -> sorted(first).getLast();
            case ARG_MIN -> rows.stream().min(ROWS).orElseThrow().get(1);
            case ARG_MAX ->
                rows.stream()
                        .max((left, right) -> {
                            int order = compare(left.get(0), right.get(0));
                            return order != 0 ? order : compare(right.get(1), left.get(1));
                        })
                        .orElseThrow()
                        .get(1);
            case ANY ->
                rows.stream()
                        .min(Comparator.comparing(
                                row -> number((Pointer) row.get(1)).xor(SALT)))
                        .orElseThrow()
                        .get(0);
            case UNIQUE -> new HashSet<>(first).size() > 1 ? CellStatus.ERROR : first.getFirst();
            case MODE -> {
                long most =
                        first.stream().mapToLong(it -> count(first, it)).max().orElseThrow();
                yield sorted(first.stream()
                                .filter(it -> count(first, it) == most)
                                .collect(Collectors.toList()))
                        .getFirst();
            }
            case COUNT, COUNT_DISTINCT, EARLIEST, LATEST -> throw new IllegalArgumentException(plain.toString());
        };
    }

    private static List<Object> sorted(List<Object> values) {
        List<Object> sorted = new ArrayList<>(values);
        sorted.sort(VALUES);
        return sorted;
    }

    private static Object list(Reducer reducer, List<List<Object>> rows, List<Object> first) {
        if (reducer instanceof Reducer.TopK it) {
            List<Object> greatestFirst = sorted(first).reversed();
            return greatestFirst.subList(0, Math.min(it.most(), greatestFirst.size()));
        }
        Reducer.Listed listed = (Reducer.Listed) reducer;
        List<Object> values = listed.sorted() ? new ArrayList<>(first) : inOrder(rows);
        if (listed.sorted()) {
            values.sort(VALUES);
        }
        if (listed.skipNones()) {
            values.removeIf(Objects::isNull);
        }
        return values;
    }

    /** The first columns, by all others. */
    private static List<Object> inOrder(List<List<Object>> rows) {
        return rows.stream()
                .sorted((left, right) -> ROWS.compare(left.subList(1, left.size()), right.subList(1, right.size())))
                .map(List::getFirst)
                .collect(Collectors.toList());
    }

    private static Object quantile(List<Object> values, double share) {
        double[] sorted = values.stream()
                .sorted(VALUES)
                .mapToDouble(it -> ((Number) it).doubleValue())
                .toArray();
        double place = (sorted.length - 1) * share;
        int below = (int) place;
        return place == below ? sorted[below] : sorted[below] + (sorted[below + 1] - sorted[below]) * (place - below);
    }

    private static Object custom(Reducer.Custom custom, List<List<Object>> rows) {
        try {
            List<RowCount> counts =
                    rows.stream().sorted(ROWS).map(row -> new RowCount(row, 1)).toList();
            return custom.fold().result(custom.fold().fold(null, counts));
        } catch (Exception e) {
            return CellStatus.ERROR;
        }
    }

    private static long count(List<Object> values, Object value) {
        return values.stream().filter(it -> Objects.equals(it, value)).count();
    }

    private static BigInteger number(Pointer pointer) {
        return unsigned(pointer.high()).shiftLeft(64).or(unsigned(pointer.low()));
    }

    private static BigInteger unsigned(long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }

    private static int compare(Object left, Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return switch (left) {
            case Long it -> it.compareTo((Long) right);
            case Boolean it -> it.compareTo((Boolean) right);
            case Double it -> it.compareTo((Double) right);
            case Pointer it -> it.compareTo((Pointer) right);
            case String it ->
                Arrays.compareUnsigned(
                        it.getBytes(StandardCharsets.UTF_8), ((String) right).getBytes(StandardCharsets.UTF_8));
            default -> throw new IllegalArgumentException(left.getClass().toString());
        };
    }
}
