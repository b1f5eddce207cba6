package io.millrace.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.fixture.Change;
import io.millrace.fixture.Collected;
import io.millrace.fixture.RandomBatches;
import io.millrace.fixture.RandomStream;
import io.millrace.fixture.RowZSet;
import io.millrace.fixture.TestWorker;
import io.millrace.key.Pointer;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EquiJoinTest {
    /** Two sides of three columns; the first is the key. */
    private record Shape(List<Type> left, List<Type> right, Function<SplittableRandom, List<Object>> row) {}

    private static final Shape INTS = new Shape(
            List.of(Type.INT64, Type.INT64, Type.STRING),
            List.of(Type.INT64, Type.INT64, Type.STRING),
            random -> Change.row((long) random.nextInt(12), (long) random.nextInt(3), text(random)));

    private static final Shape OPTIONAL_TEXTS = new Shape(
            List.of(Type.optional(Type.STRING), Type.optional(Type.INT64), Type.STRING),
            List.of(Type.optional(Type.STRING), Type.optional(Type.INT64), Type.STRING),
            random -> Change.row(
                    random.nextInt(8) == 0 ? null : text(random),
                    random.nextInt(4) == 0 ? null : (long) random.nextInt(3),
                    text(random)));

    /** Two keys, so that chains are long, with equal rows among them. */
    private static final Shape FEW_KEYS = new Shape(
            List.of(Type.INT64, Type.INT64, Type.STRING),
            List.of(Type.INT64, Type.INT64, Type.STRING),
            random -> Change.row((long) random.nextInt(2), (long) random.nextInt(60), text(random)));

    private static String text(SplittableRandom random) {
        return "a rather long text ".repeat(random.nextInt(2)) + random.nextInt(3);
    }

    private static JoinPlan plan(JoinKind kind, Shape shape) {
        return new JoinPlan(
                kind,
                new JoinPlan.Side(shape.left(), List.of(0), List.of(0, 1, 2)),
                new JoinPlan.Side(shape.right(), List.of(0), List.of(2, 0, 1)),
                JoinPlan.RowIds.NONE,
                false,
                "Test.java:1");
    }

    /** The join of two Z-sets, by definition. */
    private static RowZSet join(JoinKind kind, RowZSet left, RowZSet right) {
        RowZSet result = new RowZSet();
        left.weights()
                .forEach((l, leftWeight) -> right.weights().forEach((r, rightWeight) -> {
                    if (Objects.equals(l.getFirst(), r.getFirst())) {
                        result.add(
                                Change.row(l.get(0), l.get(1), l.get(2), r.get(2), r.get(0), r.get(1)),
                                leftWeight * rightWeight);
                    }
                }));
        if (kind.keeps(0)) {
            left.weights().forEach((l, weight) -> {
                if (hasNoMatch(l, right)) {
                    result.add(Change.row(l.get(0), l.get(1), l.get(2), null, null, null), weight);
                }
            });
        }
        if (kind.keeps(1)) {
            right.weights().forEach((r, weight) -> {
                if (hasNoMatch(r, left)) {
                    result.add(Change.row(null, null, null, r.get(2), r.get(0), r.get(1)), weight);
                }
            });
        }
        return result;
    }

    private static boolean hasNoMatch(List<Object> row, RowZSet others) {
        return others.weights().entrySet().stream()
                .noneMatch(other ->
                        other.getValue() > 0 && Objects.equals(other.getKey().getFirst(), row.getFirst()));
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void everyEpochEqualsARecomputeOfTheInputs(JoinKind kind) {
        for (long seed = 1; seed <= 12; seed++) {
            everyEpochEqualsARecompute(kind, seed % 2 == 0 ? INTS : OPTIONAL_TEXTS, 30, seed);
        }
        for (long seed = 21; seed <= 24; seed++) {
            everyEpochEqualsARecompute(kind, FEW_KEYS, 12, seed);
        }
    }

    private static void everyEpochEqualsARecompute(JoinKind kind, Shape shape, int epochs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String hint = kind + " seed " + seed;
        double owed = seed % 3 == 0 ? 0.1 : 0;
        RandomStream[] streams = {
            new RandomStream(random, shape.row(), 0.35, owed), new RandomStream(random, shape.row(), 0.35, owed)
        };
        RowZSet[] tables = {new RowZSet(), new RowZSet()};
        Collected collected = new Collected();
        try (TestWorker worker = new TestWorker(TestWorker.PLENTY, 32)) {
            try (Operator join = plan(kind, shape).open(worker.context("join"), collected)) {
                for (int epoch = 0; epoch <= epochs; epoch++) {
                    List<List<Change>> changes = new ArrayList<>();
                    for (int side = 0; side < 2; side++) {
                        changes.add(epoch == epochs ? streams[side].undoAll() : streams[side].next(random.nextInt(60)));
                        tables[side].add(changes.get(side));
                    }
                    pushMixed(random, worker, shape, join, 2L * epoch, changes);
                    join.endEpoch(2L * epoch);
                    assertEquals(join(kind, tables[0], tables[1]), collected.table(), hint + " epoch " + epoch);
                }
                assertTrue(collected.table().isEmpty(), hint);
            }
        }
    }

    /** Pushes both sides' changes in random batches, now of one side, now of the other. */
    private static void pushMixed(
            SplittableRandom random,
            TestWorker worker,
            Shape shape,
            Operator join,
            long epoch,
            List<List<Change>> changes) {
        List<List<Batch>> batches = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            List<Type> types = side == 0 ? shape.left() : shape.right();
            batches.add(new ArrayList<>(RandomBatches.cut(random, worker.pool(), types, epoch, changes.get(side), 40)));
        }
        while (!batches.get(0).isEmpty() || !batches.get(1).isEmpty()) {
            int side = batches.get(0).isEmpty() ? 1 : batches.get(1).isEmpty() ? 0 : random.nextInt(2);
            try (Batch batch = batches.get(side).removeFirst()) {
                join.push(side, batch);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void whatIsTakenBackLeavesNoState(JoinKind kind) {
        SplittableRandom random = new SplittableRandom(5);
        try (TestWorker worker = new TestWorker()) {
            try (Operator join = plan(kind, INTS).open(worker.context("join"), new Collected())) {
                long before = join.stateBytes();
                long allocated = worker.state().getAllocatedMemory();
                RandomStream left = new RandomStream(random, INTS.row(), 0.1, 0);
                RandomStream right = new RandomStream(random, INTS.row(), 0.1, 0);
                pushMixed(random, worker, INTS, join, 0, List.of(left.next(3000), right.next(30)));
                join.endEpoch(0);
                assertTrue(join.stateBytes() > before);
                pushMixed(random, worker, INTS, join, 2, List.of(left.undoAll(), right.undoAll()));
                join.endEpoch(2);
                pushMixed(random, worker, INTS, join, 4, List.of(List.of(), List.of()));
                join.endEpoch(4);
                assertEquals(before, join.stateBytes());
                assertTrue(worker.state().getAllocatedMemory() <= allocated + (64 << 10), "scratch stays small");
            }
        }
    }

    /** Walked row by row, these retractions would take ten thousand million steps. */
    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void aRetractionOnAHotKeyDoesNotWalkItsRows(JoinKind kind) {
        int rowCount = 200_000;
        try (TestWorker worker = new TestWorker();
                EquiJoin join = plan(kind, INTS).open(worker.context("join"), batch -> {})) {
            List<Change> rows = new ArrayList<>();
            for (long i = 0; i < rowCount; i++) {
                rows.add(Change.of(1, 7L, i, "text"));
            }
            push(worker, join, 0, rows);
            assertEquals(0, join.walkedRows(), "insertions walk nothing");
            Collections.shuffle(rows, new Random(8));
            int taken = 0;
            for (int epoch = 1; epoch <= 100; epoch++) {
                List<Change> changes = new ArrayList<>();
                for (int i = 0; i < rowCount / 100; i++, taken++) {
                    changes.add(new Change(rows.get(taken).row(), -1));
                }
                push(worker, join, 2L * epoch, changes);
            }
            assertTrue(
                    join.walkedRows() <= 4L * rowCount,
                    join.walkedRows() + " rows walked for " + rowCount + " retractions");
            push(worker, join, 300, List.of());
            assertTrue(join.stateBytes() < 10_000, join.stateBytes() + " bytes of state without rows");
        }
    }

    /** A row that comes and goes on a hot key leaves nothing that the next retraction would walk. */
    @Test
    void aRowThatComesAndGoesOnAHotKeyStaysCheap() {
        try (TestWorker worker = new TestWorker();
                EquiJoin join = plan(JoinKind.LEFT, INTS).open(worker.context("join"), batch -> {})) {
            List<Change> rows = new ArrayList<>();
            for (long i = 0; i < 1000; i++) {
                rows.add(Change.of(1, 7L, i, "text"));
            }
            push(worker, join, 0, rows);
            long bytes = join.stateBytes();
            for (int epoch = 1; epoch <= 5000; epoch++) {
                push(worker, join, 2L * epoch, List.of(Change.of(epoch % 2 == 0 ? -1 : 1, 7L, -1L, "text")));
            }
            assertTrue(join.walkedRows() < 20_000, join.walkedRows() + " rows walked");
            assertTrue(join.stateBytes() < 4 * bytes, join.stateBytes() + " bytes after " + bytes);
        }
    }

    private static void push(TestWorker worker, Operator join, long epoch, List<Change> left) {
        for (int from = 0; from < left.size(); from += 4096) {
            List<Change> part = left.subList(from, Math.min(left.size(), from + 4096));
            try (Batch batch = RandomBatches.of(worker.pool(), INTS.left(), epoch, part)) {
                join.push(0, batch);
            }
        }
        join.endEpoch(epoch);
    }

    @ParameterizedTest
    @CsvSource({"INNER, 0", "LEFT, 1", "RIGHT, 0", "OUTER, 1"})
    void aRowWhoseKeyIsAnErrorHasNoMatchAndIsLogged(JoinKind kind, int kept) {
        List<Type> types = List.of(Type.INT64, Type.INT64);
        JoinPlan plan = new JoinPlan(
                kind,
                new JoinPlan.Side(types, List.of(0), List.of(1)),
                new JoinPlan.Side(types, List.of(0), List.of(1)),
                JoinPlan.RowIds.NONE,
                false,
                "Test.java:7");
        Collected collected = new Collected();
        try (TestWorker worker = new TestWorker()) {
            try (Operator join = plan.open(worker.context("join"), collected);
                    BatchBuilder builder = new BatchBuilder(worker.pool(), types, false)) {
                builder.column(0).appendError();
                builder.column(1).appendLong(7);
                builder.endRow();
                try (Batch batch = builder.build(0, 0)) {
                    join.push(0, batch);
                }
                join.endEpoch(0);
            }
            RowZSet expected = kept == 1 ? new RowZSet().add(Change.row(7L, null), 1) : new RowZSet();
            assertEquals(expected, collected.table());
            assertEquals(1, worker.errors().size());
            assertEquals(
                    DataError.Kind.ERROR_IN_JOIN, worker.errors().getFirst().kind());
            assertEquals("Test.java:7", worker.errors().getFirst().userLine());
        }
    }

    @Test
    void aRowWhoseKeyIsAnErrorHasAnIdOfItsOwn() {
        List<Type> types = List.of(Type.INT64);
        JoinPlan plan = new JoinPlan(
                JoinKind.OUTER,
                new JoinPlan.Side(types, List.of(0), List.of()),
                new JoinPlan.Side(types, List.of(0), List.of()),
                JoinPlan.RowIds.OF_BOTH,
                true,
                null);
        List<Pointer> ids = new ArrayList<>();
        try (TestWorker worker = new TestWorker();
                Operator join = plan.open(
                        worker.context("join"),
                        batch -> ids.add(new Pointer(
                                batch.keys().getHigh(0), batch.keys().getLow(0))))) {
            for (int side = 0; side < 2; side++) {
                try (BatchBuilder builder = new BatchBuilder(worker.pool(), types, true)) {
                    builder.column(0).appendError();
                    builder.keys().append128(5, 77);
                    builder.endRow();
                    try (Batch batch = builder.build(0, 0)) {
                        join.push(side, batch);
                    }
                }
            }
            join.endEpoch(0);
        }
        Pointer row = new Pointer(5, 77);
        assertEquals(List.of(Pointer.joinKey(row, null, row), Pointer.joinKey(null, row, row)), ids);
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void failsClearlyAndLeaksNothingWhereMemoryIsShort(JoinKind kind) {
        int failures = 0;
        for (long limit = 4_096; limit < 4 << 20; limit = limit * 4 / 3) {
            SplittableRandom random = new SplittableRandom(limit);
            RandomStream stream = new RandomStream(random, FEW_KEYS.row(), 0.3, 0);
            try (TestWorker worker = new TestWorker(limit, 512)) {
                List<Batch> batches =
                        RandomBatches.cut(random, worker.pool(), FEW_KEYS.left(), 0, stream.next(3_000), 700);
                try (Operator join = plan(kind, FEW_KEYS).open(worker.context("join"), batch -> {})) {
                    for (Batch batch : batches) {
                        join.push(0, batch);
                    }
                    join.endEpoch(0);
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

    @Test
    void rowsOfWeightZeroLeaveNoState() {
        try (TestWorker worker = new TestWorker();
                EquiJoin join = plan(JoinKind.INNER, INTS).open(worker.context("join"), batch -> {})) {
            long before = join.stateBytes();
            push(worker, join, 0, List.of(Change.of(0, 1L, 1L, "text"), Change.of(0, 2L, 1L, "text")));
            assertEquals(before, join.stateBytes());
        }
    }

    @Test
    void resultsThatAreNotThereYetAreNoKeys() {
        List<Type> types = List.of(new Type.Future(Type.INT64));
        JoinPlan.Side side = new JoinPlan.Side(types, List.of(0), List.of(0));
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new JoinPlan(JoinKind.INNER, side, side, JoinPlan.RowIds.NONE, true, null));
        assertTrue(refused.getMessage().contains("await"), refused.getMessage());
    }

    @Test
    void anUnmatchedRowIsSaidOnceAnEpoch() {
        List<Type> types = List.of(Type.INT64, Type.INT64);
        JoinPlan plan = new JoinPlan(
                JoinKind.LEFT,
                new JoinPlan.Side(types, List.of(0), List.of(0, 1)),
                new JoinPlan.Side(types, List.of(0), List.of(1)),
                JoinPlan.RowIds.NONE,
                false,
                null);
        Collected collected = new Collected();
        try (TestWorker worker = new TestWorker();
                Operator join = plan.open(worker.context("join"), collected)) {
            try (Batch left = RandomBatches.of(worker.pool(), types, 0, List.of(Change.of(1, 1L, 10L)))) {
                join.push(0, left);
            }
            assertTrue(collected.takeChanges().isEmpty(), "decided at the end of the epoch");
            try (Batch right = RandomBatches.of(worker.pool(), types, 0, List.of(Change.of(1, 1L, 20L)))) {
                join.push(1, right);
            }
            join.endEpoch(0);
            assertEquals(List.of(Change.of(1, 1L, 10L, 20L)), collected.takeChanges());
        }
    }

    @Test
    void aSideThatIsNotKeptMeetsWhatIsThereAndLeavesNoState() {
        List<Type> types = List.of(Type.INT64, Type.INT64);
        JoinPlan plan = new JoinPlan(
                JoinKind.INNER,
                new JoinPlan.Side(types, List.of(0), List.of(0, 1), false),
                new JoinPlan.Side(types, List.of(0), List.of(1)),
                JoinPlan.RowIds.NONE,
                false,
                null);
        Collected collected = new Collected();
        try (TestWorker worker = new TestWorker();
                Operator join = plan.open(worker.context("join"), collected)) {
            List<Change> right = List.of(Change.of(1, 1L, 10L), Change.of(1, 1L, 11L), Change.of(1, 2L, 20L));
            try (Batch batch = RandomBatches.of(worker.pool(), types, 0, right)) {
                join.push(1, batch);
            }
            join.endEpoch(0);
            long before = join.stateBytes();
            List<Change> left = List.of(Change.of(1, 1L, 5L), Change.of(-1, 2L, 6L), Change.of(1, 3L, 7L));
            try (Batch batch = RandomBatches.of(worker.pool(), types, 2, left)) {
                join.push(0, batch);
            }
            join.endEpoch(2);
            RowZSet expected = new RowZSet()
                    .add(Change.row(1L, 5L, 10L), 1)
                    .add(Change.row(1L, 5L, 11L), 1)
                    .add(Change.row(2L, 6L, 20L), -1);
            assertEquals(expected, collected.table());
            assertEquals(before, join.stateBytes());
        }
    }
}
