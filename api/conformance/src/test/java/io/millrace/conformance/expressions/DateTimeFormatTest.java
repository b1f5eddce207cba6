package io.millrace.conformance.expressions;

import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.Table;

/** Datetimes from and to text. */
@GoldenFile("expressions/datetimes.txt")
final class DateTimeFormatTest {
    @Golden("test_strftime")
    void printsDateTimes(GoldenRun run) {
        String code = run.parameter().substring(0, run.parameter().lastIndexOf('-'));
        // The tests count microseconds, as Python does, where %f counts nanoseconds.
        String format = code.replace("%f", "%6f").replace("%%6f", "%%f");
        run.check(1, run.input(1).select(col("ts").dt().strftime(format).as("txt")));
    }

    @Golden("test_strftime_with_format_in_column")
    void printsDateTimesInAFormatOfTheRow(GoldenRun run) {
        Table parsed = run.input(2)
                .withColumns(col("ts").dt().strptime("%Y-%m-%dT%H:%M:%S.%6f").as("date"));
        run.check(1, parsed.select(col("date").dt().strftime(col("fmt")).as("date_str")));
    }

    @Golden({
        "test_strptime_naive",
        "test_strptime_naive_with_python_datetime",
        "test_strptime_time_zone_aware",
        "test_strptime_time_zone_aware_with_python_datetime"
    })
    void readsDateTimes(GoldenRun run) {
        String format = run.parameter().substring(run.parameter().indexOf('-') + 1);
        Table texts = run.input(run.hasInput(2) ? 2 : 1);
        run.check(1, texts.select(col("a").dt().strptime(format).as("ts")));
    }

    @Golden("test_strptime_with_format_in_column")
    void readsDateTimesInAFormatOfTheRow(GoldenRun run) {
        Table parsed =
                run.input(2).select(col("ts").dt().strptime(col("fmt"), false).as("date"));
        run.check(
                1,
                parsed.select(col("date").dt().strftime("%Y-%m-%dT%H:%M:%S.%6f").as("date_str")));
    }

    @Golden("test_strptime_naive_errors_on_wrong_specifier")
    void refusesMicrosecondsWithoutAPoint(GoldenRun run) {
        run.refuses(1, () -> read(run, "%Y-%m-%d %H:%M:%S-%f"))
                .saying("%Y-%m-%d %H:%M:%S-%f", "using \"%f\" without the leading dot is not supported");
    }

    @Golden("test_strptime_utc_errors_on_wrong_specifier")
    void refusesMicrosecondsWithoutAPointBeforeATimeZone(GoldenRun run) {
        run.refuses(1, () -> read(run, "%Y-%m-%d %H:%M:%S-%f%z"))
                .saying("%Y-%m-%d %H:%M:%S-%f%z", "using \"%f\" without the leading dot is not supported");
    }

    @Golden("test_strptime_naive_errors_on_wrong_format")
    void refusesATextInAnotherFormat(GoldenRun run) {
        run.refuses(1, () -> read(run, "%Y-%m-%d %H:%M:%S.%f"))
                .saying("cannot parse date \"2023-03-26T16:43:21.12\" using format \"%Y-%m-%d %H:%M:%S%.f\"");
    }

    @Golden("test_strptime_utc_errors_on_wrong_format")
    void refusesATextWithATimeZoneInAnotherFormat(GoldenRun run) {
        run.refuses(1, () -> read(run, "%Y-%m-%d %H:%M:%S.%f%z"))
                .saying("cannot parse date \"2023-03-26T16:43:21.12-0100\" using format \"%Y-%m-%d %H:%M:%S%.f%z\"");
    }

    private static Table read(GoldenRun run, String format) {
        return run.input(1).select(col("a").dt().strptime(format).as("t"));
    }
}
