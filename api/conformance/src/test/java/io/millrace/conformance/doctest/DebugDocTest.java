package io.millrace.conformance.doctest;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.lit;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;

/** The documentation's example of debugging. */
@GoldenFile("doctest/debug.txt")
final class DebugDocTest {
    @Golden("pathway.debug")
    void selectsAConstant(GoldenRun run) {
        run.check(1, run.input(1).select(col("pet").as("animal"), lit("fluffy").as("desc")));
    }
}
