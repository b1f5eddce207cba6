package io.millrace.conformance.expressions;

import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;

/** Naive datetimes as the clocks of a time zone. */
@GoldenFile("expressions/datetimes.txt")
final class TimeZoneTest {
    private static final String WARSAW = "Europe/Warsaw";
    private static final String SECONDS = "%Y-%m-%d %H:%M:%S";

    @Golden("test_date_time_naive_to_utc")
    void findsTheInstantOfAClock(GoldenRun run) {
        Table naive = run.input(1)
                .select(col("date_string").dt().strptime("%Y-%m-%dT%H:%M:%S.%f").as("t"));
        Table utc = naive.select(col("t").dt().toUtc(WARSAW).as("t"));
        run.check(1, utc.select(col("t").dt().strftime("%Y-%m-%dT%H:%M:%S.%f%z").as("date_string")));
    }

    @Golden("test_date_time_utc_to_naive")
    void findsTheClockOfAnInstant(GoldenRun run) {
        Table utc = run.input(1)
                .select(col("date_string")
                        .dt()
                        .strptime("%Y-%m-%dT%H:%M:%S.%f%z")
                        .as("t"));
        Table local = utc.select(col("t").dt().toNaiveInTimezone(WARSAW).as("t"));
        run.check(
                1, local.select(col("t").dt().strftime("%Y-%m-%dT%H:%M:%S.%6f").as("date_string")));
    }

    @Golden("test_add_sub_in_timezone")
    void movesClocksByDurations(GoldenRun run) {
        Table table = run.input(2).withColumns(col("ts").dt().strptime(SECONDS).as("ts"));
        ColumnExpression moved = run.parameter().equals("add")
                ? col("ts").dt().addDurationInTimezone(col("duration"), WARSAW)
                : col("ts").dt().subtractDurationInTimezone(col("duration").negate(), WARSAW);
        run.check(1, table.select(moved.dt().strftime(SECONDS).as("date_string")));
    }

    @Golden("test_date_time_sub_in_timezone")
    void measuresTheTimeBetweenClocks(GoldenRun run) {
        String format = "%Y-%m-%dT%H:%M:%S";
        Table parsed = run.input(1)
                .select(
                        col("a").dt().strptime(format).as("a"),
                        col("b").dt().strptime(format).as("b"));
        ColumnExpression between = col("a").dt().subtractDateTimeInTimezone(col("b"), WARSAW);
        run.check(1, parsed.select(between.dt().minutes().as("diff")));
    }
}
