package io.millrace.conformance.core;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;

/** One row an element. */
@GoldenFile("core/flatten.txt")
final class FlattenTest {
    @Golden({
        "test_flatten_simple",
        "test_flatten_inner_repeats",
        "test_flatten_more_repeats",
        "test_flatten_empty_lists"
    })
    void givesTheIdsOfTheRowsThatElementsComeFrom(GoldenRun run) {
        run.check(1, run.input(1).flatten("col", "origin_id"));
    }

    @Golden("test_flatten_no_origin")
    void givesTheElementsAlone(GoldenRun run) {
        run.check(1, run.input(1).flatten("col"));
    }
}
