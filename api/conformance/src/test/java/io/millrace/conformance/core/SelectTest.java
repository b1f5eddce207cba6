package io.millrace.conformance.core;

import static io.millrace.table.Expressions.allColumns;
import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.lit;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;

/** Columns computed row by row. */
@GoldenFile("core/common.txt")
final class SelectTest {
    private static final ColumnExpression A = col("a");
    private static final ColumnExpression B = col("b");

    @Golden({
        "test_input_operator",
        "test_dtype_pandas",
        "test_doesnt_warn_if_all_operators_used",
        "test_table_to_pandas_with_id",
        "test_table_to_pandas_without_id",
        "test_table_to_pandas_without_id_optional"
    })
    void givesWhatCameIn(GoldenRun run) {
        run.check(1, run.input(1));
    }

    @Golden("test_assert_table_unexpected_columns")
    void tellsTablesOfOtherColumnsApart(GoldenRun run) {
        if (run.hasInput(2)) {
            run.isNotInput(1, run.input(1), 2);
        } else {
            run.check(1, run.input(1));
        }
    }

    @Golden("test_select_arithmetic_with_const")
    void computesWithConstantsOnBothSides(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(
                                A,
                                A.plus(1).as("add"),
                                lit(1).plus(A).as("radd"),
                                A.minus(1).as("sub"),
                                lit(1).minus(A).as("rsub"),
                                A.times(2).as("mul"),
                                lit(2).times(A).as("rmul"),
                                A.dividedBy(4).as("truediv"),
                                lit(63).dividedBy(A).as("rtruediv"),
                                A.floorDividedBy(4).as("floordiv"),
                                lit(63).floorDividedBy(A).as("rfloordiv"),
                                A.mod(4).as("mod"),
                                lit(63).mod(A).as("rmod"),
                                A.pow(2).as("pow"),
                                lit(2).pow(A).as("rpow")));
    }

    @Golden("test_select_values")
    void selectsConstants(GoldenRun run) {
        run.check(1, run.input(1).select(lit("alpha").as("foo"), lit("beta").as("bar")));
    }

    @Golden("test_select_column_different_universe")
    void refusesColumnsOfOtherRows(GoldenRun run) {
        Table foo = run.input(1);
        Table bar = run.input(2);
        run.refuses(1, () -> foo.select(bar.col("col").as("ret"))).saying("column col", "other rows");
    }

    @Golden("test_select_const_expression")
    void selectsOneConstant(GoldenRun run) {
        run.check(1, run.input(1).select(lit(42).as("a")));
    }

    @Golden("test_select_simple_expression")
    void addsTwoColumns(GoldenRun run) {
        Table input = run.input(1);
        run.check(1, input.select(input.col("bar").plus(input.col("foo")).as("a")));
    }

    @Golden({"test_select_int_unary", "test_select_float_unary"})
    void negates(GoldenRun run) {
        run.check(1, run.input(1).select(A, A.negate().as("minus")));
    }

    @Golden({"test_select_int_binary", "test_select_float_binary"})
    void computesWithTwoColumns(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(
                                A,
                                B,
                                A.plus(B).as("add"),
                                A.minus(B).as("sub"),
                                A.dividedBy(B).as("truediv"),
                                A.floorDividedBy(B).as("floordiv"),
                                A.times(B).as("mul")));
    }

    @Golden({"test_select_int_comparison", "test_select_float_comparison", "test_select_mixed_comparison"})
    void compares(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(
                                A,
                                B,
                                A.eq(B).as("eq"),
                                A.ne(B).as("ne"),
                                A.lt(B).as("lt"),
                                A.le(B).as("le"),
                                A.gt(B).as("gt"),
                                A.ge(B).as("ge")));
    }

    @Golden("test_select_bool_unary")
    void negatesTruth(GoldenRun run) {
        run.check(1, run.input(1).select(A, A.not().as("not_")));
    }

    @Golden("test_select_bool_binary")
    void combinesTruths(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(A, B, A.and(B).as("and_"), A.or(B).as("or_"), A.xor(B).as("xor")));
    }

    @Golden("test_select_in_multiple_independent_tables")
    void usesColumnsOfTablesMadeFromTheSameRows(GoldenRun run) {
        Table input = run.input(1);
        Table u = input.select(A.plus(col("c")).as("a"), lit(10).as("x"));
        Table v = u.select(A, lit(20).as("x"));
        Table t = input.select("c", "b").plus(v);
        t = t.plus(t.select(A.plus(col("x")).as("z"), u.col("x").as("u")));
        run.check(1, t.without("b"));
    }

    @Golden("test_apply_incompatible_keys")
    void refusesFunctionsOfColumnsOfOtherRows(GoldenRun run) {
        Table a = run.input(1);
        Table b = run.input(2);
        run.refuses(
                        1,
                        () -> a.select(apply((Long x, Long y) -> x + y, Long.class, a.col("foo"), b.col("bar"))
                                .as("ret")))
                .saying("column bar", "other rows");
    }

    @Golden({"test_apply", "test_apply_inspect_wrapped_signature"})
    void appliesAFunction(GoldenRun run) {
        run.check(
                1, run.input(1).select(apply((Long x) -> x + 1, Long.class, col("foo")).as("ret")));
    }

    @Golden("test_apply_consts")
    void appliesAFunctionToAConstant(GoldenRun run) {
        run.check(1, run.input(1).select(apply((Long x) -> x + 1, Long.class, 1).as("ret")));
    }

    @Golden("test_apply_wrong_number_of_args")
    void refusesTooFewArguments(GoldenRun run) {
        run.compilerRefuses(1, "t.select(apply((Double x, Double y) -> x + y, Double.class).as(\"ret\"))");
    }

    @Golden("test_wildcard_shadowing")
    void selectsAllColumnsButSome(GoldenRun run) {
        run.check(1, run.input(1).select(allColumns("a", "b"), A.as("e")));
    }

    @Golden("test_this_magic_1")
    void selectsOneOfTheOtherColumns(GoldenRun run) {
        Table input = run.input(1);
        run.check(1, input.select(input.without("a").col("b")));
    }

    @Golden("test_this_magic_2")
    void refusesAColumnThatWasDropped(GoldenRun run) {
        Table input = run.input(1);
        run.refuses(1, () -> input.select(input.without("a").col("a"))).saying("no column a", "[b, c, d]");
    }

    @Golden("test_this_magic_3")
    void selectsAllColumnsButOne(GoldenRun run) {
        run.check(1, run.input(1).select(allColumns("a")));
    }

    @Golden("test_this_magic_4")
    void selectsSomeOfSomeColumns(GoldenRun run) {
        run.check(1, run.input(1).select("a", "b", "c").select(allColumns("a")));
    }
}
