package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.lit;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;

/** Columns computed row by row. */
@GoldenFile("core/common.txt")
final class SelectTest {
    @Golden("test_input_operator")
    void givesWhatCameIn(GoldenRun run) {
        run.check(1, run.input(1));
    }

    @Golden("test_select_arithmetic_with_const")
    void addsConstants(GoldenRun run) {
        ColumnExpression a = col("a");
        run.check(
                1,
                run.input(1)
                        .select(
                                a,
                                a.plus(1).as("add"),
                                lit(1).plus(a).as("radd"),
                                a.minus(1).as("sub"),
                                lit(1).minus(a).as("rsub"),
                                a.times(2).as("mul"),
                                lit(2).times(a).as("rmul"),
                                a.dividedBy(4).as("truediv"),
                                lit(63).dividedBy(a).as("rtruediv"),
                                a.floorDividedBy(4).as("floordiv"),
                                lit(63).floorDividedBy(a).as("rfloordiv"),
                                a.mod(4).as("mod"),
                                lit(63).mod(a).as("rmod"),
                                a.pow(2).as("pow"),
                                lit(2).pow(a).as("rpow")));
    }
}
