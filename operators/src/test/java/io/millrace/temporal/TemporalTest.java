package io.millrace.temporal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.batch.Batch;
import io.millrace.fixture.Cells;
import io.millrace.fixture.Change;
import io.millrace.fixture.RandomBatches;
import io.millrace.fixture.RandomStream;
import io.millrace.fixture.RowZSet;
import io.millrace.fixture.SavedState;
import io.millrace.fixture.TestWorker;
import io.millrace.port.Epochs;
import io.millrace.port.KeyGroups;
import io.millrace.port.Operator;
import io.millrace.port.OperatorFactory;
import io.millrace.type.Type;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Operators on event time over random streams with retractions: what comes out of every epoch. */
final class TemporalTest {
    /** Instance, time, threshold, id, and another cell. */
    private static final List<Type> INPUT =
            List.of(Type.INT64, Type.INT64, Type.INT64, Type.POINTER, Type.optional(Type.STRING));

    private static final List<Integer> ALL = List.of(0, 1, 2, 3, 4);

    private static TimeColumns times(boolean hasInstance) {
        return new TimeColumns(1, 2, hasInstance ? List.of(0) : List.of());
    }

    private static Postpone postpone(Postpone.What what, boolean hasInstance) {
        return new Postpone(INPUT, ALL, times(hasInstance), what, true, null);
    }

    /** What came out, by epoch, with ids. */
    private static final class Run implements AutoCloseable {
        final TestWorker worker = new TestWorker();
        final Map<Long, RowZSet> output = new TreeMap<>();
        final Operator operator;

        Run(OperatorFactory factory) {
            operator = factory.open(
                    worker.context("it"),
                    batch -> RowZSet.changesWithIds(batch).forEach(change -> {
                        List<Object> row = change.row();
                        assertEquals(row.get(3), row.get(5), "the id is that of the row");
                        output.computeIfAbsent(batch.epoch(), epoch -> new RowZSet())
                                .add(row.subList(0, 5), change.weight());
                    }));
        }

        void step(List<Change> changes, SplittableRandom random, long epoch) {
            for (Batch batch : RandomBatches.cut(random, worker.pool(), INPUT, epoch, changes, 50, 3)) {
                try (batch) {
                    operator.push(0, batch);
                }
            }
            operator.endEpoch(epoch);
            operator.endEpoch(Epochs.retractionOf(epoch));
        }

        RowZSet at(long epoch) {
            return output.getOrDefault(epoch, new RowZSet());
        }

        @Override
        public void close() {
            operator.close();
            worker.close();
        }
    }

    private static List<Object> row(SplittableRandom random, int domain, boolean hasInstance) {
        long time = random.nextInt(domain);
        return Change.row(
                hasInstance ? (long) random.nextInt(3) : 0L,
                time,
                time + random.nextInt(4),
                BigInteger.valueOf(random.nextInt(domain) - 2L).shiftLeft(random.nextInt(100)),
                random.nextInt(3) == 0 ? null : "text " + random.nextInt(3));
    }

    @Test
    void holdsAndForgetsAsTheModelDoes() {
        for (Postpone.What what : Postpone.What.values()) {
            for (boolean hasInstance : new boolean[] {false, true}) {
                for (long seed = 1; seed <= 10; seed++) {
                    check(what, hasInstance, seed);
                }
            }
        }
    }

    private static void check(Postpone.What what, boolean hasInstance, long seed) {
        String hint = what + ", instances " + hasInstance + ", seed " + seed;
        SplittableRandom random = new SplittableRandom(seed);
        int domain = seed % 2 == 0 ? 8 : 200;
        RandomStream stream =
                new RandomStream(random, it -> row(it, domain, hasInstance), 0.25, seed % 3 == 0 ? 0.1 : 0);
        PostponeModel model = new PostponeModel(what);
        boolean forgets = what != Postpone.What.BUFFER;
        try (Run run = new Run(postpone(what, hasInstance))) {
            for (long epoch = 0; epoch < 24; epoch += 2) {
                List<Change> changes = stream.next(random.nextInt(domain == 8 ? 6 : 60));
                run.step(changes, random, epoch);
                RowZSet expected = new RowZSet();
                RowZSet later = new RowZSet();
                if (forgets) {
                    expected.add(changes);
                }
                (what == Postpone.What.FORGET_MARKED ? later : expected).add(model.step(changes));
                assertEquals(expected, run.at(epoch), hint + ", epoch " + epoch);
                assertEquals(later, run.at(epoch + 1), hint + ", epoch " + (epoch + 1));
            }
            if (!forgets) {
                run.operator.endEpoch(Epochs.LAST);
                assertEquals(new RowZSet().add(model.rest()), run.at(Epochs.LAST), hint + ", at the end");
            }
        }
    }

    @Test
    void goesOnFromSavedState() throws IOException {
        for (Postpone.What what : Postpone.What.values()) {
            SplittableRandom random = new SplittableRandom(7);
            RandomStream stream = new RandomStream(random, it -> row(it, 40, true), 0.25, 0);
            PostponeModel model = new PostponeModel(what);
            SavedState saved = new SavedState();
            for (int part = 0; part < 3; part++) {
                try (Run run = new Run(postpone(what, true))) {
                    if (part > 0) {
                        run.operator.restoreFrom(saved.input(KeyGroups.of(0, 1)));
                    }
                    for (long epoch = 100L * part; epoch < 100L * part + 8; epoch += 2) {
                        List<Change> changes = stream.next(20);
                        run.step(changes, random, epoch);
                        RowZSet expected = new RowZSet().add(model.step(changes));
                        if (what == Postpone.What.FORGET) {
                            expected.add(changes);
                        }
                        long released = what == Postpone.What.FORGET_MARKED ? epoch + 1 : epoch;
                        assertEquals(expected, run.at(released), what + ", epoch " + epoch);
                    }
                    run.operator.saveTo(saved);
                }
            }
        }
    }

    @Test
    void letsRowsThroughThatComeInTime() {
        for (boolean hasInstance : new boolean[] {false, true}) {
            for (long seed = 1; seed <= 10; seed++) {
                String hint = "instances " + hasInstance + ", seed " + seed;
                SplittableRandom random = new SplittableRandom(seed);
                RandomStream stream = new RandomStream(random, it -> row(it, 30, hasInstance), 0.25, 0.05);
                Map<Object, Long> times = new HashMap<>();
                try (Run run = new Run(new IgnoreLate(INPUT, ALL, times(hasInstance), null))) {
                    for (long epoch = 0; epoch < 20; epoch += 2) {
                        List<Change> changes = stream.next(random.nextInt(60));
                        run.step(changes, random, epoch);
                        RowZSet expected = new RowZSet();
                        Map<Object, Long> seen = new HashMap<>();
                        for (Change change : changes) {
                            List<Object> row = change.row();
                            Long time = times.get(row.get(0));
                            if (time == null || time < (Long) row.get(2)) {
                                expected.add(row, change.weight());
                            }
                            seen.merge(row.get(0), (Long) row.get(1), Math::max);
                        }
                        seen.forEach((instance, time) -> times.merge(instance, time, Math::max));
                        assertEquals(expected, run.at(epoch), hint + ", epoch " + epoch);
                    }
                }
            }
        }
    }

    @Test
    void reportsRowsWithAnErrorInTheirTime() {
        List<Change> changes = List.of(
                Change.of(1, 1L, 5L, 5L, BigInteger.ONE, "a"),
                Change.of(1, 1L, Cells.ERROR, Cells.ERROR, BigInteger.TWO, "b"),
                Change.of(1, Cells.ERROR, 1L, 1L, BigInteger.TEN, "c"));
        for (OperatorFactory plan :
                List.of(postpone(Postpone.What.BUFFER, true), new IgnoreLate(INPUT, ALL, times(true), null))) {
            try (Run run = new Run(plan)) {
                run.step(changes, new SplittableRandom(1), 0);
                assertEquals(new RowZSet().add(changes.getFirst().row(), 1), run.at(0));
                assertEquals(2, run.worker.errors().size());
            }
        }
    }

    @Test
    void refusesTimesThatCannotBeCompared() {
        List<Type> types = new ArrayList<>(INPUT);
        types.set(2, Type.FLOAT64);
        assertThrows(
                IllegalArgumentException.class,
                () -> new IgnoreLate(types, ALL, new TimeColumns(1, 2, List.of()), null));
        assertThrows(
                IllegalArgumentException.class,
                () -> new IgnoreLate(types, ALL, new TimeColumns(4, 4, List.of()), null));
    }
}
