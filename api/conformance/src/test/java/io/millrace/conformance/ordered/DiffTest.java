package io.millrace.conformance.ordered;

import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;

/** Differences between rows in order. */
@GoldenFile("ordered/diff.txt")
final class DiffTest {
    @Golden("test_diff_single_column")
    void comparesAColumnWithTheRowBefore(GoldenRun run) {
        run.check(1, run.input(1).diff(col("t"), "v"));
    }

    @Golden("test_diff_multiple_columns")
    void comparesColumnsWithTheRowBefore(GoldenRun run) {
        run.check(1, run.input(1).diff(col("t"), "v1", "v2"));
    }

    @Golden("test_diff_instance")
    void comparesRowsOfAnInstance(GoldenRun run) {
        run.check(1, run.input(1).diff(col("t"), col("i"), "v"));
    }
}
