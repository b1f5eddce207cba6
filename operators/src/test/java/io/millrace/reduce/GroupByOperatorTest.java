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
import io.millrace.port.DataError;
import io.millrace.port.KeyGroups;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.type.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;

final class GroupByOperatorTest {
    private static final List<Type> INPUT = List.of(
            Type.INT64, Type.STRING, Type.optional(Type.STRING), Type.FLOAT64, Type.INT64, Type.FLOAT64, Type.BOOL);
    private static final List<Reducer> ALL = List.of(
            Count.ofRows(),
            new Sum(4, Type.INT64),
            new Sum(5, Type.FLOAT64),
            new Average(4, Type.INT64),
            new Average(5, Type.FLOAT64),
            new Count(List.of(4, 5)));

    private static GroupBy plan(List<Integer> keys, List<Reducer> reducers) {
        return new GroupBy(INPUT, keys, reducers, false, null);
    }

    @Test
    void agreesWithRecomputationAtEveryEpoch() {
        List<GroupBy> plans = List.of(
                plan(List.of(0), List.of(new Sum(4, Type.INT64), Count.ofRows())),
                plan(List.of(0), List.of(Count.ofRows())),
                plan(List.of(0), List.of(new Average(4, Type.INT64))),
                plan(List.of(1), List.of(Count.ofRows(), new Sum(5, Type.FLOAT64))),
                plan(List.of(), ALL),
                plan(List.of(0, 1), ALL),
                plan(List.of(2, 3, 6), ALL),
                plan(List.of(1, 2), List.of()));
        for (GroupBy plan : plans) {
            for (long seed = 1; seed <= 6; seed++) {
                int domain = seed % 2 == 0 ? 6 : 300;
                check(plan, seed, domain, seed % 3 == 0 ? 0.1 : 0, 7);
            }
        }
    }

    @Test
    void agreesWithRecomputationOverManyGroups() {
        GroupBy plan = plan(List.of(0), List.of(new Sum(4, Type.INT64), Count.ofRows()));
        check(plan, 11, 40_000, 0, 4);
    }

    private static void check(GroupBy plan, long seed, int domain, double errors, int epochs) {
        String what = plan.keyColumns() + " " + plan.reducers() + " seed " + seed;
        SplittableRandom random = new SplittableRandom(seed);
        RandomStream stream = new RandomStream(random, it -> row(it, domain, errors), 0.3, seed % 2 * 0.1);
        Collected output = new Collected();
        RowZSet input = new RowZSet();
        try (TestWorker worker = new TestWorker(TestWorker.PLENTY, 1 + random.nextInt(700))) {
            GroupByOperator operator = (GroupByOperator) plan.open(worker.context("group by"), output);
            try (operator) {
                long baseline = worker.state().getAllocatedMemory();
                for (int epoch = 0; epoch < epochs; epoch++) {
                    List<Change> changes = stream.next(random.nextInt(domain > 1_000 ? 40_000 : 900));
                    step(operator, worker, random, changes, epoch, input);
                    RowZSet expected = GroupByModel.of(plan, input);
                    assertEquals(expected, output.table(), what + " epoch " + epoch);
                    assertMinimal(output.takeChanges(), what + " epoch " + epoch);
                }
                step(operator, worker, random, stream.undoAll(), epochs, input);
                assertTrue(output.table().isEmpty(), what);
                assertEquals(baseline, worker.state().getAllocatedMemory(), what + ": state is not empty");
            }
        }
    }

    /** Doubles are multiples of 1/8, so that their sums are exact in any order. */
    private static List<Object> row(SplittableRandom random, int domain, double errors) {
        List<Object> row = RandomCells.row(random, INPUT, domain);
        if (random.nextInt(12) > 0) {
            row.set(5, random.nextInt(-80, 80) / 8.0);
        }
        for (int column = 0; column < row.size(); column++) {
            if (random.nextDouble() < errors) {
                row.set(column, Cells.ERROR);
            }
        }
        return row;
    }

    private static void step(
            GroupByOperator operator,
            TestWorker worker,
            SplittableRandom random,
            List<Change> changes,
            long epoch,
            RowZSet input) {
        input.add(changes);
        for (Batch batch : RandomBatches.cut(random, worker.pool(), INPUT, epoch, changes, 700)) {
            try (batch) {
                operator.push(0, batch);
            }
        }
        operator.endEpoch(epoch);
    }

    /** No row is emitted twice in an epoch, or taken back and put out again. */
    private static void assertMinimal(List<Change> changes, String what) {
        RowZSet net = new RowZSet().add(changes);
        List<Change> needless = changes.stream()
                .filter(change -> net.weight(change.row()) != change.weight())
                .toList();
        assertEquals(List.of(), needless, what + ": more changes than differences");
    }

    @Test
    void dropsRowsWithAnErrorInTheKeyAndReportsThem() {
        GroupBy plan = plan(List.of(0), List.of(Count.ofRows()));
        try (TestWorker worker = new TestWorker()) {
            Collected output = new Collected();
            try (GroupByOperator operator = (GroupByOperator) plan.open(worker.context("group by"), output);
                    Batch batch =
                            RandomBatches.of(worker.pool(), INPUT, 0, List.of(keyed(1L, 5L), keyed(Cells.ERROR, 5L)))) {
                operator.push(0, batch);
                operator.endEpoch(0);
            }
            assertEquals(new RowZSet().add(List.of(1L, 1L), 1), output.table());
            assertEquals(1, worker.errors().size());
            assertEquals(
                    DataError.Kind.ERROR_IN_GROUP_BY, worker.errors().getFirst().kind());
        }
    }

    @Test
    void reportsASumThatDoesNotFitAndRecovers() {
        GroupBy plan = plan(List.of(0), List.of(new Sum(4, Type.INT64)));
        try (TestWorker worker = new TestWorker()) {
            Collected output = new Collected();
            try (GroupByOperator operator = (GroupByOperator) plan.open(worker.context("group by"), output)) {
                push(operator, worker, 0, List.of(keyed(1L, Long.MAX_VALUE), keyed(1L, 1L)));
                assertEquals(new RowZSet().add(List.of(1L, Cells.ERROR), 1), output.table());
                assertEquals(DataError.Kind.OVERFLOW, worker.errors().getFirst().kind());
                assertTrue(worker.errors().getFirst().message().contains("9223372036854775808"));
                push(operator, worker, 2, List.of(new Change(keyed(1L, 1L).row(), -1)));
                assertEquals(new RowZSet().add(List.of(1L, Long.MAX_VALUE), 1), output.table());
                assertEquals(1, worker.errors().size());
            }
        }
    }

    @Test
    void hidesAGroupAllOfWhoseRowsAreInErrorForAReducer() {
        GroupBy plan = plan(List.of(0), List.of(Count.ofRows(), new Sum(4, Type.INT64)));
        try (TestWorker worker = new TestWorker()) {
            Collected output = new Collected();
            try (GroupByOperator operator = (GroupByOperator) plan.open(worker.context("group by"), output)) {
                push(operator, worker, 0, List.of(keyed(1L, Cells.ERROR)));
                assertTrue(output.table().isEmpty());
                push(operator, worker, 2, List.of(keyed(1L, 7L)));
                assertEquals(new RowZSet().add(List.of(1L, 2L, 7L), 1), output.table());
                push(operator, worker, 4, List.of(new Change(keyed(1L, 7L).row(), -1)));
                assertTrue(output.table().isEmpty());
            }
        }
    }

    @Test
    void rejectsOptionalAndBooleanArguments() {
        assertThrows(IllegalArgumentException.class, () -> new Sum(0, Type.optional(Type.INT64)));
        assertThrows(IllegalArgumentException.class, () -> new Sum(0, Type.BOOL));
        assertThrows(IllegalArgumentException.class, () -> new Average(0, Type.optional(Type.FLOAT64)));
    }

    @Test
    void continuesFromSavedStateAndRefusesDamagedBytes() throws IOException {
        GroupBy plan = plan(List.of(1, 2), ALL);
        SplittableRandom random = new SplittableRandom(3);
        RandomStream stream = new RandomStream(random, it -> row(it, 200, 0.05), 0.3, 0.05);
        RowZSet input = new RowZSet();
        Collected output = new Collected();
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        try (TestWorker worker = new TestWorker()) {
            try (GroupByOperator operator = (GroupByOperator) plan.open(worker.context("group by"), output)) {
                step(operator, worker, random, stream.next(2_000), 0, input);
                operator.saveTo(StateOutput.to(Channels.newChannel(saved)));
            }
            byte[] bytes = saved.toByteArray();
            try (GroupByOperator operator = (GroupByOperator) plan.open(worker.context("group by"), output)) {
                operator.restoreFrom(inputOf(bytes));
                step(operator, worker, random, stream.next(2_000), 2, input);
                assertEquals(GroupByModel.of(plan, input), output.table());
                step(operator, worker, random, stream.undoAll(), 4, input);
                assertTrue(output.table().isEmpty());
            }
            for (int i = 0; i < 200; i++) {
                byte[] damaged = bytes.clone();
                int at = random.nextInt(damaged.length);
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                refuse(plan, worker, damaged, "bit flipped in byte " + at);
                refuse(plan, worker, java.util.Arrays.copyOf(bytes, at), "cut at " + at);
            }
        }
    }

    private static StateInput inputOf(byte[] bytes) {
        return StateInput.from(Channels.newChannel(new ByteArrayInputStream(bytes)), KeyGroups.of(0, 1));
    }

    private static void refuse(GroupBy plan, TestWorker worker, byte[] damaged, String what) {
        try (GroupByOperator operator = (GroupByOperator) plan.open(worker.context("group by"), new Collected())) {
            assertThrows(IOException.class, () -> operator.restoreFrom(inputOf(damaged)), what);
        }
    }

    @Test
    void failsClearlyAndLeaksNothingWhereMemoryIsShort() {
        GroupBy plan = plan(List.of(1, 2), ALL);
        int failures = 0;
        for (long limit = 4_096; limit < 8 << 20; limit = limit * 5 / 4) {
            SplittableRandom random = new SplittableRandom(limit);
            RandomStream stream = new RandomStream(random, it -> row(it, 3_000, 0.01), 0.2, 0);
            try (TestWorker worker = new TestWorker(limit, 512)) {
                List<Batch> batches = RandomBatches.cut(random, worker.pool(), INPUT, 0, stream.next(6_000), 700);
                try (GroupByOperator operator =
                        (GroupByOperator) plan.open(worker.context("group by"), new Collected())) {
                    for (Batch batch : batches) {
                        operator.push(0, batch);
                    }
                    operator.endEpoch(0);
                } catch (OutOfMemoryException e) {
                    failures++;
                    assertTrue(e.getMessage().contains("operator"), e.getMessage());
                } finally {
                    batches.forEach(Batch::close);
                }
            }
        }
        assertTrue(failures > 10, "only " + failures + " limits were too small");
    }

    private static Change keyed(Object key, Object value) {
        return Change.of(1, key, "", null, 0.0, value, 0.0, true);
    }

    private static void push(GroupByOperator operator, TestWorker worker, long epoch, List<Change> changes) {
        List<Change> copy = new ArrayList<>(changes);
        try (Batch batch = RandomBatches.of(worker.pool(), INPUT, epoch, copy)) {
            operator.push(0, batch);
        }
        operator.endEpoch(epoch);
    }
}
