package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.lit;
import static io.millrace.table.Reducers.sum;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
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
        run.check(
                1,
                run.input(1)
                        .groupBy("grouper")
                        .reduce(sum(A.times(A)).as("res")));
    }
}
