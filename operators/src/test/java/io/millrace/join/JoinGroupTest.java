package io.millrace.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.fixture.Change;
import io.millrace.fixture.Collected;
import io.millrace.fixture.RandomBatches;
import io.millrace.fixture.RandomStream;
import io.millrace.fixture.RowZSet;
import io.millrace.fixture.SavedState;
import io.millrace.fixture.TestWorker;
import io.millrace.port.KeyGroups;
import io.millrace.port.Operator;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Four joins on three arranged tables: R with S, twice; the result of one, X, under other keys, with R again; and R with itself. X is pushed from
 * within the pushes of R and S, and adds keys to the dictionary that those are in the middle of.
 */
class JoinGroupTest {
    private static final List<Type> ROW = List.of(Type.INT64, Type.INT64);
    private static final List<Type> X_ROW = List.of(Type.INT64, Type.INT64, Type.optional(Type.INT64));

    /** The operators of the dataflow on one worker, in its order. */
    private static final class Graph implements AutoCloseable {
        final TestWorker worker;
        final List<Operator> operators = new ArrayList<>();
        final Collected plain = new Collected();
        final Collected again = new Collected();
        final Collected self = new Collected();
        final Operator r;
        final Operator s;

        Graph(TestWorker worker, JoinKind first, JoinKind second) {
            this.worker = worker;
            JoinGroup group = new JoinGroup(List.of(Type.INT64), 3, true);
            r = arrange(group, 0, ROW);
            s = arrange(group, 1, ROW);
            Operator[] x = new Operator[1];
            join(second, ROW, ROW, r, s, plain);
            join(first, ROW, ROW, r, s, batch -> pushX(batch, x[0]));
            x[0] = arrange(group, 2, X_ROW);
            join(second, X_ROW, ROW, x[0], r, again);
            join(JoinKind.INNER, ROW, ROW, r, r, self);
        }

        private Operator arrange(JoinGroup group, int table, List<Type> types) {
            List<Integer> columns = types.size() == 2 ? List.of(0, 1) : List.of(0, 1, 2);
            ArrangementPlan plan = new ArrangementPlan(types, List.of(0), columns, false, true, false);
            List<Operator> read = table == 0 ? List.of() : List.of(r);
            Operator opened = group.arrange(table, plan).open(worker.context("arrange"), read, batch -> {});
            operators.add(opened);
            return opened;
        }

        private void join(
                JoinKind kind,
                List<Type> left,
                List<Type> right,
                Operator leftRead,
                Operator rightRead,
                Output output) {
            List<Integer> leftColumns = left.size() == 2 ? List.of(0, 1) : List.of(0, 1, 2);
            JoinPlan plan = new JoinPlan(
                    kind,
                    new JoinPlan.Side(left, List.of(0), leftColumns),
                    new JoinPlan.Side(right, List.of(0), List.of(1)),
                    JoinPlan.RowIds.NONE,
                    false,
                    null);
            operators.add(JoinGroup.join(plan).open(worker.context("join"), List.of(leftRead, rightRead), output));
        }

        private void pushX(Batch batch, Operator x) {
            List<Change> changes = RowZSet.changesOf(batch).stream()
                    .map(change -> new Change(xRow(change.row()), change.weight()))
                    .toList();
            push(x, X_ROW, batch.epoch(), changes, changes.size());
        }

        void push(Operator into, List<Type> types, long epoch, List<Change> changes, int cut) {
            for (int from = 0; from < changes.size(); from += cut) {
                List<Change> part = changes.subList(from, Math.min(changes.size(), from + cut));
                try (Batch batch = RandomBatches.of(worker.pool(), types, epoch, part)) {
                    into.push(0, batch);
                }
            }
        }

        void endEpoch(long epoch) {
            operators.forEach(operator -> operator.endEpoch(epoch));
        }

        List<Collected> outputs() {
            return List.of(plain, again, self);
        }

        long stateBytes() {
            return operators.stream().mapToLong(Operator::stateBytes).sum();
        }

        @Override
        public void close() {
            operators.reversed().forEach(Operator::close);
        }
    }

    private static List<Object> xRow(List<Object> row) {
        return Change.row(((long) row.get(0) * 7 + 13) % 3000, row.get(1), row.get(2));
    }

    /** The join of two Z-sets on their first cells: the left row, then the second cell of the right one. Debts match nothing. */
    private static RowZSet join(JoinKind kind, RowZSet left, RowZSet right, int leftSize) {
        Map<Object, Map<List<Object>, Long>> byKey = new HashMap<>();
        right.weights()
                .forEach((row, weight) -> byKey.computeIfAbsent(row.getFirst(), key -> new HashMap<>())
                        .put(row, weight));
        RowZSet result = new RowZSet();
        Set<Object> leftKeys = new HashSet<>();
        left.weights().forEach((l, weight) -> {
            if (weight > 0) {
                leftKeys.add(l.getFirst());
            }
            Map<List<Object>, Long> matches = byKey.getOrDefault(l.getFirst(), Map.of());
            matches.forEach((r, other) -> result.add(with(l, r.get(1)), weight * other));
            if (kind.keeps(0) && matches.values().stream().noneMatch(other -> other > 0)) {
                result.add(with(l, null), weight);
            }
        });
        right.weights().forEach((r, weight) -> {
            if (kind.keeps(1) && !leftKeys.contains(r.getFirst())) {
                List<Object> none = new ArrayList<>();
                for (int i = 0; i < leftSize; i++) {
                    none.add(null);
                }
                result.add(with(none, r.get(1)), weight);
            }
        });
        return result;
    }

    private static List<Object> with(List<Object> row, Object cell) {
        List<Object> longer = new ArrayList<>(row);
        longer.add(cell);
        return longer;
    }

    private static RowZSet xOf(JoinKind kind, RowZSet r, RowZSet s) {
        RowZSet x = new RowZSet();
        join(kind, r, s, 2).weights().forEach((row, weight) -> x.add(xRow(row), weight));
        return x;
    }

    private static void check(Graph graph, JoinKind first, JoinKind second, RowZSet r, RowZSet s, String hint) {
        assertEquals(join(second, r, s, 2), graph.plain.table(), hint + ": R with S");
        assertEquals(join(second, xOf(first, r, s), r, 3), graph.again.table(), hint + ": X with R");
        assertEquals(join(JoinKind.INNER, r, r, 2), graph.self.table(), hint + ": R with R");
    }

    @ParameterizedTest
    @CsvSource({"INNER, INNER", "INNER, OUTER", "LEFT, INNER", "LEFT, RIGHT", "LEFT, LEFT", "LEFT, OUTER"})
    void everyEpochEqualsARecomputeOfTheInputs(JoinKind first, JoinKind second) throws IOException {
        for (long seed = 1; seed <= 6; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String hint = first + ", " + second + ", seed " + seed;
            int keys = seed % 2 == 0 ? 4 : 2500;
            RandomStream rs = new RandomStream(random, it -> row(it, keys), 0.3, 0);
            RandomStream ss = new RandomStream(random, it -> row(it, keys), 0.3, 0);
            RowZSet r = new RowZSet();
            RowZSet s = new RowZSet();
            SavedState saved = new SavedState();
            int savedAt = 3 + random.nextInt(6);
            List<RowZSet> soFar;
            try (TestWorker worker = new TestWorker(TestWorker.PLENTY, 1 + random.nextInt(400))) {
                try (Graph graph = new Graph(worker, first, second)) {
                    for (int epoch = 0; epoch <= savedAt; epoch++) {
                        step(graph, random, 2L * epoch, next(rs, random, keys), next(ss, random, keys), r, s);
                        check(graph, first, second, r, s, hint + " epoch " + epoch);
                    }
                    graph.operators.forEach(operator -> save(operator, saved));
                    soFar = graph.outputs().stream().map(Collected::table).toList();
                }
                try (Graph graph = new Graph(worker, first, second)) {
                    long before = graph.stateBytes();
                    for (Operator operator : graph.operators) {
                        operator.restoreFrom(saved.input(KeyGroups.of(0, 1)));
                    }
                    for (int i = 0; i < soFar.size(); i++) {
                        graph.outputs().get(i).table().add(soFar.get(i));
                    }
                    for (int epoch = savedAt + 1; epoch < 14; epoch++) {
                        step(graph, random, 2L * epoch, next(rs, random, keys), next(ss, random, keys), r, s);
                        check(graph, first, second, r, s, hint + " epoch " + epoch);
                    }
                    step(graph, random, 40, rs.undoAll(), ss.undoAll(), r, s);
                    assertTrue(
                            graph.outputs().stream().allMatch(it -> it.table().isEmpty()), hint);
                    step(graph, random, 42, List.of(), List.of(), r, s);
                    assertEquals(before, graph.stateBytes(), hint);
                }
            }
        }
    }

    private static void save(Operator operator, SavedState into) {
        try {
            operator.saveTo(into);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Change> next(RandomStream stream, SplittableRandom random, int keys) {
        return stream.next(random.nextInt(keys == 4 ? 12 : 700));
    }

    private static List<Object> row(SplittableRandom random, int keys) {
        return Change.row((long) random.nextInt(keys), (long) random.nextInt(4));
    }

    /** Pushes both tables' changes in pieces, now of one, now of the other. */
    private static void step(
            Graph graph,
            SplittableRandom random,
            long epoch,
            List<Change> forR,
            List<Change> forS,
            RowZSet r,
            RowZSet s) {
        r.add(forR);
        s.add(forS);
        int rAt = 0;
        int sAt = 0;
        while (rAt < forR.size() || sAt < forS.size()) {
            boolean isR = sAt == forS.size() || rAt < forR.size() && random.nextBoolean();
            int count = 1 + random.nextInt(600);
            if (isR) {
                int end = Math.min(forR.size(), rAt + count);
                graph.push(graph.r, ROW, epoch, forR.subList(rAt, end), 600);
                rAt = end;
            } else {
                int end = Math.min(forS.size(), sAt + count);
                graph.push(graph.s, ROW, epoch, forS.subList(sAt, end), 600);
                sAt = end;
            }
        }
        graph.endEpoch(epoch);
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void aTableIsKeptOnceHoweverManyJoinsReadIt(JoinKind kind) {
        List<Change> changes = new ArrayList<>();
        for (long i = 0; i < 50_000; i++) {
            changes.add(Change.of(1, i, i));
        }
        JoinPlan plan = new JoinPlan(
                kind,
                new JoinPlan.Side(ROW, List.of(0), List.of(0, 1)),
                new JoinPlan.Side(ROW, List.of(0), List.of(1)),
                JoinPlan.RowIds.NONE,
                false,
                null);
        long alone;
        try (TestWorker worker = new TestWorker();
                Operator join = plan.open(worker.context("join"), batch -> {})) {
            try (Batch batch = RandomBatches.of(worker.pool(), ROW, 0, changes)) {
                join.push(1, batch);
            }
            join.endEpoch(0);
            alone = join.stateBytes();
        }
        try (TestWorker worker = new TestWorker()) {
            JoinGroup group = new JoinGroup(List.of(Type.INT64), 2, kind != JoinKind.INNER);
            ArrangementPlan arranged = new ArrangementPlan(ROW, List.of(0), List.of(0, 1), false, true, false);
            try (Operator left = group.arrange(0, arranged).open(worker.context("left"), List.of(), batch -> {});
                    Operator right =
                            group.arrange(1, arranged).open(worker.context("right"), List.of(left), batch -> {});
                    Operator one = JoinGroup.join(plan).open(worker.context("1"), List.of(left, right), batch -> {});
                    Operator two = JoinGroup.join(plan).open(worker.context("2"), List.of(left, right), batch -> {});
                    Batch batch = RandomBatches.of(worker.pool(), ROW, 0, changes)) {
                right.push(0, batch);
                List.of(left, right, one, two).forEach(it -> it.endEpoch(0));
                assertEquals(alone, left.stateBytes() + right.stateBytes());
                assertEquals(0, one.stateBytes() + two.stateBytes());
            }
        }
    }
}
