package io.millrace.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.fixture.Cells;
import io.millrace.fixture.Change;
import io.millrace.fixture.Collected;
import io.millrace.fixture.RandomBatches;
import io.millrace.fixture.RandomCells;
import io.millrace.fixture.RandomStream;
import io.millrace.fixture.RowZSet;
import io.millrace.fixture.TestWorker;
import io.millrace.port.Operator;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PreCombinationTest {
    private static final List<Type> INPUT =
            List.of(Type.INT64, Type.optional(Type.STRING), Type.INT64, Type.INT64, Type.FLOAT64);

    private static PreCombination combining(List<Integer> keys, List<Integer> sums) {
        return new PreCombination(INPUT, keys, sums);
    }

    @Test
    void aGroupByOfCombinedRowsIsAGroupByOfTheRows() {
        List<Reducer> reducers =
                List.of(Count.ofRows(), new Sum(2, Type.INT64), new Average(3, Type.INT64), new Count(List.of(2, 3)));
        List<List<Integer>> keySets = List.of(List.of(0), List.of(0, 1), List.of());
        for (List<Integer> keys : keySets) {
            GroupBy plan = new GroupBy(INPUT, keys, reducers, false, null);
            for (long seed = 1; seed <= 12; seed++) {
                check(plan, combining(keys, List.of(2, 3)), seed);
            }
        }
    }

    private static void check(GroupBy plan, PreCombination combination, long seed) {
        String what = plan.keyColumns() + " seed " + seed;
        SplittableRandom random = new SplittableRandom(seed);
        int domain = seed % 3 == 0 ? 20_000 : 40;
        RandomStream stream = new RandomStream(random, it -> row(it, domain, seed % 4 == 0 ? 0.02 : 0), 0.3, 0.1);
        Collected output = new Collected();
        RowZSet input = new RowZSet();
        try (TestWorker worker = new TestWorker(TestWorker.PLENTY, 1 + random.nextInt(700));
                Operator groups = plan.open(worker.context("group by"), output);
                Operator combine = combination.open(worker.context("combine", 0, 2), batch -> groups.push(0, batch))) {
            for (int epoch = 0; epoch < 5; epoch++) {
                List<Change> changes =
                        epoch == 4 ? stream.undoAll() : stream.next(random.nextInt(domain > 1_000 ? 30_000 : 900));
                input.add(changes);
                push(combine, RandomBatches.cut(random, worker.pool(), INPUT, epoch, changes, 700));
                combine.endEpoch(epoch);
                groups.endEpoch(epoch);
                assertEquals(GroupByModel.of(plan, input), output.table(), what + " epoch " + epoch);
            }
        }
    }

    private static List<Object> row(SplittableRandom random, int domain, double errors) {
        List<Object> row = RandomCells.row(random, INPUT, domain);
        if (random.nextInt(200) > 0) {
            // Values that are small enough to be added in 64 bits, in most batches.
            row.set(2, (long) random.nextInt(-1000, 1000));
            row.set(3, (long) random.nextInt(-1000, 1000));
        }
        row.set(4, null);
        for (int column = 0; column < 4; column++) {
            if (random.nextDouble() < errors) {
                row.set(column, Cells.ERROR);
            }
        }
        return row;
    }

    private static void push(Operator operator, List<Batch> batches) {
        for (Batch batch : batches) {
            try (batch) {
                operator.push(0, batch);
            }
        }
    }

    @Test
    void rowsOfOneKeyCrossAsTwo() {
        List<Change> changes = new ArrayList<>();
        for (long i = 0; i < 10_000; i++) {
            changes.add(new Change(List.of(7L, "hot", i, 1L, 0.0), i % 10 == 0 ? -1 : 1));
        }
        try (TestWorker worker = new TestWorker()) {
            Collected output = new Collected();
            try (Operator combine =
                    combining(List.of(0, 1), List.of(2, 3)).open(worker.context("combine", 1, 2), output)) {
                push(combine, List.of(RandomBatches.of(worker.pool(), INPUT, 0, changes)));
                combine.endEpoch(0);
            }
            long sum = changes.stream()
                    .mapToLong(change -> (long) change.row().get(2) * change.weight())
                    .sum();
            assertEquals(
                    new RowZSet()
                            .add(List.of(7L, "hot", sum, 8_000L, 0.0), 1)
                            .add(List.of(7L, "hot", 0L, 0L, 0.0), 7_999),
                    output.table());
        }
    }

    @Test
    void keysThatDoNotRepeatAreLetThrough() {
        List<Batch> batches = new ArrayList<>();
        try (TestWorker worker = new TestWorker()) {
            Collected output = new Collected();
            try (Operator combine = combining(List.of(0), List.of(2)).open(worker.context("combine", 0, 4), output)) {
                long key = 0;
                for (int batch = 0; batch < 12; batch++) {
                    List<Change> changes = new ArrayList<>();
                    for (int row = 0; row < 1_000; row++) {
                        changes.add(new Change(List.of(key++, "", 5L, 0L, 0.0), 1));
                    }
                    batches.add(RandomBatches.of(worker.pool(), INPUT, 0, changes));
                }
                push(combine, batches);
                assertTrue(output.takeChanges().size() >= 11_000, "rows wait though combining them is vain");
                combine.endEpoch(0);
            }
            assertEquals(12_000, output.table().weights().size());
        }
    }

    @Test
    void oneWorkerSeesTheRowsAsTheyAre() {
        List<Change> changes =
                List.of(new Change(List.of(1L, "a", 5L, 0L, 0.0), 1), new Change(List.of(1L, "a", 6L, 0L, 0.0), 1));
        try (TestWorker worker = new TestWorker()) {
            Collected output = new Collected();
            try (Operator combine = combining(List.of(0), List.of(2)).open(worker.context("combine", 0, 1), output)) {
                push(combine, List.of(RandomBatches.of(worker.pool(), INPUT, 0, changes)));
            }
            assertEquals(changes, output.takeChanges());
        }
    }

    @Test
    void refusesToSumWhatIsNotAnInteger() {
        assertThrows(IllegalArgumentException.class, () -> combining(List.of(0), List.of(1)));
    }
}
