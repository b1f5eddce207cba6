package io.millrace.program;

import static io.millrace.table.Expressions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.column.CellStatus;
import io.millrace.debug.Change;
import io.millrace.debug.Debug;
import io.millrace.key.Pointer;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Pipeline;
import io.millrace.table.RunningPipeline;
import io.millrace.table.Table;
import io.millrace.table.Udf;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.udf.RetryStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions of users in whole programs. */
class UdfsTest {
    private static final Schema SCHEMA =
            Schema.builder().column("a", Type.INT64).build();

    /** A table whose rows come, change and go, and what it holds in the end. */
    private record Stream(Table table, Map<Pointer, Long> atLast) {
        static Stream random(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            Map<Pointer, Long> current = new HashMap<>();
            List<Change> changes = new ArrayList<>();
            for (long time = 2; time < 40; time += 2) {
                Map<Pointer, Boolean> touched = new HashMap<>();
                for (int i = random.nextInt(12); i > 0; i--) {
                    Pointer id = Pointer.of(random.nextInt(10));
                    if (touched.put(id, true) != null) {
                        continue;
                    }
                    Long before = current.remove(id);
                    if (before != null) {
                        changes.add(new Change(id, List.of(before), time, -1));
                    }
                    if (before == null || random.nextBoolean()) {
                        long value = random.nextInt(5);
                        current.put(id, value);
                        changes.add(new Change(id, List.of(value), time, 1));
                    }
                }
            }
            return new Stream(Debug.tableFromChanges(SCHEMA, changes), current);
        }
    }

    /** What changes add up to, which is a table at any time. */
    private static Map<Pointer, List<Object>> sum(List<Change> changes, long seed) {
        Map<Pointer, List<Object>> rows = new HashMap<>();
        List<Change> inOrder = new ArrayList<>(changes);
        inOrder.sort((x, y) ->
                x.time() != y.time() ? Long.compareUnsigned(x.time(), y.time()) : Long.compare(x.diff(), y.diff()));
        for (Change change : inOrder) {
            if (change.diff() < 0) {
                assertEquals(change.values(), rows.remove(change.id()), "seed " + seed + ": " + change);
            } else {
                assertEquals(null, rows.put(change.id(), change.values()), "seed " + seed + ": " + change);
            }
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "4, 4", "5, 1", "6, 4"})
    void whatVariesIsTakenBackAsItWasGiven(long seed, int workers) {
        Stream stream = Stream.random(seed);
        AtomicLong numbers = new AtomicLong();
        Udf numbered = Udf.of((Long a) -> a * 1_000_000 + numbers.incrementAndGet());
        List<Change> changes = Debug.changes(
                stream.table().select(numbered.apply(col("a")).as("n")), pipeline -> pipeline.workers(workers));
        Map<Pointer, Long> found = new HashMap<>();
        sum(changes, seed).forEach((id, row) -> found.put(id, (Long) row.getFirst() / 1_000_000));
        assertEquals(stream.atLast(), found, "seed " + seed);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "4, 4", "5, 1", "6, 4"})
    void laterResultsReplaceWhatIsPending(long seed, int workers) {
        Stream stream = Stream.random(seed);
        Udf tripled = Udf.of((Long a) -> a * 3).capacity(2).fullyAsync();
        Table later = stream.table().select(col("a"), tripled.apply(col("a")).as("b"));
        List<List<Change>> changes =
                Debug.changes(List.of(later, later.awaitFutures()), pipeline -> pipeline.workers(workers));
        Map<Pointer, List<Object>> expected = new HashMap<>();
        stream.atLast().forEach((id, a) -> expected.put(id, List.of(a, a * 3)));
        assertEquals(expected, sum(changes.get(0), seed), "seed " + seed);
        assertEquals(expected, sum(changes.get(1), seed), "seed " + seed);
        assertFalse(
                changes.get(1).stream().anyMatch(change -> change.values().contains(CellStatus.PENDING)),
                "seed " + seed);
    }

    @Test
    void callsThatFailAreMadeAgainAndNeverTooManyAtOnce() {
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger open = new AtomicInteger();
        AtomicInteger mostOpen = new AtomicInteger();
        Udf udf = Udf.of((Long a) -> {
                    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                    try {
                        if (attempts.incrementAndGet() <= 3) {
                            throw new IllegalStateException("not yet");
                        }
                        return -a;
                    } finally {
                        open.decrementAndGet();
                    }
                })
                .capacity(2)
                .retrying(RetryStrategy.fixedDelay(3, Duration.ofMillis(1)));
        Debug.assertUpdates(Debug.table("""
                        a
                        1
                        2
                        3
                        4
                        """).select(udf.apply(col("a")).as("b")), """
                b  | time | diff
                -1 | 0    | 1
                -2 | 0    | 1
                -3 | 0    | 1
                -4 | 0    | 1
                """);
        assertEquals(7, attempts.get());
        assertTrue(mostOpen.get() <= 2, mostOpen + " at once");
    }

    @Test
    void eachCellReportsItsOwnLine() {
        Udf first = Udf.of((Long a) -> 1 / (a - 1)).named("first");
        Udf second = Udf.of((Long a) -> 2 / (a - 1)).named("second");
        ColumnExpression x = first.apply(col("a")).as("x");
        ColumnExpression y = second.apply(col("a")).as("y");
        Table table = Debug.table("a\n1").select(x, y);
        List<Object> traces = Debug.changes(
                        List.of(table, Pipeline.create().globalErrorLog().select("trace")), Pipeline::keepGoing)
                .get(1)
                .stream()
                .map(change -> change.values().getFirst())
                .distinct()
                .toList();
        assertEquals(2, traces.size(), traces.toString());
        assertTrue(traces.stream().allMatch(trace -> trace.toString().contains("UdfsTest.java")), traces.toString());
    }

    @Test
    void aResultOfUnknownTypeIsRefusedAtTheUsersLine() {
        Udf unknown = Udf.of((Long a) -> (Object) a);
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Debug.table("a\n1").select(unknown.apply(col("a")).as("b")));
        assertTrue(refused.getMessage().contains("returning(…)"), refused.getMessage());
        assertTrue(refused.getMessage().contains("UdfsTest.java"), refused.getMessage());
    }

    @Test
    void stoppingInterruptsCallsThatAreOpen() throws InterruptedException {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Udf endless = Udf.of((Long a) -> {
                    called.countDown();
                    try {
                        new CountDownLatch(1).await();
                        return a;
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                })
                .fullyAsync();
        Pipeline pipeline = Pipeline.create();
        Table table = Debug.table("a\n1");
        pipeline.subscribe(table.select(endless.apply(col("a")).as("b")), (row, time, diff) -> {});
        try (RunningPipeline running = pipeline.start()) {
            assertTrue(called.await(30, TimeUnit.SECONDS));
            assertFalse(running.hasEnded());
        }
        assertTrue(interrupted.await(30, TimeUnit.SECONDS));
    }

    @Test
    void backoffGrowsUpToItsRetries() {
        RetryStrategy backoff = RetryStrategy.exponentialBackoff(3, Duration.ofMillis(100), 2, Duration.ZERO);
        assertEquals(Duration.ofMillis(100), backoff.delayAfter(1));
        assertEquals(Duration.ofMillis(200), backoff.delayAfter(2));
        assertEquals(Duration.ofMillis(400), backoff.delayAfter(3));
        assertEquals(null, backoff.delayAfter(4));
        Duration withJitter = RetryStrategy.exponentialBackoff(1, Duration.ofMillis(100), 2, Duration.ofMillis(50))
                .delayAfter(1);
        assertTrue(withJitter.toMillis() >= 100 && withJitter.toMillis() < 150, withJitter.toString());
    }
}
