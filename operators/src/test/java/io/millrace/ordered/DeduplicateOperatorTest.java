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
import io.millrace.fixture.TestWorker;
import io.millrace.key.Pointer;
import io.millrace.port.DataError;
import io.millrace.type.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DeduplicateOperatorTest {
    /** Instance, value, id, and another cell. */
    private static final List<Type> INPUT =
            List.of(Type.optional(Type.STRING), Type.INT64, Type.POINTER, Type.optional(Type.STRING));

    private static final BigInteger LOW = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final Acceptor FAR = (value, current) -> Math.abs((long) value - (long) current) > 3;

    private static Deduplicate plan(boolean hasInstance, Acceptor acceptor) {
        List<Integer> instance = hasInstance ? List.of(0) : List.of();
        return new Deduplicate(INPUT, List.of(0, 1, 3), 1, instance, acceptor, true, null);
    }

    @Test
    void keepsWhatTheAcceptorTook() {
        for (boolean hasInstance : new boolean[] {false, true}) {
            for (long seed = 1; seed <= 12; seed++) {
                check(hasInstance, seed);
            }
        }
    }

    private static void check(boolean hasInstance, long seed) {
        String what = "instances " + hasInstance + ", seed " + seed;
        SplittableRandom random = new SplittableRandom(seed);
        int domain = seed % 2 == 0 ? 10 : 1_000;
        RandomStream stream = new RandomStream(random, it -> row(it, domain), 0.3, 0.05);
        Map<Object, List<Object>> accepted = new HashMap<>();
        RowZSet table = new RowZSet();
        try (TestWorker worker = new TestWorker(TestWorker.PLENTY, 1 + random.nextInt(50))) {
            List<Change> output = new ArrayList<>();
            try (DeduplicateOperator operator = (DeduplicateOperator) plan(hasInstance, FAR)
                    .open(worker.context("it"), batch -> output.addAll(RowZSet.changesWithIds(batch)))) {
                for (long epoch = 0; epoch < 16; epoch += 2) {
                    List<Change> changes = stream.next(random.nextInt(domain == 10 ? 5 : 80));
                    step(operator, worker, random, changes, epoch);
                    accept(accepted, changes, hasInstance);
                    table.add(output);
                    output.clear();
                    assertEquals(rows(accepted, hasInstance), table, what + ", epoch " + epoch);
                }
            }
        }
    }

    private static List<Object> row(SplittableRandom random, int domain) {
        List<Object> row = RandomCells.row(random, INPUT, domain);
        row.set(1, (long) random.nextInt(domain));
        return row;
    }

    private static void step(
            DeduplicateOperator operator,
            TestWorker worker,
            SplittableRandom random,
            List<Change> changes,
            long epoch) {
        for (Batch batch : RandomBatches.cut(random, worker.pool(), INPUT, epoch, changes, 40, 2)) {
            try (batch) {
                operator.push(0, batch);
            }
        }
        operator.endEpoch(epoch);
    }

    private static void accept(Map<Object, List<Object>> accepted, List<Change> changes, boolean hasInstance) {
        RowZSet net = new RowZSet().add(changes);
        net.weights().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(Map.Entry::getKey)
                .sorted(Comparator.<List<Object>>comparingLong(row -> (Long) row.get(1))
                        .thenComparing(row -> ((BigInteger) row.get(2)).mod(BigInteger.ONE.shiftLeft(128)))
                        .thenComparing(row -> (String) row.get(0), Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(row -> (String) row.get(3), Comparator.nullsFirst(Comparator.naturalOrder())))
                .forEach(row -> {
                    Object instance = hasInstance ? String.valueOf(row.get(0)) : "";
                    List<Object> current = accepted.get(instance);
                    if (current == null || Math.abs((Long) row.get(1) - (Long) current.get(1)) > 3) {
                        accepted.put(instance, row);
                    }
                });
    }

    private static RowZSet rows(Map<Object, List<Object>> accepted, boolean hasInstance) {
        RowZSet rows = new RowZSet();
        accepted.values().forEach(row -> {
            Pointer id = Pointer.of(hasInstance ? row.get(0) : null);
            BigInteger cell = BigInteger.valueOf(id.high())
                    .shiftLeft(64)
                    .or(BigInteger.valueOf(id.low()).and(LOW));
            rows.add(Change.row(row.get(0), row.get(1), row.get(3), cell), 1);
        });
        return rows;
    }

    @Test
    void anEpochInWhichTheAcceptorFailsChangesNothing() {
        Acceptor fragile = (value, current) -> {
            if ((long) value == 7) {
                throw new IllegalStateException("seven");
            }
            return true;
        };
        try (TestWorker worker = new TestWorker()) {
            RowZSet table = new RowZSet();
            try (DeduplicateOperator operator = (DeduplicateOperator) plan(true, fragile)
                    .open(
                            worker.context("it"),
                            batch -> table.add(RowZSet.changesOf(batch).stream().toList()))) {
                SplittableRandom random = new SplittableRandom(1);
                step(operator, worker, random, List.of(Change.of(1, "a", 1L, BigInteger.ONE, null)), 0);
                step(
                        operator,
                        worker,
                        random,
                        List.of(
                                Change.of(1, "a", 5L, BigInteger.ONE, null),
                                Change.of(1, "a", 7L, BigInteger.TWO, null),
                                Change.of(1, "b", 2L, BigInteger.TEN, null),
                                Change.of(1, "b", Cells.ERROR, BigInteger.TEN, null),
                                Change.of(1, Cells.ERROR, 2L, BigInteger.TEN, null)),
                        2);
            }
            assertEquals(new RowZSet().add(Change.row("a", 1L, null), 1).add(Change.row("b", 2L, null), 1), table);
            assertEquals(2, worker.errors().size());
            assertTrue(worker.errors().stream().anyMatch(it -> it.kind() == DataError.Kind.USER_FUNCTION));
            assertTrue(worker.errors().stream().anyMatch(it -> it.kind() == DataError.Kind.ERROR_IN_DEDUPLICATE));
        }
    }
}
