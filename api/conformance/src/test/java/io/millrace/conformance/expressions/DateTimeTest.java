package io.millrace.conformance.expressions;

import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.DateTimeMethods;
import io.millrace.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Parts, units and multiples of datetimes and durations. */
@GoldenFile("expressions/datetimes.txt")
final class DateTimeTest {
    private static final ColumnExpression A = col("a");

    /** What the tests round to by number, some by an older name of the unit. */
    private static final List<Object> SPANS = List.of(
            Duration.ofDays(1),
            Duration.ofHours(2),
            Duration.ofHours(1),
            Duration.ofMinutes(20),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofMinutes(43),
            Duration.ofSeconds(19),
            "D",
            "2h3min",
            "min",
            "s",
            "14ms22ms14us",
            "us",
            "ns",
            "2H3T",
            "S",
            "14L22ms14us",
            "U",
            "N");

    @Golden("test_duration")
    void countsWholeUnitsOfDurations(GoldenRun run) {
        String method = run.parameter().substring(0, run.parameter().indexOf('-'));
        run.check(1, run.input(1).select(part(A.dt(), method).as("a")));
    }

    @Golden("test_date_time")
    void takesPartsOfDateTimes(GoldenRun run) {
        String method = run.parameter().substring(0, run.parameter().indexOf('-'));
        Table dateTimes = run.input(2);
        run.check(1, dateTimes.select(part(A.dt(), method).as("a")));
    }

    private static ColumnExpression part(DateTimeMethods dt, String method) {
        return switch (method) {
            case "nanoseconds" -> dt.nanoseconds();
            case "microseconds" -> dt.microseconds();
            case "milliseconds" -> dt.milliseconds();
            case "seconds" -> dt.seconds();
            case "minutes" -> dt.minutes();
            case "hours" -> dt.hours();
            case "days" -> dt.days();
            case "weeks" -> dt.weeks();
            case "nanosecond" -> dt.nanosecond();
            case "microsecond" -> dt.microsecond();
            case "millisecond" -> dt.millisecond();
            case "second" -> dt.second();
            case "minute" -> dt.minute();
            case "hour" -> dt.hour();
            case "day" -> dt.day();
            case "month" -> dt.month();
            case "year" -> dt.year();
            default -> throw new AssertionError(method);
        };
    }

    @Golden("test_timestamp")
    void countsUnitsSince1970(GoldenRun run) {
        run.check(
                1,
                run.input(2)
                        .select(
                                A.dt().timestamp().as("nounit"),
                                A.dt().timestamp("ns").as("ns"),
                                A.dt().timestamp("us").as("us"),
                                A.dt().timestamp("ms").as("ms"),
                                A.dt().timestamp("s").as("s")));
    }

    @Golden({"test_from_timestamp_ns", "test_from_timestamp_us", "test_from_timestamp_ms", "test_from_timestamp_s"})
    void makesDateTimesOfUnitsSince1970(GoldenRun run) {
        String unit = run.name().substring("test_from_timestamp_".length());
        run.check(
                1, run.input(1).select(col("timestamp").dt().fromTimestamp(unit).as("date")));
    }

    @Golden("test_from_timestamp_s_utc")
    void makesDateTimesInUtcOfUnitsSince1970(GoldenRun run) {
        run.check(
                1,
                run.input(1).select(col("timestamp").dt().utcFromTimestamp("s").as("date")));
    }

    @Golden("test_weekday")
    void countsWeekdaysFromMonday(GoldenRun run) {
        run.check(1, run.input(1).select(col("ts").dt().weekday().as("txt")));
    }

    @Golden("test_date_time_round")
    void roundsToMultiples(GoldenRun run) {
        String[] parameters = run.parameter().split("-");
        Object span = parameters[1].startsWith("round_to")
                ? SPANS.get(Integer.parseInt(parameters[1].substring("round_to".length())))
                : parameters[1];
        boolean isNaive = parameters[2].equals("True");
        String format = "%Y-%m-%d %H:%M:%S.%f" + (isNaive ? "" : "%z");
        Table dates = run.input(1).select(col("date").dt().strptime(format).as("date"));
        DateTimeMethods date = col("date").dt();
        run.check(1, dates.select((parameters[0].equals("round") ? date.round(span) : date.floor(span)).as("rounded")));
    }

    @Golden("test_fail_if_used_with_wrong_type")
    void refusesOtherTypes(GoldenRun run) {
        DateTimeMethods dt = A.dt();
        ColumnExpression expression = switch (run.parameter().substring("method_with_args".length())) {
            case "0" -> dt.nanosecond();
            case "1" -> dt.seconds();
            case "2" -> dt.strftime("%Y-%m-%d %H:%M:%S");
            default -> dt.strptime("%Y-%m-%d %H:%M:%S");
        };
        run.refuses(1, () -> run.input(1).select(expression.as("a"))).saying("int", "column a is int");
    }

    @Golden("test_pathway_duration")
    void makesDurationsOfUnits(GoldenRun run) {
        run.check(
                1, run.input(1).select(col("value").dt().toDuration(col("unit")).as("value")));
    }

    @Golden("test_pathway_duration_from_udf")
    void takesDurationsFromFunctions(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(apply((Long a) -> Duration.ofDays(a), Duration.class, col("value"))
                                .as("value")));
    }

    @Golden("test_pathway_datetimes")
    void takesDateTimesFromFunctions(GoldenRun run) {
        ColumnExpression year = col("year");
        ColumnExpression month = col("month");
        ColumnExpression day = col("day");
        run.check(
                1,
                run.input(1)
                        .select(apply(
                                        (Long y, Long m, Long d) -> midnight(y, m, d),
                                        LocalDateTime.class,
                                        year,
                                        month,
                                        day)
                                .as("value")));
        run.check(
                2,
                run.input(1)
                        .select(apply(
                                        (Long y, Long m, Long d) ->
                                                midnight(y, m, d).toInstant(ZoneOffset.UTC),
                                        Instant.class,
                                        year,
                                        month,
                                        day)
                                .as("value")));
    }

    private static LocalDateTime midnight(long year, long month, long day) {
        return LocalDate.of((int) year, (int) month, (int) day).atStartOfDay();
    }

    /** Java's classes keep apart what Pathway's check for a time zone does. */
    @Golden("test_python_types")
    void keepsNaiveAndUtcApart(GoldenRun run) {
        run.compilerRefuses(1, "apply((Long a) -> java.time.Instant.EPOCH, java.time.LocalDateTime.class, lit(1))");
        run.compilerRefuses(2, "apply((Long a) -> java.time.LocalDateTime.MIN, java.time.Instant.class, lit(1))");
    }
}
