package io.millrace.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.batch.Batch;
import io.millrace.column.CellStatus;
import io.millrace.kernel.Kernels;
import io.millrace.port.DataError;
import io.millrace.type.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations on datetimes that the random test leaves out: time zones and units against the oracle, texts by example. */
final class TimeOperationsTest {
    private static final List<String> ZONES = List.of(
            "Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC", "+02:30", "Mars");
    private static final List<String> UNITS = List.of(
            "year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond", "era");

    private final Harness harness = new Harness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void clocksAndInstantsAgreeWithTheOracleAroundEveryChange() {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            // Runs of rows in one zone, near each other, so that what is kept between rows is used and changed.
            List<Object[]> rows = new ArrayList<>();
            for (int run = 0; run < 8; run++) {
                String zone = ZONES.get(random.nextInt(ZONES.size()));
                long around = change(zone, random);
                for (int i = 0; i < 12; i++) {
                    long spread = i % 3 == 0 ? 400L * 86_400 : i % 3 == 1 ? 4L * 86_400 : 7_200;
                    long second = around + (long) (random.nextGaussian() * spread);
                    Instant instant = Instant.ofEpochSecond(second, random.nextInt(2));
                    rows.add(new Object[] {
                        LocalDateTime.ofInstant(instant, ZoneId.of("UTC")),
                        instant,
                        zone,
                        UNITS.get(random.nextInt(UNITS.size()))
                    });
                }
            }
            check(
                    List.of(Type.DATE_TIME_NAIVE, Type.DATE_TIME_UTC, Type.STRING, Type.STRING),
                    rows,
                    List.of(
                            call(Op.TO_UTC, column(0, Type.DATE_TIME_NAIVE), column(2, Type.STRING)),
                            call(Op.TO_NAIVE_IN_TIMEZONE, column(1, Type.DATE_TIME_UTC), column(2, Type.STRING)),
                            call(Op.TRUNCATE_TO, column(0, Type.DATE_TIME_NAIVE), column(3, Type.STRING)),
                            call(Op.TRUNCATE_TO, column(1, Type.DATE_TIME_UTC), column(3, Type.STRING))),
                    "seed " + seed);
        }
    }

    /** A second near which a zone's offset changes. */
    private static long change(String zone, Random random) {
        Instant from = Instant.ofEpochSecond(random.nextInt(1_700_000_000));
        return ZONES.indexOf(zone) > 2
                ? from.getEpochSecond()
                : ZoneId.of(zone).getRules().nextTransition(from).toEpochSecond();
    }

    private void check(List<Type> types, List<Object[]> rows, List<Expression> expressions, String where) {
        harness.errors.clear();
        RowOracle oracle = new RowOracle();
        try (Batch batch = harness.batch(types, rows, null)) {
            List<Object[]> actual = harness.evaluate(expressions, batch, Kernels.active());
            for (int i = 0; i < rows.size(); i++) {
                for (int e = 0; e < expressions.size(); e++) {
                    Object expected = e == 0
                            ? oracle.evaluate(expressions.get(e), rows.get(i))
                            : oracle.evaluateMore(expressions.get(e));
                    assertEquals(
                            expected, actual.get(i)[e], where + " row " + i + ": " + List.of(rows.get(i)) + " " + e);
                }
            }
            assertEquals(oracle.failures(), harness.errors.size(), where);
        }
    }

    @Test
    void textsAndDateTimesBecomeEachOther() {
        Expression time = new Expression.Literal(LocalDateTime.of(2024, 2, 29, 13, 5), Type.DATE_TIME_NAIVE);
        assertEquals("29 Feb 2024, 1 PM", value(call(Op.STRFTIME, time, text("%d %b %Y, %-I %p"))));
        assertEquals(
                LocalDateTime.of(2024, 2, 29, 0, 0), value(call(Op.STRPTIME_NAIVE, text("29/2/24"), text("%d/%m/%y"))));
        assertEquals(
                Instant.parse("2024-02-29T11:05:00Z"),
                value(call(Op.STRPTIME_UTC, text("2024-02-29 13:05 +0200"), text("%F %H:%M %z"))));
        assertEquals(List.of(), harness.errors);
    }

    @Test
    void textsThatAreNoDateTimesAreErrorsOfTheRow() {
        Expression time = new Expression.Literal(LocalDateTime.of(2024, 2, 29, 13, 5), Type.DATE_TIME_NAIVE);
        assertEquals(CellStatus.ERROR, value(call(Op.STRPTIME_NAIVE, text("noon"), text("%H.%f"))));
        assertEquals(CellStatus.ERROR, value(call(Op.STRPTIME_NAIVE, text("1"), text("%Q"))));
        assertEquals(CellStatus.ERROR, value(call(Op.STRFTIME, time, text("%z"))));
        assertEquals(CellStatus.ERROR, value(call(Op.STRFTIME, time, text("%Q"))));
        assertEquals(CellStatus.ERROR, value(call(Op.TRUNCATE_TO, time, text("century"))));
        assertEquals(
                List.of(
                        "cannot parse date \"noon\" using format \"%H%.f\"",
                        "cannot use format \"%Q\": \"%Q\" is no code of a datetime format",
                        "the format \"%z\" asks for a time zone, which a naive datetime does not have",
                        "\"%Q\" is no code of a datetime format",
                        "cannot truncate to \"century\"; use year, quarter, month, week, day, hour, minute, second,"
                                + " millisecond or microsecond"),
                harness.errors.stream().map(DataError::message).toList());
        assertEquals(DataError.Kind.PARSE, harness.errors.getFirst().kind());
    }

    @Test
    void durationsDivideByIntsExactly() {
        Expression span = new Expression.Literal(Duration.ofNanos(-9_007_199_254_740_993L * 3), Type.DURATION);
        Expression three = new Expression.Literal(3L, Type.INT64);
        assertEquals(Duration.ofNanos(-9_007_199_254_740_993L), value(call(Op.DIVIDE, span, three)));
        Expression ten = new Expression.Literal(Duration.ofNanos(-10), Type.DURATION);
        assertEquals(Duration.ofNanos(-3), value(call(Op.DIVIDE, ten, three)));
        assertEquals(Duration.ofNanos(-4), value(call(Op.FLOOR_DIVIDE, ten, three)));
        assertEquals(
                "-1d -2h -1ns",
                value(call(
                        Op.TO_STRING,
                        new Expression.Literal(Duration.ofHours(-26).minusNanos(1), Type.DURATION))));
    }

    private Object value(Expression expression) {
        return harness.constant(expression);
    }

    private static Expression call(Op op, Expression... operands) {
        return Signatures.call(op, operands);
    }

    private static Expression column(int index, Type type) {
        return new Expression.ColumnRef(index, type);
    }

    private static Expression text(String value) {
        return new Expression.Literal(value, Type.STRING);
    }
}
