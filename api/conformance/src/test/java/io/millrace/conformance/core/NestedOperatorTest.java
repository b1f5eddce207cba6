package io.millrace.conformance.core;

import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.cast;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.makeTuple;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.List;
import java.util.stream.LongStream;

/** Operators between tuples, lists and arrays. */
@GoldenFile("core/operators.txt")
final class NestedOperatorTest {
    private static final ColumnExpression A = col("a");
    private static final ColumnExpression B = col("b");
    private static final ColumnExpression X = col("x");
    private static final ColumnExpression Y = col("y");

    @Golden({
        "test_matrix_multiplication_2d_by_2d",
        "test_matrix_multiplication_2d_by_1d",
        "test_matrix_multiplication_1d_by_2d"
    })
    void multipliesArrays(GoldenRun run) {
        run.withDigits(14).check(1, run.input(1).select(col("i"), A.matmul(B).as("c")));
    }

    @Golden("test_matrix_multiplication_1d_by_1d")
    void multipliesVectorsToANumber(GoldenRun run) {
        String fraction = run.parameter().equals("int") ? "" : ".0";
        run.differs(1, run.input(1).select(col("i"), A.matmul(B).as("c")), """
                i | c
                0 | 2%1$s
                1 | 3%1$s
                2 | 4%1$s
                3 | 0%1$s
                4 | 5%1$s
                """.formatted(fraction));
    }

    @Golden("test_matrix_multiplication_errors_on_shapes_mismatch")
    void refusesShapesThatDoNotFit(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(A.matmul(B).as("c"))).saying("can't multiply arrays of shapes");
    }

    @Golden("test_tuples")
    void comparesTuples(GoldenRun run) {
        compares(run, run.input(1), makeTuple(A, B), makeTuple(B, A));
    }

    @Golden("test_nested_tuples")
    void comparesTuplesOfTuples(GoldenRun run) {
        compares(run, run.input(1), makeTuple("a", makeTuple(A, B)), makeTuple("a", makeTuple(B, A)));
    }

    @Golden("test_tuples_int_float")
    void comparesTuplesOfIntsAndFloats(GoldenRun run) {
        String column = run.parameter();
        Table mixed = run.input(1).withColumns(cast(Type.FLOAT64, col(column)).as(column));
        compares(run, mixed, makeTuple(A, B), makeTuple(B, A));
    }

    @Golden("test_lists_lexicographical")
    void comparesLists(GoldenRun run) {
        compares(run, run.input(1), upTo(A), upTo(B));
    }

    private static ColumnExpression upTo(ColumnExpression count) {
        return apply(
                arguments -> LongStream.range(0, (Long) arguments[0]).boxed().toList(), Type.list(Type.INT64), count);
    }

    private static void compares(GoldenRun run, Table table, ColumnExpression x, ColumnExpression y) {
        run.check(
                1,
                table.withColumns(x.as("x"), y.as("y"))
                        .select(
                                A,
                                B,
                                X.eq(Y).as("eq"),
                                X.ne(Y).as("ne"),
                                X.lt(Y).as("lt"),
                                X.le(Y).as("le"),
                                X.gt(Y).as("gt"),
                                X.ge(Y).as("ge")));
    }

    @Golden("test_tuples_none")
    void comparesTuplesWithNone(GoldenRun run) {
        Table t = run.input(1)
                .withColumns(makeTuple(A, B).as("x"), makeTuple(B, A).as("y"));
        run.check(1, t.select(A, B, X.eq(Y).as("eq"), X.ne(Y).as("ne")));
    }

    @Golden("test_tuples_none_cmp")
    void refusesToOrderNone(GoldenRun run) {
        refuses(run, makeTuple(A, B), makeTuple(B, A), List.of("tuple[int | None, int | None]"));
    }

    @Golden("test_tuples_error_on_incorrect_types")
    void refusesToCompareOtherTypes(GoldenRun run) {
        refuses(run, makeTuple(A, A), makeTuple(A, B), List.of("tuple[int, int]", "tuple[int, str]"));
    }

    private static void refuses(GoldenRun run, ColumnExpression x, ColumnExpression y, List<String> types) {
        Table t = run.input(1).withColumns(x.as("x"), y.as("y"));
        run.refuses(
                        1,
                        () -> t.select(
                                OperatorTest.operation(run.parameter(), X, Y).as("z")))
                .saying(types.toArray(String[]::new));
    }
}
