package io.millrace.conformance.udfs;

import static io.millrace.table.Expressions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Functions;
import io.millrace.table.Table;
import io.millrace.table.Udf;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Functions of rows, called one after the other or at the same time. */
@GoldenFile("udfs/udf.txt")
final class UdfTest {
    private static final ColumnExpression A = col("a");
    private static final ColumnExpression B = col("b");
    /** A step is computed on one worker and on several. */
    private static final int RUNS = 2;

    /** A function that is an object with a state. */
    private record Adding(long increment) implements Functions.Of1<Long, Long> {
        @Override
        public Long apply(Long a) {
            return a + increment;
        }
    }

    @Golden("test_udf")
    void callsAFunction(GoldenRun run) {
        run.check(1, run.input(1).select(Udf.of((Long a) -> a + 1).apply(A).as("ret")));
    }

    @Golden("test_udf_class")
    void callsAnObject(GoldenRun run) {
        run.check(1, run.input(1).select(Udf.of(new Adding(2)).apply(A).as("ret")));
    }

    @Golden("test_udf_async")
    void callsRowsAtTheSameTime(GoldenRun run) {
        CyclicBarrier barrier = new CyclicBarrier(3);
        Udf udf = Udf.of((Long a) ->
                        CompletableFuture.supplyAsync(() -> waiting(barrier, a + 3), Thread::startVirtualThread))
                .returning(Long.class);
        check(run, 1, udf, A);
    }

    private static long waiting(CyclicBarrier barrier, long value) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
            return value;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Golden("test_udf_sync")
    void callsOneRowAfterTheOther(GoldenRun run) {
        CyclicBarrier barrier = new CyclicBarrier(3);
        Udf udf = Udf.of((Long a) -> {
            barrier.await(100, TimeUnit.MILLISECONDS);
            return a + 3;
        });
        run.refuses(1, () -> run.input(1).select(udf.apply(A).as("ret"))).saying("TimeoutException", "UdfTest.java");
    }

    @Golden("test_udf_sync_with_async_executor")
    void callsAFunctionThatBlocksAtTheSameTime(GoldenRun run) {
        CyclicBarrier barrier = new CyclicBarrier(3);
        check(run, 1, Udf.of((Long a) -> waiting(barrier, a + 3)).async(), A);
    }

    @Golden("test_udf_async_class")
    void callsAnObjectAtTheSameTime(GoldenRun run) {
        check(run, 1, Udf.of(new Adding(40)).async(), A);
    }

    @Golden({"test_udf_propagate_none", "test_async_udf_propagate_none"})
    void doesNotCallForNone(GoldenRun run) {
        AtomicInteger calls = new AtomicInteger();
        Udf udf = Udf.of((Long a, Long b) -> {
                    calls.incrementAndGet();
                    return a + b;
                })
                .async()
                .propagateNone();
        check(run, 1, udf, A, B);
        assertEquals(RUNS, calls.get());
    }

    @Golden("test_async_udf_with_none")
    void callsForNone(GoldenRun run) {
        AtomicInteger calls = new AtomicInteger();
        Udf udf = Udf.of((Long a, Long b) -> {
                    calls.incrementAndGet();
                    return a == null ? b : b == null ? a : (Long) (a + b);
                })
                .async();
        check(run, 1, udf, A, B);
        assertEquals(3 * RUNS, calls.get());
    }

    @Golden("test_udf_make_deterministic")
    void remembersWhatItTakesBack(GoldenRun run) {
        AtomicInteger calls = new AtomicInteger();
        Udf udf = counting(calls, 1);
        run.check(
                1,
                run.input(1)
                        .select((run.parameter().equals("True") ? udf : udf.async())
                                .apply(A)
                                .as("ret")));
        assertEquals(5 * RUNS, calls.get());
    }

    @Golden("test_udf_make_deterministic_2")
    void forgetsWhatIsGone(GoldenRun run) {
        AtomicInteger calls = new AtomicInteger();
        Udf udf = counting(calls, 0);
        run.check(
                1,
                run.input(1)
                        .select((run.parameter().equals("True") ? udf : udf.async())
                                .apply(A)
                                .as("a")));
        assertEquals(3 * RUNS, calls.get());
    }

    static Udf counting(AtomicInteger calls, long increment) {
        return Udf.of((Long a) -> {
            calls.incrementAndGet();
            return a + increment;
        });
    }

    @Golden("test_udf_deterministic_not_stored")
    void callsForEachRow(GoldenRun run) {
        AtomicInteger calls = new AtomicInteger();
        Udf udf = counting(calls, 1).deterministic();
        run.check(
                1,
                run.input(1)
                        .select((run.parameter().equals("True") ? udf : udf.async())
                                .apply(A)
                                .as("ret")));
        assertEquals(5 * RUNS, calls.get());
    }

    @Golden("test_udf_timeout")
    void givesUpAfterATime(GoldenRun run) {
        CompletableFuture<Long> never = new CompletableFuture<>();
        Udf udf = Udf.of((Long a) -> never.thenApply(it -> it + a))
                .returning(Long.class)
                .timeout(Duration.ofMillis(20));
        run.refuses(
                        1,
                        () -> run.input(1)
                                .select((run.parameter().equals("True") ? udf.fullyAsync() : udf)
                                        .apply(A)
                                        .as("ret")))
                .saying("TimeoutException", "PT0.02S", "UdfTest.java");
    }

    @Golden("test_udf_too_fast_for_timeout")
    void isInTime(GoldenRun run) {
        check(run, 1, Udf.of((Long a) -> a + 1).timeout(Duration.ofSeconds(10)), A);
    }

    @Golden("test_cast_on_return")
    void convertsResults(GoldenRun run) {
        Udf udf = Udf.of((Long a) -> (Object) a).returning(Double.class);
        Table input = run.input(1);
        Udf called = run.parameter().equals("async") ? udf.async() : udf;
        if (run.parameter().equals("fully_async")) {
            Table later = input.withColumns(udf.fullyAsync().apply(A).as("a")).awaitFutures();
            run.checkAtLast(1, later.select(A.plus(B).as("c")));
        } else {
            run.check(
                    1,
                    input.withColumns(called.apply(A).as("a")).select(A.plus(B).as("c")));
        }
    }

    @Golden("test_append_only_results_stored_temporarily_column_not_append_only_storage_not_append_only")
    void callsAgainWhereAnotherColumnChanges(GoldenRun run) {
        AtomicInteger calls = new AtomicInteger();
        // Five calls a run, numbered from 1 in each.
        Udf udf = Udf.of((Long a) -> (long) (calls.getAndIncrement() % 5 + 1));
        run.check(1, run.input(1).select(udf.apply(A).as("a"), B));
        assertEquals(5 * RUNS, calls.get());
    }

    @Golden("test_non_deterministic_udf_replays_original_values_with_on_disk_cache")
    void takesBackWhatItGave(GoldenRun run) {
        Map<Long, Long> counts = new ConcurrentHashMap<>();
        Udf udf = Udf.of((Long a) -> 10 * a + (counts.merge(a, 1L, Long::sum) - 1) % (a == 1 ? 2 : 1) + 1);
        boolean isSync = run.parameter().endsWith("True");
        run.check(
                1, run.input(1).select(A, (isSync ? udf : udf.async()).apply(A).as("x")));
        assertEquals(Map.of(1L, 2L * RUNS, 2L, 1L * RUNS), counts);
    }

    @Golden({"test_udf_cache_directory_ignores_stale_files_and_cleans_up", "test_udf_cache_directory_multiple_workers"})
    void remembersOnSeveralWorkers(GoldenRun run) {
        run.check(1, run.input(1).select(Udf.of((Long a) -> a + 1).apply(A).as("ret")));
    }

    @Golden("test_run_async_in_thread_reraises_exception")
    void throwsWhatAFutureFailedWith(GoldenRun run) {
        Udf udf = Udf.of((Long a) -> CompletableFuture.<Long>failedFuture(new IllegalStateException("boom")))
                .returning(Long.class);
        Table one = io.millrace.debug.Debug.table("a\n1");
        run.refuses(1, () -> one.select(udf.apply(A).as("ret"))).saying("boom");
    }

    @Golden("test_fully_async_udf_error_propagation")
    void passesErrorsOn(GoldenRun run) {
        run.keepGoing();
        Udf udf = Udf.of((Long a) -> a + 1).async();
        ColumnExpression divided = A.floorDividedBy(B);
        ColumnExpression filled =
                io.millrace.table.Expressions.fillError(col("ret"), -1).as("ret");
        if (run.parameter().equals("True")) {
            Table later = run.input(1).select(udf.fullyAsync().apply(divided).as("ret"));
            run.checkAtLast(1, later.awaitFutures().select(filled));
        } else {
            run.check(1, run.input(1).select(udf.apply(divided).as("ret")).select(filled));
        }
    }

    /** Calls in the form that the record's parameter names: async, or fully async, which ends with the same rows. */
    static void check(GoldenRun run, int step, Udf udf, ColumnExpression... arguments) {
        Table input = run.input(1);
        if (run.parameter().equals("True")) {
            Table later =
                    input.select(udf.fullyAsync().apply((Object[]) arguments).as("ret"));
            run.checkAtLast(step, later.awaitFutures());
        } else {
            run.check(step, input.select(udf.apply((Object[]) arguments).as("ret")));
        }
    }
}
