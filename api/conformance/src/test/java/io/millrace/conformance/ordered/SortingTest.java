package io.millrace.conformance.ordered;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Reducers.argMin;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;

/** Rows and those beside them. */
@GoldenFile("ordered/sorting.txt")
final class SortingTest {
    @Golden("test_argmin")
    void findsTheRowOfTheLeastValue(GoldenRun run) {
        run.check(1, run.input(1).reduce(argMin(col("hash")).as("key")));
    }

    @Golden("test_prevnext_single_instance")
    void findsNeighbours(GoldenRun run) {
        run.check(1, run.input(1).sort("key", "instance"));
    }

    @Golden("test_prevnext_many_instance")
    void findsNeighboursAmongAnInstance(GoldenRun run) {
        run.check(1, run.input(1).sort("key", "instance"));
    }
}
