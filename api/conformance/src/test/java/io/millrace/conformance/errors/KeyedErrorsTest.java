package io.millrace.conformance.errors;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.fillError;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Expressions.right;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.Table;
import java.util.Map;

/** Ids that are missing or doubled, in runs that go on after them. */
@GoldenFile("errors/errors.txt")
final class KeyedErrorsTest {
    private static final Map<String, String> WORDS = Map.of(
            "key ^3S2X6B265PV8BRY8MZJ91KQ0Z4 exists in the universe", "not in the one whose columns are read",
            "key ^3HN31E1PBT7YHH5PWVKTZCPRJ8 exists in", "promised to have the same ids",
            "key ^Z3QWT294JQSHPSR8KTPG9ECE4W exists in the universe", "no row has the id",
            "duplicate key ^X1MXHYYG4YM0DB900V28XN5T4W", "several rows have the id ^X1MXHYYG4YM0DB900V28XN5T4W");

    @Golden("test_restrict")
    void readsErrorsWhereAnIdIsMissing(GoldenRun run) {
        Table table = run.input(1);
        Table ids = run.input(2).promiseUniverseIsSubsetOf(table);
        Table restricted = table.restrict(ids);
        run.checkWithErrors(
                1,
                ids.select(
                        fillError(restricted.col("a"), -1).as("a"),
                        fillError(restricted.col("b"), -1).as("b"),
                        col("c")),
                2,
                WORDS);
    }

    @Golden("test_left_join_preserving_id")
    void readsErrorsWhereARowHasSeveralMatches(GoldenRun run) {
        run.checkWithErrors(
                1,
                run.input(1)
                        .joinLeft(run.input(2), left("a").eq(right("b")))
                        .idOfLeft()
                        .select(left("a"), fillError(right("b"), -1).as("b")),
                2,
                WORDS);
    }

    @Golden("test_ix")
    void readsErrorsWhereNothingIsFound(GoldenRun run) {
        Table table = run.input(1);
        run.checkWithErrors(
                1,
                table.select(
                        col("a"),
                        fillError(run.input(2).ix(pointerFrom(col("a"))).col("c"), -1)
                                .as("c")),
                2,
                WORDS);
    }

    @Golden("test_remove_errors")
    void dropsRowsWithErrors(GoldenRun run) {
        Table table = run.input(1);
        run.keepGoing()
                .check(
                        1,
                        table.select(
                                        col("a"),
                                        col("a").floorDividedBy(col("b")).as("x"),
                                        col("a").floorDividedBy(col("c")).as("y"))
                                .removeErrors());
    }

    @Golden("test_remove_errors_identity")
    void keepsRowsWithoutErrors(GoldenRun run) {
        Table table = run.input(1);
        run.keepGoing()
                .check(
                        1,
                        table.select(
                                        col("a"),
                                        col("a").floorDividedBy(col("b")).as("x"),
                                        col("a").floorDividedBy(col("c")).as("y"))
                                .removeErrors());
    }
}
