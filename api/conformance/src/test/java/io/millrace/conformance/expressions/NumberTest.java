package io.millrace.conformance.expressions;

import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;

/** Methods of numbers. */
@GoldenFile("expressions/numerical.txt")
final class NumberTest {
    private static final ColumnExpression V = col("v");

    @Golden({"test_abs_int", "test_abs_float"})
    void takesAbsoluteValues(GoldenRun run) {
        ColumnExpression absolute = run.parameter().equals("True") ? V.num().abs() : V.abs();
        run.check(1, run.input(1).select(absolute.as("v_abs")));
    }

    @Golden("test_round")
    void roundsToDecimals(GoldenRun run) {
        run.check(1, run.input(1).select(V.num().round(2).as("v_round")));
    }

    @Golden("test_round_column")
    void roundsToTheDecimalsOfTheRow(GoldenRun run) {
        run.check(
                1,
                run.input(1).select(col("value").num().round(col("precision")).as("v_round")));
    }

    @Golden({"test_fill_na_optional_float", "test_fill_na_optional_int", "test_fill_na_float", "test_fill_na_int"})
    void fillsWhatIsNoNumber(GoldenRun run) {
        run.check(1, run.input(1).select(V.num().fillNa(0).as("v_filled")));
    }
}
