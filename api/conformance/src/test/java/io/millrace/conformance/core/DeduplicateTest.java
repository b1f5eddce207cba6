package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.makeTuple;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.Accept;
import io.millrace.table.Table;
import java.util.List;

/** One row of many. Runs on saved state are replayed from their whole input. */
@GoldenFile("core/deduplicate.txt")
final class DeduplicateTest {
    private static Accept<Long> atLeastMore(long difference) {
        return (value, current) -> value >= current + difference;
    }

    private static Table spaced(GoldenRun run, int input) {
        return run.input(input).deduplicate(col("val"), atLeastMore(2));
    }

    @Golden("test_deduplicate_keeps_state")
    void keepsTheLastAcceptedRow(GoldenRun run) {
        run.check(1, spaced(run, 1));
        run.check(2, spaced(run, 3));
    }

    @Golden("test_deduplicate_keeps_state_after_two_restarts")
    void keepsItAgain(GoldenRun run) {
        keepsTheLastAcceptedRow(run);
        run.check(3, spaced(run, 5));
    }

    @Golden("test_deduplicate_with_instance_keeps_state")
    void keepsOneRowAnInstance(GoldenRun run) {
        run.check(1, run.input(1).deduplicate(col("val"), col("instance"), atLeastMore(3)));
        run.check(2, run.input(3).deduplicate(col("val"), col("instance"), atLeastMore(3)));
    }

    @Golden("test_selective_persistence_no_name_set_or_different_names_set")
    void startsAnewWithoutSavedState(GoldenRun run) {
        keepsTheLastAcceptedRow(run);
    }

    @Golden("test_deduplicate_python_tuple")
    void comparesTuples(GoldenRun run) {
        Accept<List<Long>> isGreater = (value, current) -> {
            int order = Long.compare(value.get(0), current.get(0));
            return (order != 0 ? order : Long.compare(value.get(1), current.get(1))) > 0;
        };
        run.check(1, run.input(1).deduplicate(makeTuple(col("a"), col("b")), isGreater));
    }
}
