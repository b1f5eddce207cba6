package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Reducers.sum;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;

/** Results that stay though the rows that they came of were forgotten. */
@GoldenFile("core/operators.txt")
final class ForgettingTest {
    @Golden("test_remove_results_of_forgetting")
    void keepsSumsOfForgottenRows(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .forget(col("t"), 2, true)
                        .groupBy("a")
                        .reduce(col("a"), sum("a").as("sum"))
                        .filterOutResultsOfForgetting(true));
    }

    @Golden("test_remove_results_of_forgetting_2")
    void undoesForgetting(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .forget(col("t"), 2, true)
                        .filterOutResultsOfForgetting(run.parameter().equals("True")));
    }
}
