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
import io.millrace.type.Type;
import java.util.Map;

/** Errors of cells and rows in runs that go on after them, and the log of errors. */
@GoldenFile("errors/errors.txt")
final class ErrorsTest {
    private static final ColumnExpression A = col("a");
    private static final ColumnExpression B = col("b");
    private static final ColumnExpression C = col("c");
    private static final Map<String, String> WORDS = Map.of(
            "division by zero", "division by zero",
            "Error value encountered in filter condition", "filter",
            "Error value encountered in join condition", "join",
            "Error value encountered in grouping columns", "group",
            "ZeroDivisionError", "/ by zero",
            "parse error: cannot parse", "cannot parse");

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
                1,
                divided.filter(A.gt(0)).withColumns(fillError(col("x"), -1).as("x")),
                2,
                WORDS);
    }

    @Golden("test_inner_join_with_error_in_condition")
    void dropsRowsWithErrorsInAJoinCondition(GoldenRun run) {
        Table t1 = run.input(1).withColumns(A.floorDividedBy(C).as("a"));
        run.checkWithErrors(
                1,
                t1.join(run.input(2), left("a").eq(right("b"))).select(left("a"), left("c"), right("b")),
                2,
                WORDS);
    }

    @Golden("test_udf[True]")
    void keepsErrorsOfFunctionsInTheirCells(GoldenRun run) {
        Table divided = run.input(1)
                .select(A, apply((Long a, Long b) -> Math.floorDiv(a, b), Long.class, A, B).as("x"));
        run.checkWithErrors(1, divided.withColumns(fillError(col("x"), -1).as("x")), 2, WORDS);
    }

    @Golden("test_groupby_with_error_in_grouping_column")
    void dropsRowsWithErrorsInAGroupingColumn(GoldenRun run) {
        Table divided = run.input(1)
                .select(A.floorDividedBy(B).as("x"), A.floorDividedBy(C).as("y"));
        run.checkWithErrors(
                1,
                divided.groupBy("x", "y").reduce(col("x"), col("y"), count().as("cnt")),
                2,
                WORDS);
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
}
