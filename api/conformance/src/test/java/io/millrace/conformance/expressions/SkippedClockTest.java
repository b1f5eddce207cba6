package io.millrace.conformance.expressions;

import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.Table;
import java.time.Duration;

/** Clocks that a time zone skips. */
@GoldenFile("expressions/non_existing_date_time_conversion.txt")
final class SkippedClockTest {
    @Golden("test_non_existing_date_time_conversion")
    void goesOnBehindAClockThatIsSkipped(GoldenRun run) {
        String zone = run.parameter().substring(0, run.parameter().lastIndexOf('-'));
        Table naive = run.input(1)
                .select(col("date_string").dt().strptime("%Y-%m-%d %H:%M:%S").as("t"));
        Table skipped = naive.select(col("t").plus(Duration.ofSeconds(1)).as("t"));
        run.check(1, skipped.select(col("t").dt().toUtc(zone).as("t")));
    }
}
