package io.millrace.conformance.udfs;

import static io.millrace.table.Expressions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.table.Udf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Functions that are called with many rows at once. */
@GoldenFile("udfs/udf.txt")
final class BatchUdfTest {
    private static final ColumnExpression A = col("a");
    private static final ColumnExpression B = col("b");

    private static List<Long> sums(List<Long> a, List<Long> b) {
        assertEquals(a.size(), b.size());
        return IntStream.range(0, a.size()).mapToObj(i -> a.get(i) + b.get(i)).toList();
    }

    @Golden({"test_batch_udf", "test_batch_udf_numpy"})
    void callsAFunctionOfColumns(GoldenRun run) {
        Udf udf = Udf.batch(BatchUdfTest::sums, Long.class).maxBatchSize(16);
        run.check(1, run.input(1).select(udf.apply(A, B).as("c")));
    }

    @Golden("test_batch_udf_batching_correct")
    void cutsBatches(GoldenRun run) {
        int most = Integer.parseInt(run.parameter().split("-")[1]);
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        Udf udf = Udf.batch(
                        (List<Long> a, List<Long> b) -> {
                            sizes.add(a.size());
                            return sums(a, b);
                        },
                        Long.class)
                .maxBatchSize(most);
        run.check(1, run.input(1).select(udf.apply(A, B).as("c")));
        List<Integer> first = new ArrayList<>(sizes.subList(0, (5 + most - 1) / most));
        Collections.sort(first);
        assertEquals(most == 3 ? List.of(2, 3) : most == 2 ? List.of(1, 2, 2) : List.of(1, 1, 1, 1, 1), first);
    }

    @Golden("test_batch_udf_incorrect_rows_returned")
    void refusesOtherNumbersOfResults(GoldenRun run) {
        Udf udf = Udf.batch((List<Long> a, List<Long> b) -> sums(a, b).subList(1, a.size()), Long.class);
        run.refuses(1, () -> run.input(1).select(udf.apply(A, B).as("c"))).saying("2 results for 3 rows");
    }

    @Golden("test_error_in_batch_udf")
    void endsWithTheErrorOfABatch(GoldenRun run) {
        Udf udf = Udf.batch(
                (List<Long> a, List<Long> b) -> IntStream.range(0, a.size())
                        .mapToObj(i -> Math.floorDiv(a.get(i), b.get(i)))
                        .toList(),
                Long.class);
        run.refuses(1, () -> run.input(1).select(udf.apply(A, B).as("c"))).saying("/ by zero", "BatchUdfTest.java");
    }

    @Golden("test_propagate_none_batch")
    void leavesOutRowsWithNone(GoldenRun run) {
        Udf udf = Udf.batch(BatchUdfTest::sums, Long.class).maxBatchSize(2).propagateNone();
        run.check(1, run.input(1).select(udf.apply(A, B).as("ret")));
    }

    @Golden("test_batch_async_udf_not_supported")
    void isNeverFullyAsync(GoldenRun run) {
        run.refuses(1, () -> {
                    Table one = io.millrace.debug.Debug.table("a | b\n1 | 1");
                    return one.select(Udf.batch(BatchUdfTest::sums, Long.class)
                            .fullyAsync()
                            .apply(A, B)
                            .as("c"));
                })
                .saying("fullyAsync", "batch");
    }

    @Golden("test_batch_udf_annotation_has_to_be_list")
    void returnsALists(GoldenRun run) {
        run.compilerRefuses(
                1,
                "t.select(io.millrace.table.Udf.batch((java.util.List<Long> a, java.util.List<Long> b) -> a.get(0), Long.class)"
                        + ".apply(io.millrace.table.Expressions.col(\"a\"), io.millrace.table.Expressions.col(\"b\")).as(\"c\"))");
    }
}
