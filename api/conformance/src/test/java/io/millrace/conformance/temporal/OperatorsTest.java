package io.millrace.conformance.temporal;

import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;

/** Rows that wait, are forgotten, or come too late, by their time. */
@GoldenFile("temporal/operators.txt")
final class OperatorsTest {
    @Golden("test_forget_instance")
    void forgetsByTheTimeOfAnInstance(GoldenRun run) {
        run.check(1, run.input(1).forget(col("t"), 2, false, col("a")));
    }

    @Golden("test_forget_no_instance")
    void forgetsByTheTimeOfAllRows(GoldenRun run) {
        run.check(1, run.input(1).forget(col("t"), 2));
    }

    @Golden("test_forget_non_append_only")
    void forgetsRowsThatAreTakenBack(GoldenRun run) {
        run.check(1, run.input(1).forget(col("x"), 2));
    }

    @Golden("test_buffer_instance")
    void holdsByTheTimeOfAnInstance(GoldenRun run) {
        run.check(1, run.input(1).buffer(col("t"), 2, col("a")));
    }

    @Golden("test_buffer_no_instance")
    void holdsByTheTimeOfAllRows(GoldenRun run) {
        run.check(1, run.input(1).buffer(col("t"), 2));
    }

    @Golden("test_buffer_non_append_only")
    void holdsRowsThatAreTakenBack(GoldenRun run) {
        run.check(1, run.input(1).buffer(col("x"), 2));
    }

    @Golden("test_freeze_instance")
    void ignoresWhatIsLateByTheTimeOfAnInstance(GoldenRun run) {
        run.check(1, run.input(1).ignoreLate(col("t"), 2, col("a")));
    }

    @Golden("test_freeze_no_instance")
    void ignoresWhatIsLateByTheTimeOfAllRows(GoldenRun run) {
        run.check(1, run.input(1).ignoreLate(col("t"), 2));
    }
}
