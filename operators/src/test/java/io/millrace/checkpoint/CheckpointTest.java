package io.millrace.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.fixture.Cells;
import io.millrace.fixture.Change;
import io.millrace.fixture.Collected;
import io.millrace.fixture.RandomBatches;
import io.millrace.fixture.RandomCells;
import io.millrace.fixture.RandomStream;
import io.millrace.fixture.RowZSet;
import io.millrace.fixture.SavedState;
import io.millrace.fixture.Shards;
import io.millrace.fixture.TestWorker;
import io.millrace.join.JoinKind;
import io.millrace.join.JoinPlan;
import io.millrace.keyed.AsofNowJoin;
import io.millrace.keyed.IdMerge;
import io.millrace.keyed.SnapshotsOperator;
import io.millrace.keyed.UpsertOperator;
import io.millrace.ordered.Acceptor;
import io.millrace.ordered.Deduplicate;
import io.millrace.ordered.Sort;
import io.millrace.port.KeyGroups;
import io.millrace.port.Operator;
import io.millrace.port.OperatorFactory;
import io.millrace.reduce.Average;
import io.millrace.reduce.Collect;
import io.millrace.reduce.Count;
import io.millrace.reduce.DistinctCount;
import io.millrace.reduce.DistinctEstimate;
import io.millrace.reduce.Fold;
import io.millrace.reduce.GroupBy;
import io.millrace.reduce.GroupFold;
import io.millrace.reduce.Pick;
import io.millrace.reduce.Reducer;
import io.millrace.reduce.RowCount;
import io.millrace.reduce.Sum;
import io.millrace.reduce.Variance;
import io.millrace.temporal.IgnoreLate;
import io.millrace.temporal.Postpone;
import io.millrace.temporal.TimeColumns;
import io.millrace.type.Type;
import io.millrace.value.ValueCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator with state, saved at a random epoch and restored on as many workers or on others, goes on as one that was never
 * interrupted.
 */
class CheckpointTest {
    private static final List<Type> TYPES =
            List.of(Type.STRING, Type.optional(Type.INT64), Type.INT64, Type.FLOAT64, Type.POINTER);
    private static final int ID = 4;

    /**
     * An operator and what it is given.
     *
     * @param keys columns of each input by whose values rows find their worker
     * @param hasIds whether the last column goes in as the rows' ids
     */
    private record Subject(String name, OperatorFactory factory, List<List<Integer>> keys, boolean hasIds) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>();
        for (List<Integer> keys : List.of(List.of(0), List.of(0, 1), List.<Integer>of())) {
            GroupBy plan = new GroupBy(
                    TYPES,
                    keys,
                    List.of(
                            Count.ofRows(),
                            new Sum(2, Type.INT64),
                            new Sum(3, Type.FLOAT64),
                            new Average(2, Type.INT64)),
                    false,
                    null);
            subjects.add(new Subject("group by " + keys, plan, List.of(keys), false));
        }
        for (List<Integer> keys : List.of(List.of(0), List.of(1), List.<Integer>of())) {
            subjects.add(new Subject("group by with rows " + keys, reducers(keys), List.of(keys), false));
        }
        List<Type> columns = TYPES.subList(0, ID);
        for (List<Integer> instance : List.of(List.of(0), List.<Integer>of())) {
            subjects.add(new Subject(
                    "sort " + instance, new Sort(columns, 1, instance, false, null), List.of(instance), true));
            Acceptor isGreater = (value, current) -> current == null || value != null && (long) value > (long) current;
            subjects.add(new Subject(
                    "deduplicate " + instance,
                    new Deduplicate(columns, List.of(0, 2, 3), 1, instance, isGreater, false, null),
                    List.of(instance),
                    true));
            Postpone forget = new Postpone(
                    columns, List.of(0, 1, 2), new TimeColumns(3, 3, instance), Postpone.What.FORGET, false, null);
            subjects.add(new Subject("forget " + instance, forget, List.of(List.of()), true));
            IgnoreLate late = new IgnoreLate(columns, List.of(0, 1), new TimeColumns(3, 3, instance), null);
            subjects.add(new Subject("late " + instance, late, List.of(instance), true));
        }
        for (JoinKind kind : JoinKind.values()) {
            JoinPlan plan = new JoinPlan(
                    kind,
                    new JoinPlan.Side(TYPES, List.of(0, 1), List.of(0, 1, 2)),
                    new JoinPlan.Side(TYPES, List.of(0, 1), List.of(2, 3, 4)),
                    JoinPlan.RowIds.NONE,
                    true,
                    null);
            subjects.add(new Subject("join " + kind, plan, List.of(List.of(0, 1), List.of(0, 1)), false));
        }
        JoinPlan pairs = new JoinPlan(
                JoinKind.LEFT,
                new JoinPlan.Side(TYPES, List.of(), List.of(0)),
                new JoinPlan.Side(TYPES, List.of(), List.of(2)),
                JoinPlan.RowIds.NONE,
                true,
                null);
        subjects.add(new Subject("join of every pair", pairs, List.of(List.of(), List.of()), false));
        subjects.add(new Subject("upsert", UpsertOperator.of(TYPES.subList(0, ID), false), List.of(List.of(ID)), true));
        List<List<Integer>> byId = List.of(List.of(ID), List.of(ID));
        subjects.add(new Subject("update rows", merge(List.of(), List.of(0, 1), List.of(1, 0)), byId, true));
        subjects.add(new Subject("intersect", merge(List.of(0, 1), List.of(), List.of(0)), byId, true));
        subjects.add(
                new Subject("snapshots", SnapshotsOperator.of(TYPES.subList(0, ID), false), List.of(List.of()), true));
        List<Integer> all = List.of(0, 1, 2, 3, 4);
        JoinPlan whole = new JoinPlan(
                JoinKind.LEFT,
                new JoinPlan.Side(TYPES, List.of(0), all),
                new JoinPlan.Side(TYPES, List.of(0), all),
                JoinPlan.RowIds.NONE,
                true,
                null);
        subjects.add(new Subject("join as of now", AsofNowJoin.of(whole), List.of(List.of(0), List.of(0)), false));
        return subjects.stream();
    }

    /** Rows of two tables by id, each column from the first of {@code tables} that has a row. */
    private static OperatorFactory merge(List<Integer> required, List<Integer> any, List<Integer> tables) {
        List<Type> types = TYPES.subList(0, ID);
        List<IdMerge.Output> outputs = new ArrayList<>();
        for (int column = 0; column < ID; column++) {
            int at = column;
            outputs.add(new IdMerge.Output(
                    tables.stream().map(table -> new IdMerge.Cell(table, at)).toList(), false, types.get(column)));
        }
        List<IdMerge.Kept> kept = List.of(
                new IdMerge.Kept(types, true),
                new IdMerge.Kept(tables.size() > 1 ? types : List.of(), tables.size() > 1));
        IdMerge.Rule rule = new IdMerge.Rule(required, List.of(), any, List.of());
        IdMerge.Messages messages = new IdMerge.Messages("missing %s", "stray %s", "several %s", null);
        return new IdMerge(kept, List.of(0, 1), rule, outputs, false, messages);
    }

    /** Reducers that keep rows. */
    private static GroupBy reducers(List<Integer> keys) {
        Type number = TYPES.get(1);
        List<Reducer> reducers = new ArrayList<>(List.of(
                Count.ofRows(),
                Pick.ofValue(Pick.Which.MIN, 2, Type.INT64, -1, false),
                Pick.ofValue(Pick.Which.MODE, 1, number, -1, false),
                new Collect(
                        Collect.How.IN_ORDER,
                        3,
                        Type.FLOAT64,
                        List.of(1, ID),
                        List.of(number, Type.POINTER),
                        false,
                        0,
                        -1),
                new DistinctCount(List.of(0, 1), List.of(Type.STRING, number), -1),
                new DistinctEstimate(List.of(3, ID), List.of(Type.FLOAT64, Type.POINTER), 4, -1),
                new Variance(2, Type.INT64, true, false)));
        for (Pick.Which which : List.of(Pick.Which.ARG_MAX, Pick.Which.ANY, Pick.Which.EARLIEST, Pick.Which.LATEST)) {
            reducers.add(new Pick(which, 3, Type.FLOAT64, ID, Type.POINTER, -1, false));
        }
        reducers.add(new Fold(new Total(), List.of(3), List.of(Type.FLOAT64), Type.FLOAT64, -1));
        return new GroupBy(TYPES, keys, reducers, false, null);
    }

    /** Adds up multiples of 1/8, which is exact in any order. */
    private record Total() implements GroupFold {
        @Override
        public boolean keepsRows() {
            return false;
        }

        @Override
        public Object fold(Object state, List<RowCount> rows) {
            double sum = state == null ? 0 : (double) state;
            for (RowCount row : rows) {
                sum += (double) row.values().getFirst() * row.count();
            }
            return sum;
        }

        @Override
        public Object result(Object state) {
            return state;
        }

        @Override
        public byte[] serialize(Object state) {
            return ValueCodec.encode(Type.FLOAT64, state);
        }

        @Override
        public Object deserialize(byte[] bytes) {
            return ValueCodec.decode(Type.FLOAT64, bytes);
        }
    }

    /** What an epoch gives to each input. */
    private record Step(List<List<Change>> changes) {}

    private static List<Step> steps(Subject subject, long seed, int epochs) {
        SplittableRandom random = new SplittableRandom(seed);
        int domain = seed % 2 == 0 ? 5 : 60;
        Supplier<RandomStream> stream =
                () -> new RandomStream(random, it -> row(it, domain), 0.35, seed % 3 == 0 ? 0.05 : 0);
        List<RandomStream> streams =
                subject.keys().stream().map(keys -> stream.get()).toList();
        List<Step> steps = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            boolean isLast = epoch == epochs - 1;
            steps.add(new Step(streams.stream()
                    .map(it -> isLast ? it.undoAll() : it.next(random.nextInt(domain == 5 ? 150 : 40)))
                    .toList()));
        }
        return steps;
    }

    /** Cells that sums are exact of; some are errors, none in a key. */
    private static List<Object> row(SplittableRandom random, int domain) {
        List<Object> row = new ArrayList<>(RandomCells.row(random, TYPES, domain));
        row.set(2, random.nextInt(10) == 0 ? Cells.ERROR : (Object) (long) random.nextInt(5));
        row.set(3, random.nextInt(-8, 8) / 8.0);
        row.set(ID, java.math.BigInteger.valueOf(random.nextInt(domain)));
        return row;
    }

    private static void push(Subject subject, TestWorker worker, Shards shards, Step step, long epoch) {
        for (int input = 0; input < step.changes().size(); input++) {
            List<Change> changes = step.changes().get(input);
            if (changes.isEmpty()) {
                continue;
            }
            try (Batch batch = RandomBatches.of(worker.pool(), TYPES, epoch, changes)) {
                List<Column> keys =
                        subject.keys().get(input).stream().map(batch::column).toList();
                if (!subject.hasIds()) {
                    shards.push(input, batch, keys);
                    continue;
                }
                Column[] columns = batch.columns().subList(0, ID).toArray(Column[]::new);
                try (Batch.Parts parts = Batch.of(worker.pool(), batch.rowCount())
                                .columns(columns)
                                .keys(batch.column(ID))
                                .weights(batch.weights())
                                .timeOf(batch)
                                .sharing(batch);
                        Batch withIds = parts.build()) {
                    shards.push(input, withIds, keys);
                }
            }
        }
        shards.endEpoch(epoch);
    }

    /** What each epoch adds to the output of a run without an interruption. */
    private static List<RowZSet> uninterrupted(Subject subject, List<Step> steps) {
        List<RowZSet> outputs = new ArrayList<>();
        Collected output = new Collected();
        try (TestWorker worker = new TestWorker();
                Shards shards = new Shards(worker, subject.factory(), 1, output)) {
            for (int epoch = 0; epoch < steps.size(); epoch++) {
                push(subject, worker, shards, steps.get(epoch), 2L * epoch);
                outputs.add(new RowZSet().add(output.takeChanges()));
            }
        }
        return outputs;
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void goesOnFromACheckpointAsIfNothingHadHappened(Subject subject) throws IOException {
        int[][] workerCounts = {{1, 1}, {1, 2}, {2, 1}, {2, 2}, {2, 3}, {3, 2}};
        for (long seed = 1; seed <= 12; seed++) {
            List<Step> steps = steps(subject, seed, 14);
            int[] counts = workerCounts[(int) seed % workerCounts.length];
            runInterrupted(subject, steps, counts[0], counts[1], seed);
        }
    }

    private static void runInterrupted(Subject subject, List<Step> steps, int before, int after, long seed)
            throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        String hint = subject + ", seed " + seed + ", " + before + " workers, then " + after;
        List<RowZSet> expected = uninterrupted(subject, steps);
        int first = 1 + random.nextInt(steps.size() - 3);
        int second = first + 1 + random.nextInt(steps.size() - 2 - first);
        Collected output = new Collected();
        try (TestWorker worker = new TestWorker()) {
            List<SavedState> saved = null;
            try (Shards shards = new Shards(worker, subject.factory(), before, output)) {
                for (int epoch = 0; epoch <= second; epoch++) {
                    push(subject, worker, shards, steps.get(epoch), 2L * epoch);
                    assertEquals(expected.get(epoch), new RowZSet().add(output.takeChanges()), hint + ", " + epoch);
                    if (epoch == first || epoch == second) {
                        saved = shards.save(saved, 2L * first);
                    }
                }
            }
            try (Shards shards = new Shards(worker, subject.factory(), after, output)) {
                shards.restore(saved);
                for (int epoch = second + 1; epoch < steps.size(); epoch++) {
                    push(subject, worker, shards, steps.get(epoch), 2L * epoch);
                    assertEquals(expected.get(epoch), new RowZSet().add(output.takeChanges()), hint + ", " + epoch);
                }
                push(subject, worker, shards, new Step(List.of()), 2L * steps.size());
                assertTrue(shards.stateBytes() < 100_000 * after, hint + ": " + shards.stateBytes() + " bytes");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void refusesDamagedBytes(Subject subject) throws IOException {
        SplittableRandom random = new SplittableRandom(9);
        List<Step> steps = steps(subject, 9, 6);
        KeyGroups all = KeyGroups.of(0, 1);
        try (TestWorker worker = new TestWorker()) {
            SavedState saved;
            try (Shards shards = new Shards(worker, subject.factory(), 1, new Collected())) {
                for (int epoch = 0; epoch < 5; epoch++) {
                    push(subject, worker, shards, steps.get(epoch), 2L * epoch);
                }
                saved = shards.save(null, 0).getFirst();
            }
            for (int i = 0; i < 300; i++) {
                int workers = 1 + i % 2;
                var damaged = saved.damaged(all, random);
                try (Operator operator = subject.factory().open(worker.context("it", 0, workers), new Collected())) {
                    assertThrows(IOException.class, () -> operator.restoreFrom(damaged), damaged::toString);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void refusesTheStateOfAnotherOperator(Subject subject) throws IOException {
        Subject other = subjects()
                .filter(it -> !it.name().split(" ")[0].equals(subject.name().split(" ")[0]))
                .findFirst()
                .orElseThrow();
        try (TestWorker worker = new TestWorker()) {
            SavedState saved;
            try (Shards shards = new Shards(worker, other.factory(), 1, new Collected())) {
                push(other, worker, shards, steps(other, 1, 3).getFirst(), 0);
                saved = shards.save(null, 0).getFirst();
            }
            try (Operator operator = subject.factory().open(worker.context("it"), new Collected())) {
                IOException refused =
                        assertThrows(IOException.class, () -> operator.restoreFrom(saved.input(KeyGroups.of(0, 1))));
                assertTrue(Arrays.asList(refused.getMessage().split(" ")).contains("block"), refused.getMessage());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aRestoreThatRunsOutOfMemoryLeavesNothingBehind(Subject subject) throws IOException {
        SavedState saved;
        try (TestWorker worker = new TestWorker();
                Shards shards = new Shards(worker, subject.factory(), 1, new Collected())) {
            for (Step step : steps(subject, 7, 12).subList(0, 11)) {
                push(subject, worker, shards, step, 0);
            }
            saved = shards.save(null, 0).getFirst();
        }
        int refused = 0;
        int restored = 0;
        for (long limit = 16 << 10; limit < 8 << 20; limit = limit * 6 / 5) {
            for (int workers = 1; workers <= 2; workers++) {
                try (TestWorker worker = new TestWorker(limit, 512);
                        Operator operator = subject.factory().open(worker.context("it", 0, workers), new Collected())) {
                    operator.restoreFrom(saved.input(KeyGroups.of(0, 1)));
                    restored++;
                } catch (OutOfMemoryException e) {
                    refused++;
                }
            }
        }
        assertTrue(refused > 2 && restored > 2, refused + " refused, " + restored + " restored");
    }
}
