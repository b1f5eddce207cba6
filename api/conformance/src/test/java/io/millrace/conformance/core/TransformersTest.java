package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.lit;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Reducers.sum;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.table.Universes;
import io.millrace.type.Type;
import java.util.Map;

/**
 * What Pathway writes as classes with attributes and methods, which compute one value of a row from others. With us a method is a
 * Java function from expressions to an expression.
 */
@GoldenFile("core/transformers.txt")
final class TransformersTest {
    private static final ColumnExpression A = col("a");
    private static final ColumnExpression ARG = col("arg");

    @Golden("test_simple_transformer")
    void addsOne(GoldenRun run) {
        run.check(1, run.input(1).select(ARG.plus(1).as("ret")));
    }

    @Golden({"test_output_attribute_rename", "test_output_attribute_rename_without_schema"})
    void addsOneUnderAnotherName(GoldenRun run) {
        run.check(1, run.input(1).select(ARG.plus(1).as("foo")));
    }

    @Golden("test_aux_objects")
    void usesConstantsAndFunctions(GoldenRun run) {
        int constant = 10;
        ColumnExpression function = lit(1).times(ARG).plus(constant);
        ColumnExpression half = ARG.dividedBy(2);
        Table result = run.input(1)
                .select(ARG.plus(constant)
                        .plus(function)
                        .plus(ARG.times(100))
                        .plus(half)
                        .as("ret"));
        run.differsInTypes(1, result, Map.of("ret", Type.FLOAT64));
    }

    @Golden("test_call_self_method")
    void callsAMethod(GoldenRun run) {
        run.check(1, run.input(1).select(A.plus(A.times(A)).as("ret")));
    }

    /** Ten times a. */
    private static ColumnExpression b(ColumnExpression a) {
        return a.times(10);
    }

    private static ColumnExpression c(ColumnExpression a, Object argument) {
        return a.plus(b(a)).times(argument);
    }

    @Golden({"test_simple_method", "test_select_method_column"})
    void callsAMethodWithAConstant(GoldenRun run) {
        run.check(1, run.input(1).select(c(A, 10).as("ret")));
    }

    @Golden("test_table_add_method_table")
    void callsAMethodOfATableWithMoreColumns(GoldenRun run) {
        Table input = run.input(1);
        Table more = input.plus(input.select(A.negate().as("d")));
        run.check(1, more.select(c(A, 10).as("ret")));
    }

    @Golden("test_method_call_in_transformer_with_output_attribute")
    void callsAMethodWithAComputedColumn(GoldenRun run) {
        run.check(1, run.input(1).select(c(A, b(A)).plus(c(A, 10)).as("result")));
    }

    @Golden("test_method_call_in_transformer_with_attribute")
    void callsAMethodTwice(GoldenRun run) {
        run.check(1, run.input(1).select(c(A, 20).plus(c(A, 10)).as("result")));
    }

    @Golden("test_method_call_in_transformer_with_method")
    void callsAMethodOfAMethod(GoldenRun run) {
        run.check(1, run.input(1).select(A.times(A).plus(A).plus(A).as("result")));
    }

    @Golden("test_method_call_in_transformer_with_input_method")
    void passesMethodsOn(GoldenRun run) {
        ColumnExpression argument = lit(5).plus(col("foo"));
        run.check(1, run.input(1).select(lit(10).times(argument).as("result")));
    }

    @Golden("test_method_call_in_transformer_neighbor_dependency")
    void callsAMethodOfAnotherTable(GoldenRun run) {
        ColumnExpression bar = col("bar");
        run.check(1, run.input(1).select(bar.times(bar).as("result")));
    }

    @Golden("test_method_in_groupby")
    void addsUpWhatAMethodGives(GoldenRun run) {
        run.check(1, run.input(1).groupBy("grouper").reduce(sum(A.times(A)).as("res")));
    }

    @Golden("test_method_call_in_transformer_with_input_attribute")
    void callsAMethodOfATableOfTheSameIds(GoldenRun run) {
        Table first = run.input(1);
        Table second = run.input(2);
        Universes.promiseAreEqual(first, second);
        run.check(1, first.select(first.col("a").times(second.col("a")).as("result")));
    }

    @Golden("test_skips")
    void followsPointers(GoldenRun run) {
        Table nodes = run.input(1).withColumns(pointerFrom(col("next")).as("next"));
        Table requests = run.input(2).withColumns(pointerFrom(col("node")).as("node"));
        ColumnExpression next = nodes.ix(col("node")).col("next");
        Table reached =
                requests.select(ifElse(col("steps").eq(0), col("node"), next).as("reached_node"));
        Table values = reached.select(
                col("reached_node"), nodes.ix(col("reached_node")).col("val").as("reached_value"));
        run.differsInTypes(1, values, Map.of("reached_node", Type.POINTER));
    }

    @Golden("test_method_in_ix")
    void callsAMethodOfALookedUpRow(GoldenRun run) {
        Table input = run.input(1);
        Table reduced = input.groupBy("b").reduce(col("b").as("a"));
        run.check(
                1,
                input.select(
                        reduced.ixRef(input.col("b")).col("a").times(col("c")).as("res")));
    }

    @Golden("test_twoclass_method")
    void combinesMethodsOfTwoTables(GoldenRun run) {
        Table first = methods(run.input(2), run.input(1), "a", "h", 10);
        run.check(1, first.select("b"));
        run.check(2, first.select(col("b"), col("m").times(1000).as("c")));
        Table second = methods(run.input(6), run.input(5), "a", "h", 100);
        run.check(3, second.select(col("b"), col("m").times(1_000_000).as("c")));
        Table third = methods(run.input(9), run.input(8), "a", "h", 20);
        Universes.promiseAreEqual(first, second, third);
        run.check(4, combined(first, second, third));
    }

    @Golden("test_twoclass_method2")
    void combinesMethodsOfOneTable(GoldenRun run) {
        Table input = run.input(2);
        Table first = methods(input, run.input(1), "a1", "h1", 10);
        run.check(1, first.select(col("b"), col("m").times(1000).as("c")));
        Table second = methods(input, run.input(4), "a2", "h2", 100);
        run.check(2, second.select(col("b"), col("m").times(1_000_000).as("c")));
        run.check(3, combined(first, second, methods(input, run.input(6), "ac", "hc", 20)));
    }

    /** A column b, which reads a row of another table, and one by which a method multiplies. */
    private static Table methods(Table table, Table hypers, String a, String h, int factor) {
        ColumnExpression found = hypers.ix(pointerFrom(col(h))).col("a");
        Table b = table.select(col(a).as("a"), col(a).times(factor).plus(found).as("b"));
        return b.select(col("b"), col("a").plus(col("b")).as("m"));
    }

    private static Table combined(Table first, Table second, Table third) {
        ColumnExpression calls = first.col("m").times(1000).plus(second.col("m").times(1_000_000));
        ColumnExpression b = third.col("b").plus(calls);
        return third.select(
                b.as("b"), b.times(1_000_000_000).plus(calls).plus(1).as("c"));
    }
}
