package io.millrace.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.fixture.Cells;
import io.millrace.fixture.Change;
import io.millrace.fixture.Collected;
import io.millrace.fixture.RandomBatches;
import io.millrace.fixture.RandomCells;
import io.millrace.fixture.RandomStream;
import io.millrace.fixture.RowZSet;
import io.millrace.fixture.SavedState;
import io.millrace.fixture.TestWorker;
import io.millrace.port.KeyGroups;
import io.millrace.type.Type;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;

/** Reducers that keep rows, over random streams of changes, against what their definitions say. */
final class RowReducersTest {
    private static final Type TEXT = Type.optional(Type.STRING);
    private static final Type WHOLE = Type.optional(Type.INT64);
    private static final List<Type> INPUT =
            List.of(Type.INT64, Type.POINTER, Type.INT64, TEXT, Type.FLOAT64, Type.BOOL, WHOLE, Type.STRING, Type.BOOL);
    private static final List<Integer> ID = List.of(1);
    private static final List<Integer> BY = List.of(6, 1);
    private static final List<Type> BY_TYPES = List.of(WHOLE, Type.POINTER);

    private static Pick value(Pick.Which which, int column, int filter, boolean appendOnly) {
        return Pick.ofValue(which, column, INPUT.get(column), filter, appendOnly);
    }

    private static Pick byId(Pick.Which which, int column, int filter, boolean appendOnly) {
        return new Pick(which, column, INPUT.get(column), 1, Type.POINTER, filter, appendOnly);
    }

    private static Collect tuple(int column, boolean skipNones, int filter) {
        return new Collect(Collect.How.IN_ORDER, column, INPUT.get(column), BY, BY_TYPES, skipNones, 0, filter);
    }

    private static Collect sorted(Collect.How how, int column, boolean skipNones, int most, int filter) {
        return new Collect(how, column, INPUT.get(column), List.of(), List.of(), skipNones, most, filter);
    }

    /** Picks of all kinds. */
    private static List<Reducer> picks(int filter, boolean appendOnly) {
        List<Reducer> reducers = new ArrayList<>();
        for (int column : new int[] {2, 3, 4, 6, 7, 8}) {
            reducers.add(value(Pick.Which.MIN, column, filter, appendOnly));
            reducers.add(value(Pick.Which.MAX, column, filter, appendOnly));
            reducers.add(byId(Pick.Which.ARG_MIN, column, filter, appendOnly));
            reducers.add(byId(Pick.Which.ARG_MAX, column, filter, appendOnly));
            reducers.add(byId(Pick.Which.ANY, column, filter, appendOnly));
            reducers.add(byId(Pick.Which.EARLIEST, column, filter, appendOnly));
            reducers.add(byId(Pick.Which.LATEST, column, filter, appendOnly));
            if (!appendOnly) {
                reducers.add(value(Pick.Which.UNIQUE, column, filter, false));
                reducers.add(value(Pick.Which.MODE, column, filter, false));
            }
        }
        return reducers;
    }

    private static List<Reducer> lists(int filter) {
        return List.of(
                tuple(2, false, filter),
                tuple(3, true, filter),
                tuple(4, false, filter),
                sorted(Collect.How.SORTED, 3, false, 0, filter),
                sorted(Collect.How.SORTED, 6, true, 0, filter),
                sorted(Collect.How.GREATEST, 2, false, 3, filter),
                sorted(Collect.How.GREATEST, 7, false, 1, filter),
                new JoinedText(3, TEXT, ", ", BY, BY_TYPES, filter),
                new JoinedText(7, Type.STRING, "", ID, List.of(Type.POINTER), filter),
                new ArrayOf(2, Type.INT64, BY, BY_TYPES, false, filter),
                new DistinctCount(List.of(3), List.of(TEXT), filter),
                new DistinctCount(List.of(2, 8), List.of(Type.INT64, Type.BOOL), filter),
                new Quantile(2, Type.INT64, 0.5, filter),
                new Quantile(4, Type.FLOAT64, 0.25, filter));
    }

    private static GroupBy plan(List<Integer> keys, List<Reducer> reducers) {
        return new GroupBy(INPUT, keys, reducers, false, null);
    }

    @Test
    void agreesWithRecomputationAtEveryEpoch() {
        for (int filter : new int[] {-1, 5}) {
            for (GroupBy plan : List.of(
                    plan(List.of(0), picks(filter, false)),
                    plan(List.of(), picks(filter, false)),
                    plan(List.of(0), lists(filter)),
                    plan(List.of(), lists(filter)))) {
                for (long seed = 1; seed <= 3; seed++) {
                    check(plan, seed, seed % 2 == 0 ? 6 : 60, seed == 3 ? 0.1 : 0, true);
                }
            }
        }
    }

    @Test
    void keepsOneRowOfThoseThatAreNeverTakenBack() {
        for (int filter : new int[] {-1, 5}) {
            List<Reducer> reducers = new ArrayList<>(picks(filter, true));
            if (filter < 0) {
                reducers.add(new Extreme(2, Type.INT64, false));
                reducers.add(new Extreme(4, Type.FLOAT64, true));
            }
            for (long seed = 1; seed <= 3; seed++) {
                check(plan(List.of(0), reducers), seed, 40, seed == 3 ? 0.1 : 0, false);
            }
        }
    }

    @Test
    void agreesWithRecomputationWhereOneGroupHasManyRows() {
        GroupBy plan = plan(
                List.of(),
                List.of(
                        value(Pick.Which.MIN, 2, -1, false),
                        value(Pick.Which.MODE, 7, -1, false),
                        byId(Pick.Which.ARG_MAX, 3, -1, false),
                        new Quantile(2, Type.INT64, 0.9, -1),
                        new DistinctCount(List.of(7), List.of(Type.STRING), -1)));
        SplittableRandom random = new SplittableRandom(5);
        RandomStream stream = new RandomStream(random, it -> row(it, 5_000, 0), 0.4, 0.02);
        run(plan, stream, random, "many rows", 3, 20_000, true);
    }

    private static void check(GroupBy plan, long seed, int domain, double errors, boolean retracts) {
        String what = plan.keyColumns() + " seed " + seed + " " + plan.reducers();
        SplittableRandom random = new SplittableRandom(seed);
        RandomStream stream =
                new RandomStream(random, it -> row(it, domain, errors), retracts ? 0.4 : 0, retracts ? 0.05 : 0);
        run(plan, stream, random, what, 6, domain > 10 ? 300 : 60, retracts);
    }

    private static void run(
            GroupBy plan,
            RandomStream stream,
            SplittableRandom random,
            String what,
            int epochs,
            int rows,
            boolean retracts) {
        Collected output = new Collected();
        RowReducersModel model = new RowReducersModel(plan);
        try (TestWorker worker = new TestWorker(TestWorker.PLENTY, 1 + random.nextInt(700))) {
            GroupByOperator operator = (GroupByOperator) plan.open(worker.context("group by"), output);
            try (operator) {
                long baseline = worker.state().getAllocatedMemory();
                for (int epoch = 0; epoch < epochs; epoch++) {
                    List<Change> changes = stream.next(1 + random.nextInt(rows));
                    step(operator, worker, random, changes, 2 * epoch);
                    model.add(changes, 2 * epoch);
                    assertSame(model.result(), output.table(), what + " epoch " + epoch);
                    assertMinimal(output.takeChanges(), what + " epoch " + epoch);
                }
                if (retracts) {
                    step(operator, worker, random, stream.undoAll(), 2 * epochs);
                    assertTrue(output.table().isEmpty(), what);
                    assertEquals(baseline, worker.state().getAllocatedMemory(), what + ": state is not empty");
                }
            }
        }
    }

    private static void assertSame(RowZSet expected, RowZSet actual, String what) {
        if (!expected.equals(actual)) {
            assertEquals(
                    expected.minus(actual).toString(), actual.minus(expected).toString(), what);
        }
    }

    /** The id is made of the row, so that rows of one id are one row. */
    private static List<Object> row(SplittableRandom random, int domain, double errors) {
        List<Object> row = RandomCells.row(random, INPUT, domain);
        row.set(0, (long) random.nextInt(1 + domain / 8));
        if (random.nextInt(8) > 0) {
            row.set(4, random.nextInt(-80, 80) / 8.0);
        }
        row.set(1, null);
        int hash = row.toString().hashCode();
        row.set(1, BigInteger.valueOf(hash * 0x9E3779B97F4A7C15L).shiftLeft(64).add(BigInteger.valueOf(hash & 0xFFFF)));
        for (int column = 2; column < row.size(); column++) {
            if (random.nextDouble() < errors) {
                row.set(column, Cells.ERROR);
            }
        }
        return row;
    }

    private static void step(
            GroupByOperator operator, TestWorker worker, SplittableRandom random, List<Change> changes, long epoch) {
        for (Batch batch : RandomBatches.cut(random, worker.pool(), INPUT, epoch, changes, 700)) {
            try (batch) {
                operator.push(0, batch);
            }
        }
        operator.endEpoch(epoch);
    }

    private static void assertMinimal(List<Change> changes, String what) {
        RowZSet net = new RowZSet().add(changes);
        List<Change> needless = changes.stream()
                .filter(change -> net.weight(change.row()) != change.weight())
                .toList();
        assertEquals(List.of(), needless, what + ": more changes than differences");
    }

    @Test
    void computesVariancesThatAreSmallBesideTheMean() {
        GroupBy plan = plan(
                List.of(0),
                List.of(
                        new Variance(2, Type.INT64, true, false),
                        new Variance(4, Type.FLOAT64, false, true),
                        new Variance(4, Type.FLOAT64, true, false)));
        try (TestWorker worker = new TestWorker()) {
            Collected output = new Collected();
            try (GroupByOperator operator = (GroupByOperator) plan.open(worker.context("group by"), output)) {
                long far = 1L << 60;
                List<Change> rows = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    rows.add(Change.of(1, 1L, BigInteger.ONE, far + i, null, 1e9 + i, true, null, "", true));
                }
                step(operator, worker, new SplittableRandom(1), rows, 0);
                assertEquals(new RowZSet().add(List.of(1L, 5.0 / 3, Math.sqrt(1.25), 5.0 / 3), 1), output.table());
                List<Change> three = rows.stream()
                        .skip(1)
                        .map(row -> new Change(row.row(), -1))
                        .toList();
                step(operator, worker, new SplittableRandom(1), three, 2);
                assertEquals(new RowZSet().add(Change.row(1L, null, 0.0, null), 1), output.table());
            }
        }
    }

    @Test
    void continuesFromSavedState() throws IOException {
        List<Reducer> reducers = new ArrayList<>(picks(-1, false));
        reducers.addAll(lists(5));
        GroupBy plan = plan(List.of(0), reducers);
        SplittableRandom random = new SplittableRandom(3);
        RandomStream stream = new RandomStream(random, it -> row(it, 60, 0.05), 0.3, 0.05);
        RowReducersModel model = new RowReducersModel(plan);
        Collected output = new Collected();
        SavedState saved = new SavedState();
        try (TestWorker worker = new TestWorker()) {
            try (GroupByOperator operator = (GroupByOperator) plan.open(worker.context("group by"), output)) {
                List<Change> changes = stream.next(600);
                model.add(changes, 0);
                step(operator, worker, random, changes, 0);
                operator.saveTo(saved);
            }
            try (GroupByOperator operator = (GroupByOperator) plan.open(worker.context("group by"), output)) {
                operator.restoreFrom(saved.input(KeyGroups.of(0, 1)));
                List<Change> changes = stream.next(600);
                model.add(changes, 2);
                step(operator, worker, random, changes, 2);
                assertSame(model.result(), output.table(), "after restoring");
                step(operator, worker, random, stream.undoAll(), 4);
                assertTrue(output.table().isEmpty());
            }
        }
    }

    @Test
    void failsClearlyAndLeaksNothingWhereMemoryIsShort() {
        List<Reducer> reducers = new ArrayList<>(picks(-1, false));
        reducers.addAll(lists(-1));
        GroupBy plan = plan(List.of(0), reducers);
        int failures = 0;
        for (long limit = 16_384; limit < 16 << 20; limit = limit * 5 / 4) {
            SplittableRandom random = new SplittableRandom(limit);
            RandomStream stream = new RandomStream(random, it -> row(it, 300, 0.01), 0.2, 0);
            try (TestWorker worker = new TestWorker(limit, 512)) {
                List<Batch> batches = RandomBatches.cut(random, worker.pool(), INPUT, 0, stream.next(1_500), 700);
                try (GroupByOperator operator =
                        (GroupByOperator) plan.open(worker.context("group by"), new Collected())) {
                    for (Batch batch : batches) {
                        operator.push(0, batch);
                    }
                    operator.endEpoch(0);
                } catch (OutOfMemoryException e) {
                    failures++;
                } finally {
                    batches.forEach(Batch::close);
                }
            }
        }
        assertTrue(failures > 10, "only " + failures + " limits were too small");
    }
}
