package io.millrace.conformance.core;

import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.JoinResult;

/** Joins that forget rows once they have a match. */
@GoldenFile("core/joins.txt")
final class ExactlyOnceJoinTest {
    private static JoinResult joined(GoldenRun run) {
        return run.input(1).join(run.input(2), left("a").eq(right("a")));
    }

    @Golden("test_inner_join_exactly_once[True-True]")
    void forgetsBoth(GoldenRun run) {
        run.check(1, joined(run).leftExactlyOnce().rightExactlyOnce().select("a", "b", "c"));
    }

    @Golden("test_inner_join_exactly_once[True-False]")
    void forgetsRightRows(GoldenRun run) {
        run.check(1, joined(run).rightExactlyOnce().select("a", "b", "c"));
    }

    @Golden("test_inner_join_exactly_once[False-True]")
    void forgetsLeftRows(GoldenRun run) {
        run.check(1, joined(run).leftExactlyOnce().select("a", "b", "c"));
    }

    @Golden("test_inner_join_exactly_once_with_repeats")
    void failsWhereThereAreMoreMatchesInOneEpoch(GoldenRun run) {
        run.refuses(1, () -> joined(run).leftExactlyOnce().select("a", "b", "c"))
                .saying("has several matches in one epoch");
    }
}
