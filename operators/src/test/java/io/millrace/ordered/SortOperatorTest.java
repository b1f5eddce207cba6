package io.millrace.ordered;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.fixture.Cells;
import io.millrace.fixture.Change;
import io.millrace.fixture.RandomBatches;
import io.millrace.fixture.RandomCells;
import io.millrace.fixture.RandomStream;
import io.millrace.fixture.RowZSet;
import io.millrace.fixture.SavedState;
import io.millrace.fixture.TestWorker;
import io.millrace.port.DataError;
import io.millrace.port.KeyGroups;
import io.millrace.type.Type;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SortOperatorTest {
    private static final List<Type> INPUT =
            List.of(Type.optional(Type.STRING), Type.POINTER, Type.optional(Type.INT64), Type.FLOAT64);
    private static final BigInteger ALL = BigInteger.ONE.shiftLeft(128);

    @Test
    void agreesWithSortingAnewAtEveryEpoch() {
        for (int column : new int[] {0, 2, 3}) {
            for (List<Integer> instance : List.of(List.<Integer>of(), List.of(2), List.of(0, 2))) {
                for (long seed = 1; seed <= 4; seed++) {
                    Sort plan = new Sort(INPUT, column, instance, true, null);
                    check(plan, seed, seed % 2 == 0 ? 5 : 300, seed % 2 * 0.05);
                }
            }
        }
    }

    private static void check(Sort plan, long seed, int domain, double owed) {
        String what = plan + " seed " + seed;
        SplittableRandom random = new SplittableRandom(seed);
        RandomStream stream = new RandomStream(random, it -> row(it, domain), 0.4, owed);
        RowZSet input = new RowZSet();
        RowZSet table = new RowZSet();
        try (TestWorker worker = new TestWorker(TestWorker.PLENTY, 1 + random.nextInt(300))) {
            List<Change> changes = new ArrayList<>();
            SortOperator operator = (SortOperator)
                    plan.open(worker.context("sort"), batch -> changes.addAll(RowZSet.changesWithIds(batch)));
            try (operator) {
                long baseline = worker.state().getAllocatedMemory();
                for (int epoch = 0; epoch < 7; epoch++) {
                    List<Change> next = stream.next(random.nextInt(500));
                    step(operator, worker, random, next, epoch);
                    input.add(next);
                    assertMinimal(changes, what + " epoch " + epoch);
                    table.add(changes);
                    changes.clear();
                    assertEquals(sorted(plan, input), table, what + " epoch " + epoch);
                }
                step(operator, worker, random, stream.undoAll(), 7);
                table.add(changes);
                assertTrue(table.isEmpty(), what);
                assertTrue(worker.state().getAllocatedMemory() <= baseline, what + ": state is not empty");
            }
        }
    }

    private static void step(
            SortOperator operator, TestWorker worker, SplittableRandom random, List<Change> changes, long epoch) {
        for (Batch batch : RandomBatches.cut(random, worker.pool(), INPUT, epoch, changes, 300, 1)) {
            try (batch) {
                operator.push(0, batch);
            }
        }
        operator.endEpoch(epoch);
    }

    private static List<Object> row(SplittableRandom random, int domain) {
        List<Object> row = RandomCells.row(random, INPUT, domain);
        row.set(1, null);
        int hash = row.toString().hashCode();
        row.set(1, BigInteger.valueOf(hash).multiply(BigInteger.valueOf(0x9E3779B97F4A7C15L)));
        return row;
    }

    private static RowZSet sorted(Sort plan, RowZSet input) {
        Map<List<Object>, List<List<Object>>> instances = new HashMap<>();
        Map<List<Object>, Long> net = new HashMap<>();
        input.weights()
                .forEach((row, weight) -> net.merge(
                        Arrays.asList(
                                plan.instance().stream().map(row::get).toList().toString(),
                                row.get(plan.column()),
                                row.get(1)),
                        weight,
                        Long::sum));
        net.forEach((row, weight) -> {
            if (weight > 0) {
                instances
                        .computeIfAbsent(row.subList(0, 1), unused -> new ArrayList<>())
                        .add(row);
            }
        });
        RowZSet result = new RowZSet();
        instances.values().forEach(rows -> {
            rows.sort(Comparator.<List<Object>, Object>comparing(row -> row.get(1), SortOperatorTest::compare)
                    .thenComparing(row -> ((BigInteger) row.get(2)).mod(ALL)));
            for (int i = 0; i < rows.size(); i++) {
                Object previous = i == 0 ? null : rows.get(i - 1).get(2);
                Object next = i + 1 == rows.size() ? null : rows.get(i + 1).get(2);
                result.add(Change.row(previous, next, rows.get(i).get(2)), 1);
            }
        });
        return result;
    }

    @SuppressWarnings("unchecked") // cells of one column are comparable with each other
    private static int compare(Object left, Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return ((Comparable<Object>) left).compareTo(right);
    }

    private static void assertMinimal(List<Change> changes, String what) {
        RowZSet net = new RowZSet().add(changes);
        List<Change> needless = changes.stream()
                .filter(change -> net.weight(change.row()) != change.weight())
                .toList();
        assertEquals(List.of(), needless, what + ": more changes than differences");
    }

    @Test
    void leavesOutRowsWithAnErrorAndReportsThem() {
        Sort plan = new Sort(INPUT, 0, List.of(2), true, null);
        try (TestWorker worker = new TestWorker()) {
            RowZSet table = new RowZSet();
            List<Change> rows = List.of(
                    Change.of(1, "a", BigInteger.ONE, 1L, 0.0),
                    Change.of(1, Cells.ERROR, BigInteger.TWO, 1L, 0.0),
                    Change.of(1, "b", BigInteger.TEN, Cells.ERROR, 0.0));
            try (SortOperator operator = (SortOperator)
                            plan.open(worker.context("sort"), batch -> table.add(RowZSet.changesWithIds(batch)));
                    Batch batch = RandomBatches.withIds(worker.pool(), INPUT, 0, rows, 1)) {
                operator.push(0, batch);
                operator.endEpoch(0);
            }
            assertEquals(new RowZSet().add(Change.row(null, null, BigInteger.ONE), 1), table);
            assertEquals(2, worker.errors().size());
            assertEquals(
                    DataError.Kind.ERROR_IN_SORT, worker.errors().getFirst().kind());
        }
    }

    @Test
    void continuesFromSavedState() throws IOException {
        Sort plan = new Sort(INPUT, 0, List.of(2), true, null);
        SplittableRandom random = new SplittableRandom(8);
        RandomStream stream = new RandomStream(random, it -> row(it, 50), 0.3, 0.05);
        RowZSet input = new RowZSet();
        RowZSet table = new RowZSet();
        SavedState saved = new SavedState();
        try (TestWorker worker = new TestWorker()) {
            for (int part = 0; part < 2; part++) {
                try (SortOperator operator = (SortOperator)
                        plan.open(worker.context("sort"), batch -> table.add(RowZSet.changesWithIds(batch)))) {
                    if (part == 1) {
                        operator.restoreFrom(saved.input(KeyGroups.of(0, 1)));
                    }
                    List<Change> next = stream.next(900);
                    input.add(next);
                    step(operator, worker, random, next, part);
                    assertEquals(sorted(plan, input), table);
                    operator.saveTo(saved);
                }
            }
        }
    }
}
