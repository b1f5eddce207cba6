package io.millrace.conformance.doctest;

import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.DateTimeMethods;
import io.millrace.table.Table;
import java.time.Duration;
import java.util.function.Function;

/** The documentation's examples of datetimes and durations. */
@GoldenFile(value = "doctest/internals.txt", prefix = "pathway.internals.expressions.date_time.DateTimeNamespace.")
final class DateTimeDocTest {
    private static final String SECONDS = "%Y-%m-%dT%H:%M:%S";
    private static final String FRACTIONS = "%Y-%m-%dT%H:%M:%S.%f";
    private static final String WARSAW = "Europe/Warsaw";
    private static final String LOS_ANGELES = "America/Los_Angeles";
    private static final ColumnExpression DATE = col("date");

    private static Table parsed(Table table, String column, String format) {
        return table.select(col(column).dt().strptime(format).as(column));
    }

    private static void checkPart(
            GoldenRun run, String format, String name, Function<DateTimeMethods, ColumnExpression> part) {
        Table times = parsed(run.input(1), "t1", format);
        run.check(1, times.select(part.apply(col("t1").dt()).as(name)));
    }

    private static void checkUnits(
            GoldenRun run, String format, String name, Function<DateTimeMethods, ColumnExpression> units) {
        ColumnExpression difference =
                col("t1").dt().strptime(format).minus(col("t2").dt().strptime(format));
        Table differences = run.input(1).select(difference.as("diff"));
        run.check(1, differences.select(units.apply(col("diff").dt()).as(name)));
    }

    @Golden("nanosecond")
    void nanosecond(GoldenRun run) {
        checkPart(run, FRACTIONS, "nanosecond", DateTimeMethods::nanosecond);
    }

    @Golden("microsecond")
    void microsecond(GoldenRun run) {
        checkPart(run, FRACTIONS, "microsecond", DateTimeMethods::microsecond);
    }

    @Golden("millisecond")
    void millisecond(GoldenRun run) {
        checkPart(run, FRACTIONS, "millisecond", DateTimeMethods::millisecond);
    }

    @Golden("second")
    void second(GoldenRun run) {
        checkPart(run, FRACTIONS, "second", DateTimeMethods::second);
    }

    @Golden("minute")
    void minute(GoldenRun run) {
        checkPart(run, SECONDS, "minute", DateTimeMethods::minute);
    }

    @Golden("hour")
    void hour(GoldenRun run) {
        checkPart(run, SECONDS, "hour", DateTimeMethods::hour);
    }

    @Golden("day")
    void day(GoldenRun run) {
        checkPart(run, SECONDS, "day", DateTimeMethods::day);
    }

    @Golden("month")
    void month(GoldenRun run) {
        checkPart(run, SECONDS, "month", DateTimeMethods::month);
    }

    @Golden("year")
    void year(GoldenRun run) {
        checkPart(run, SECONDS, "year", DateTimeMethods::year);
    }

    @Golden("weekday")
    void weekday(GoldenRun run) {
        run.check(
                1,
                parsed(run.input(1), "t1", SECONDS)
                        .withColumns(col("t1").dt().weekday().as("weekday")));
    }

    @Golden("timestamp")
    void timestamp(GoldenRun run) {
        ColumnExpression[] timestamps = {
            col("t1").dt().timestamp("ns").as("timestamp_ns"),
            col("t1").dt().timestamp("s").as("timestamp_s")
        };
        run.check(1, parsed(run.input(1), "t1", FRACTIONS).select(timestamps));
        run.check(2, parsed(run.input(2), "t1", FRACTIONS + "%z").select(timestamps));
    }

    @Golden("from_timestamp")
    void fromTimestamp(GoldenRun run) {
        ColumnExpression date = col("timestamp").dt().fromTimestamp("s").as("date");
        run.check(1, run.input(1).select(date));
        run.check(2, run.input(2).select(date));
    }

    @Golden("utc_from_timestamp")
    void utcFromTimestamp(GoldenRun run) {
        ColumnExpression date = col("timestamp").dt().utcFromTimestamp("s").as("date");
        run.check(1, run.input(1).select(date));
        run.check(2, run.input(2).select(date));
    }

    @Golden("strftime")
    void strftime(GoldenRun run) {
        DateTimeMethods t1 = col("t1").dt();
        run.check(
                1,
                parsed(run.input(1), "t1", SECONDS)
                        .select(
                                t1.strftime("%d.%m.%Y").as("date"),
                                t1.strftime("%B %d, %Y").as("full_date"),
                                t1.strftime("%H:%M:%S").as("time_24"),
                                t1.strftime("%I:%M:%S %p").as("time_12")));
    }

    @Golden("strptime")
    void strptime(GoldenRun run) {
        run.check(1, parsed(run.input(1), "t1", FRACTIONS));
        run.check(2, parsed(run.input(2), "t1", "%d.%m.%YT%H:%M:%S.%f"));
        run.check(3, parsed(run.input(3), "t1", SECONDS + "%z"));
    }

    @Golden("to_utc")
    void toUtc(GoldenRun run) {
        Table first = parsed(run.input(1), "date", SECONDS);
        Table second = parsed(run.input(2), "date", SECONDS);
        run.check(1, first.withColumns(DATE.dt().toUtc(WARSAW).as("date_utc")));
        run.check(2, second.withColumns(DATE.dt().toUtc(LOS_ANGELES).as("date_utc")));
    }

    @Golden("to_naive_in_timezone")
    void toNaiveInTimezone(GoldenRun run) {
        DateTimeMethods utc = col("date_utc").dt();
        Table first = parsed(run.input(1), "date_utc", SECONDS + "%z");
        Table second = parsed(run.input(2), "date_utc", SECONDS + "%z");
        run.check(1, first.withColumns(utc.toNaiveInTimezone(WARSAW).as("date")));
        run.check(2, second.withColumns(utc.toNaiveInTimezone(LOS_ANGELES).as("date")));
    }

    @Golden("add_duration_in_timezone")
    void addDurationInTimezone(GoldenRun run) {
        Table dates = parsed(run.input(1), "date", SECONDS);
        run.check(
                1,
                dates.withColumns(DATE.dt()
                        .addDurationInTimezone(Duration.ofHours(2), WARSAW)
                        .as("new_date")));
    }

    @Golden("subtract_duration_in_timezone")
    void subtractDurationInTimezone(GoldenRun run) {
        Table dates = parsed(run.input(1), "date", SECONDS);
        run.check(
                1,
                dates.withColumns(DATE.dt()
                        .subtractDurationInTimezone(Duration.ofHours(2), WARSAW)
                        .as("new_date")));
    }

    @Golden("subtract_date_time_in_timezone")
    void subtractDateTimeInTimezone(GoldenRun run) {
        Table dates = run.input(1)
                .select(
                        col("date1").dt().strptime(SECONDS).as("date1"),
                        col("date2").dt().strptime(SECONDS).as("date2"));
        run.check(
                1,
                dates.withColumns(col("date1")
                        .dt()
                        .subtractDateTimeInTimezone(col("date2"), WARSAW)
                        .as("diff")));
    }

    @Golden("round")
    void round(GoldenRun run) {
        run.check(
                1,
                parsed(run.input(1), "date", SECONDS)
                        .withColumns(
                                DATE.dt().round(Duration.ofHours(1)).as("rounded_to_hours"),
                                DATE.dt().round(Duration.ofMinutes(10)).as("rounded_to_10_min"),
                                DATE.dt().round(Duration.ofSeconds(15)).as("rounded_to_15_s")));
    }

    @Golden("floor")
    void floor(GoldenRun run) {
        run.check(
                1,
                parsed(run.input(1), "date", SECONDS)
                        .withColumns(
                                DATE.dt().floor(Duration.ofHours(1)).as("truncated_to_hours"),
                                DATE.dt().floor(Duration.ofMinutes(10)).as("truncated_to_10_min"),
                                DATE.dt().floor(Duration.ofSeconds(15)).as("truncated_to_15_s")));
    }

    @Golden("to_duration")
    void toDuration(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(col("nanoseconds").dt().toDuration(col("unit")).as("duration")));
    }

    @Golden("nanoseconds")
    void nanoseconds(GoldenRun run) {
        checkUnits(run, FRACTIONS, "nanoseconds", DateTimeMethods::nanoseconds);
    }

    @Golden("microseconds")
    void microseconds(GoldenRun run) {
        checkUnits(run, FRACTIONS, "microseconds", DateTimeMethods::microseconds);
    }

    @Golden("milliseconds")
    void milliseconds(GoldenRun run) {
        checkUnits(run, FRACTIONS, "milliseconds", DateTimeMethods::milliseconds);
    }

    @Golden("seconds")
    void seconds(GoldenRun run) {
        checkUnits(run, FRACTIONS, "seconds", DateTimeMethods::seconds);
    }

    @Golden("minutes")
    void minutes(GoldenRun run) {
        checkUnits(run, SECONDS, "minutes", DateTimeMethods::minutes);
    }

    @Golden("hours")
    void hours(GoldenRun run) {
        checkUnits(run, SECONDS, "hours", DateTimeMethods::hours);
    }

    @Golden("days")
    void days(GoldenRun run) {
        checkUnits(run, SECONDS, "days", DateTimeMethods::days);
    }

    @Golden("weeks")
    void weeks(GoldenRun run) {
        checkUnits(run, SECONDS, "weeks", DateTimeMethods::weeks);
    }
}
