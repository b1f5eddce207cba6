package io.millrace.conformance.errors;

import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.fillError;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import io.millrace.table.Universes;
import io.millrace.type.Type;
import java.util.Map;

/** Errors of cells and rows in runs that go on after them, and the log of errors. */
@GoldenFile("errors/errors.txt")
final class ErrorsTest {
    private static final ColumnExpression A = col("a");
    private static final ColumnExpression B = col("b");
    private static final ColumnExpression C = col("c");
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("division by zero", "division by zero"),
            Map.entry("Error value encountered in filter condition", "filter"),
            Map.entry("Error value encountered in join condition", "join"),
            Map.entry("Error value encountered in grouping columns", "group"),
            Map.entry("Error value encountered in reindex", "id"),
            Map.entry("ZeroDivisionError", "/ by zero"),
            Map.entry("parse error: cannot parse", "cannot parse"),
            Map.entry("duplicate key", "^"),
            Map.entry("updating a row that does not exist", "^"),
            Map.entry("key ^", "^"));

    @Golden("test_division_by_zero")
    void keepsErrorsInTheirCells(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = t1.select(A.floorDividedBy(B).as("x"));
        Table t3 = t1.select(A.floorDividedBy(C).as("y"));
        run.checkWithErrors(
                1,
                t1.select(
                        A,
                        fillError(t2.col("x"), -1).as("x"),
                        fillError(t3.col("y"), -1).as("y")),
                2,
                WORDS);
    }

    @Golden("test_removal_of_error")
    void takesBackRowsWithErrors(GoldenRun run) {
        run.checkWithErrors(1, run.input(1).withColumns(A.floorDividedBy(B).as("c")), 2, WORDS);
    }

    @Golden("test_filter_with_error_in_condition")
    void dropsRowsWithErrorsInACondition(GoldenRun run) {
        Table divided = run.input(1).withColumns(A.floorDividedBy(B).as("x"));
        run.checkWithErrors(1, divided.filter(col("x").gt(0)), 2, WORDS);
    }

    @Golden("test_filter_with_error_in_other_column")
    void keepsRowsWithErrorsElsewhere(GoldenRun run) {
        Table divided = run.input(1).withColumns(A.floorDividedBy(B).as("x"));
        run.checkWithErrors(
                1, divided.filter(A.gt(0)).withColumns(fillError(col("x"), -1).as("x")), 2, WORDS);
    }

    @Golden("test_inner_join_with_error_in_condition")
    void dropsRowsWithErrorsInAJoinCondition(GoldenRun run) {
        Table t1 = run.input(1).withColumns(A.floorDividedBy(C).as("a"));
        run.checkWithErrors(
                1, t1.join(run.input(2), left("a").eq(right("b"))).select(left("a"), left("c"), right("b")), 2, WORDS);
    }

    @Golden("test_left_join_with_error_in_condition")
    void keepsTheLeftOfAnErrorInAJoinCondition(GoldenRun run) {
        Table t1 = run.input(1).withColumns(A.floorDividedBy(C).as("a"));
        run.checkWithErrors(
                1,
                t1.joinLeft(run.input(2), left("a").eq(right("b")))
                        .select(fillError(left("a"), -1).as("a"), left("c"), right("b")),
                2,
                WORDS);
    }

    @Golden("test_udf[True]")
    void keepsErrorsOfFunctionsInTheirCells(GoldenRun run) {
        Table divided = run.input(1)
                .select(
                        A,
                        apply((Long a, Long b) -> Math.floorDiv(a, b), Long.class, A, B)
                                .as("x"));
        run.checkWithErrors(1, divided.withColumns(fillError(col("x"), -1).as("x")), 2, WORDS);
    }

    @Golden("test_groupby_with_error_in_grouping_column")
    void dropsRowsWithErrorsInAGroupingColumn(GoldenRun run) {
        Table divided = run.input(1)
                .select(A.floorDividedBy(B).as("x"), A.floorDividedBy(C).as("y"));
        run.checkWithErrors(1, divided.groupBy("x", "y").reduce(col("x"), col("y"), count().as("cnt")), 2, WORDS);
    }

    @Golden("test_clear")
    void startsEachRunWithAnEmptyLog(GoldenRun run) {
        Table divided = run.input(1)
                .select(A.floorDividedBy(B).as("x"))
                .select(fillError(col("x"), -1).as("x"));
        run.checkWithErrors(1, divided, 2, WORDS);
        run.checkWithErrors(3, divided, 4, WORDS);
        run.check(5, Pipeline.create().globalErrorLog().select("message"));
    }

    @Golden("test_global_error_first_operator")
    void hasAnEmptyLogWithoutErrors(GoldenRun run) {
        run.differsInTypes(1, Pipeline.create().globalErrorLog(), Map.of("trace", Type.optional(Type.STRING)));
    }

    @Golden("test_reducer_outside_reduce_is_explained")
    void explainsAReducerOutsideOfReduce(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(sum("a").as("s"))).saying("sum", "use it in reduce");
    }

    @Golden("test_iterating_an_expression_is_explained")
    void refusesToIterateAnExpression(GoldenRun run) {
        run.compilerRefuses(1, "java.util.List.copyOf(t.col(\"a\"))");
        run.compilerRefuses(2, "new Object[] {for (Object it : makeTuple(t.col(\"a\"), t.col(\"a\"))) it}");
    }

    @Golden("test_with_universe_of")
    void givesErrorsForIdsThatAreNotTheOnesPromised(GoldenRun run) {
        Table t2 = run.input(2);
        Table result = filled(run.input(1).withUniverseOf(t2), t2);
        run.keepGoing();
        run.check(1, result);
        run.differsInErrors(2, result, "^3S2X6B265PV8BRY8MZJ91KQ0Z4", "^3HN31E1PBT7YHH5PWVKTZCPRJ8");
    }

    private static Table filled(Table table, Table other) {
        return table.select(
                fillError(table.col("a"), -1).as("a"),
                fillError(table.col("b"), -1).as("b"),
                other.col("c"));
    }

    @Golden("test_update_cells")
    void givesErrorsForUpdatesThatDoNotFit(GoldenRun run) {
        Table old = run.input(1);
        Table update = run.input(2);
        Universes.promiseAreEqual(old, update);
        run.checkWithErrors(1, old.updateCells(update).removeErrors(), 2, WORDS);
    }

    @Golden("test_update_rows")
    void givesAnErrorRowForAnIdOfTwoRows(GoldenRun run) {
        Table t1 = run.input(1).withIdFrom("a");
        Table t2 = run.input(2).withIdFrom("a");
        Table updated = t1.updateRows(t2);
        run.keepGoing();
        run.differs(1, updated, """
                a
                Error
                2
                3
                """);
        run.differsInErrors(2, updated, "^YYY4HABTRW7T8VX2Q429ZYV70W");
    }

    @Golden("test_with_id_from")
    void leavesOutRowsWhoseIdIsAnError(GoldenRun run) {
        run.checkWithErrors(1, run.input(1).withIdFrom(A.dividedBy(B)), 2, WORDS);
    }

    @Golden("test_concat")
    void givesAnErrorRowForAnIdOfTwoTables(GoldenRun run) {
        Table t2 = run.input(2);
        Table both = run.input(1).promiseUniversesAreDisjoint(t2).concat(t2);
        run.keepGoing();
        run.differs(
                1, both.withColumns(fillError(A, -1).as("a"), fillError(B, -1).as("b")), """
                a  | b
                -1 | -1
                2  | 5
                3  | 1
                4  | 3
                5  | 1
                """);
    }

    @Golden("test_reindex_with_duplicate_key")
    void givesAnErrorRowForANewIdOfTwoRows(GoldenRun run) {
        Table renewed = run.input(1).withIdFrom("a");
        run.keepGoing();
        run.differs(
                1,
                renewed.withColumns(fillError(A, -1).as("a"), fillError(B, -1).as("b")),
                """
                a  | b
                1  | 3
                2  | 4
                -1 | -1
                """);
    }
}
