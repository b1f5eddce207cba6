package io.millrace.reduce;

import io.millrace.fixture.Cells;
import io.millrace.fixture.RowZSet;
import io.millrace.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Group by, row by row over the whole input: what the operator must agree with. */
final class GroupByModel {
    private GroupByModel() {}

    static RowZSet of(GroupBy plan, RowZSet input) {
        Map<List<Object>, Map<List<Object>, Long>> groups = new HashMap<>();
        input.weights().forEach((row, weight) -> {
            List<Object> key =
                    plan.keyColumns().stream().map(row::get).collect(ArrayList::new, List::add, List::addAll);
            if (!key.contains(Cells.ERROR)) {
                groups.computeIfAbsent(key, unused -> new HashMap<>()).put(row, weight);
            }
        });
        RowZSet result = new RowZSet();
        groups.forEach((key, rows) -> {
            List<Object> out = new ArrayList<>(key);
            boolean visible = count(rows, List.of()) > 0;
            for (Reducer reducer : plan.reducers()) {
                List<Integer> arguments = argumentsOf(reducer);
                visible &= count(rows, arguments) > 0;
                out.add(result(reducer, rows, arguments));
            }
            if (visible) {
                result.add(out, 1);
            }
        });
        return result;
    }

    private static List<Integer> argumentsOf(Reducer reducer) {
        return switch (reducer) {
            case Count count -> count.arguments();
            case Sum sum -> List.of(sum.column());
            case Average average -> List.of(average.column());
            default -> throw new IllegalArgumentException(reducer.toString());
        };
    }

    private static long count(Map<List<Object>, Long> rows, List<Integer> arguments) {
        long count = 0;
        for (Map.Entry<List<Object>, Long> row : rows.entrySet()) {
            if (arguments.stream().noneMatch(column -> row.getKey().get(column) == Cells.ERROR)) {
                count += row.getValue();
            }
        }
        return count;
    }

    private static Object result(Reducer reducer, Map<List<Object>, Long> rows, List<Integer> arguments) {
        return switch (reducer) {
            case Count count -> count(rows, arguments);
            case Sum sum when sum.type().equals(Type.FLOAT64) -> doubleSum(rows, sum.column());
            case Sum sum -> {
                BigInteger exact = longSum(rows, sum.column());
                yield exact.bitLength() > 63 ? Cells.ERROR : exact.longValue();
            }
            case Average average
            when average.argument().equals(Type.FLOAT64) ->
                Cells.canonical(doubleSum(rows, average.column()) / count(rows, arguments));
            case Average average ->
                Cells.canonical(longSum(rows, average.column()).doubleValue() / count(rows, arguments));
            default -> throw new IllegalArgumentException(reducer.toString());
        };
    }

    private static BigInteger longSum(Map<List<Object>, Long> rows, int column) {
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<List<Object>, Long> row : rows.entrySet()) {
            if (row.getKey().get(column) instanceof Long value) {
                sum = sum.add(BigInteger.valueOf(value).multiply(BigInteger.valueOf(row.getValue())));
            }
        }
        return sum;
    }

    /** Exact, and rounded once; what is not finite counts by the rules of floating point. */
    private static double doubleSum(Map<List<Object>, Long> rows, int column) {
        BigDecimal finite = BigDecimal.ZERO;
        double strange = 0;
        for (Map.Entry<List<Object>, Long> row : rows.entrySet()) {
            if (row.getKey().get(column) instanceof Double value) {
                if (Double.isFinite(value)) {
                    finite = finite.add(new BigDecimal(value).multiply(BigDecimal.valueOf(row.getValue())));
                } else {
                    strange += value * row.getValue();
                }
            }
        }
        return Cells.canonical(finite.doubleValue() + strange);
    }
}
