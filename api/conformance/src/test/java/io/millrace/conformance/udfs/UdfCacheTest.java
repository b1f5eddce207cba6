package io.millrace.conformance.udfs;

import static io.millrace.table.Expressions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.table.Udf;
import io.millrace.udf.ResultCache;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/** Functions whose results are kept. */
@GoldenFile("udfs/udf.txt")
final class UdfCacheTest {
    private static final ColumnExpression A = col("a");

    @TempDir
    private Path directory;

    private static Udf inForm(GoldenRun run, Udf udf) {
        return switch (run.parameter()) {
            case "async", "False" -> udf.async();
            case "fully_async", "True" -> udf.fullyAsync();
            default -> udf;
        };
    }

    private static boolean isLater(GoldenRun run) {
        return run.parameter().equals("fully_async") || run.parameter().equals("True");
    }

    private static void check(GoldenRun run, int step, Table table) {
        if (isLater(run)) {
            run.checkAtLast(step, table.awaitFutures());
        } else {
            run.check(step, table);
        }
    }

    @Golden("test_udf_async_options")
    void keepsResultsOnDisk(GoldenRun run) {
        AtomicInteger calls = new AtomicInteger();
        Udf udf = inForm(run, UdfTest.counting(calls, 5).named("inc").cached(ResultCache.onDisk(directory)));
        Table input = run.input(1);
        check(run, 1, input.select(udf.apply(col("foo")).as("ret")));
        // Another cache of the same directory, as after a restart.
        Udf again = inForm(run, UdfTest.counting(calls, 5).named("inc").cached(ResultCache.onDisk(directory)));
        check(run, 2, input.select(again.apply(col("foo")).as("ret")));
        assertEquals(3, calls.get());
    }

    @Golden("test_udf_cache")
    void callsOnceForEqualArguments(GoldenRun run) {
        AtomicInteger calls = new AtomicInteger();
        Udf udf = UdfTest.counting(calls, 1).deterministic().cached(ResultCache.onDisk(directory));
        run.check(1, run.input(1).select(udf.apply(A).as("ret")));
        assertEquals(3, calls.get());
    }

    @Golden("test_udf_in_memory_cache")
    void keepsResultsInMemory(GoldenRun run) {
        AtomicInteger calls = new AtomicInteger();
        Udf udf = inForm(run, UdfTest.counting(calls, 1).cached(ResultCache.inMemory()));
        Table result = run.input(1).select(udf.apply(A).as("ret"));
        check(run, 1, result);
        check(run, 2, result);
        assertEquals(3, calls.get());
    }

    @Golden("test_udf_in_memory_cache_with_limit")
    void keepsNothingWithoutRoom(GoldenRun run) {
        AtomicInteger calls = new AtomicInteger();
        Udf udf = inForm(run, UdfTest.counting(calls, 1).cached(ResultCache.inMemory(0)));
        check(run, 1, run.input(1).select(udf.apply(A).as("ret")));
        assertEquals(2 * 3, calls.get());
    }

    @Golden("test_udf_in_memory_cache_multiple_places")
    void sharesResultsBetweenColumns(GoldenRun run) {
        AtomicInteger calls = new AtomicInteger();
        Udf udf = inForm(run, UdfTest.counting(calls, 1).cached(ResultCache.inMemory()));
        Table first = run.input(1).withColumns(udf.apply(A).as("ret"));
        check(run, 1, first.withColumns(udf.apply(A).as("ret_2")));
        assertEquals(3, calls.get());
    }
}
