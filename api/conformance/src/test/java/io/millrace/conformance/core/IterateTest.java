package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Reducers.min;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Iteration;
import io.millrace.table.Table;
import java.util.Map;

/** Steps that are repeated until nothing changes. */
@GoldenFile("core/common.txt")
final class IterateTest {
    @Golden("test_column_fixpoint")
    void stepsEndWhereNoValueChanges(GoldenRun run) {
        ColumnExpression val = col("val");
        run.check(
                1,
                run.input(1)
                        .iterate(table -> table.select(ifElse(
                                        val.eq(1.0),
                                        1.0,
                                        ifElse(
                                                val.mod(2.0).eq(0.0),
                                                val.dividedBy(2.0),
                                                val.times(3.0).plus(1.0)))
                                .as("val"))));
    }

    @Golden("test_rows_fixpoint")
    void stepsEndWhereNoRowIsLeft(GoldenRun run) {
        run.check(
                1,
                Iteration.universe("rows", run.input(1))
                        .run(in -> Map.of("rows", withoutLeastId(in.get("rows"))))
                        .get("rows"));
    }

    @Golden("test_rows_fixpoint_needs_iterate_universe")
    void refusesAStepThatMayDropRowsUnlessThatIsSaid(GoldenRun run) {
        run.refuses(1, () -> run.input(1).iterate(IterateTest::withoutLeastId))
                .saying("other rows", "Iteration.universe", "IterateTest.java:");
    }

    private static Table withoutLeastId(Table table) {
        Table least = table.reduce(min(table.id()).as("min_id"));
        return table.filter(table.id().ne(least.ixRef().col("min_id")));
    }

    @Golden("test_iteration_column_order")
    void aStepMayPutColumnsInAnotherOrder(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .iterate(table -> table.select(
                                col("bar"), col("foo").minus(col("foo")).as("foo"))));
    }

    @Golden("test_iterate_with_wrong_limit")
    void refusesALimitOfNoSteps(GoldenRun run) {
        int limit = Integer.parseInt(run.parameter());
        run.refuses(1, () -> run.input(1).iterate(limit, IterateTest::plusOne))
                .saying("an iteration limit is 1 or more, not " + limit, "IterateTest.java:");
    }

    @Golden("test_iterate_with_limit")
    void takesAsManyStepsAsTheLimitSays(GoldenRun run) {
        run.check(1, run.input(1).iterate(Integer.parseInt(run.parameter()), IterateTest::plusOne));
    }

    private static Table plusOne(Table table) {
        return table.select(col("foo").plus(1).as("foo"));
    }

    @Golden("test_iterate_with_same_universe_outside")
    void theResultHasTheRowsOfTheStart(GoldenRun run) {
        Table table = run.input(1);
        Table outside = table.select(col("c").times(3).as("x"));
        Table result = table.iterate(
                2,
                step -> step.select(
                        col("b"), col("a").times(2).as("a"), col("c").times(2).as("c")));
        run.check(1, result.select(col("a"), outside.col("x")));
    }

    @Golden("test_iterate_with_diverging_columns")
    void columnsChangeEachOnItsOwn(GoldenRun run) {
        Table table = run.input(1).select(col("a"), col("a").as("b"));
        run.check(
                1,
                table.iterate(2, step -> step.select(col("a"), col("b").times(2).as("b"))));
    }
}
