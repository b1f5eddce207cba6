package io.millrace.conformance.udfs;

import static io.millrace.table.Expressions.coalesce;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.makeTuple;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Expressions.require;
import static io.millrace.table.Reducers.sum;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.table.Udf;
import io.millrace.type.Type;

/** Functions whose results come later. */
@GoldenFile("udfs/udf.txt")
final class LaterUdfTest {
    private static final ColumnExpression A = col("a");
    private static final ColumnExpression RET = col("ret");
    private static final Udf INC = Udf.of((Long a) -> a + 1).fullyAsync();

    private static Table withRet(GoldenRun run) {
        return run.input(1).withColumns(INC.apply(A).as("ret"));
    }

    @Golden("test_fully_async_udf")
    void isPendingAtFirst(GoldenRun run) {
        run.checkAtLast(1, run.input(1).select(INC.apply(A).as("ret")));
    }

    @Golden("test_fully_async_udf_propagation_allowed")
    void passesFuturesOn(GoldenRun run) {
        run.checkAtLast(1, withRet(run).select(A.plus(2).as("a"), RET.as("b")));
    }

    @Golden("test_fully_async_udf_chaining")
    void callsWithWhatComesLater(GoldenRun run) {
        run.checkAtLast(1, run.input(1).select(INC.apply(INC.apply(A)).as("ret")));
    }

    @Golden("test_fully_async_udf_expression_allowed_after_await")
    void computesWithWhatHasCome(GoldenRun run) {
        run.checkAtLast(1, withRet(run).awaitFutures().select(RET.plus(2).as("ret")));
    }

    @Golden("test_fully_async_udf_reducer_allowed_after_await")
    void reducesWhatHasCome(GoldenRun run) {
        run.checkAtLast(1, withRet(run).awaitFutures().reduce(sum("ret").as("s")));
    }

    @Golden("test_future_dtype_disallowed_expression")
    void doesNotAddFutures(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(INC.apply(A).plus(1).as("ret")))
                .saying("Future[int]", "int");
    }

    @Golden("test_future_dtype_disallowed_reduce")
    void doesNotReduceFutures(GoldenRun run) {
        run.refuses(1, () -> withRet(run).reduce(sum("ret").as("s"))).saying("Future[int]", "sum");
    }

    @Golden("test_future_dtype_disallowed_in_groupby")
    void doesNotGroupByFutures(GoldenRun run) {
        run.refuses(1, () -> withRet(run).groupBy("ret").reduce("ret")).saying("Future[int]");
    }

    @Golden({"test_future_dtype_disallowed_in_sort_key", "test_future_dtype_disallowed_in_sort_instance"})
    void doesNotSortByFutures(GoldenRun run) {
        boolean isKey = run.name().endsWith("key");
        run.refuses(1, () -> isKey ? withRet(run).sort("ret") : withRet(run).sort("a", "ret"))
                .saying("Future[int]");
    }

    @Golden("test_future_dtype_disallowed_in_expressions")
    void doesNotComputeWithFutures(GoldenRun run) {
        Table t = withRet(run);
        refuses(run, 1, t, pointerFrom(RET));
        refuses(run, 2, t, ifElse(A.gt(2), RET, 2));
        refuses(run, 3, t, makeTuple(RET, 2));
        refuses(run, 4, t, RET.isNone());
        refuses(run, 5, t, RET.isNotNone());
        refuses(run, 6, t, Udf.of((Long a) -> a - 1).apply(RET));
        refuses(run, 7, t, Udf.of((Long a) -> a - 1).async().apply(RET));
    }

    @Golden("test_future_dtype_disallowed_in_expressions_2")
    void doesNotReplaceWhatIsNoneInFutures(GoldenRun run) {
        Udf optional = Udf.of((Long a) -> a == null ? null : (Long) (a + 1))
                .returning(Type.optional(Type.INT64))
                .fullyAsync();
        Table t = run.input(1).withColumns(optional.apply(A).as("ret"));
        refuses(run, 1, t, coalesce(RET, col("b")));
        refuses(run, 2, t, require(RET, A));
    }

    private static void refuses(GoldenRun run, int step, Table table, ColumnExpression expression) {
        run.refuses(step, () -> table.select(expression.as("p"))).saying("Future[int", "ret");
    }
}
