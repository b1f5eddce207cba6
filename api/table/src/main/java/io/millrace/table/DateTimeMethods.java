package io.millrace.table;

import io.millrace.expression.Op;
import io.millrace.kernel.DateTimeFormat;
import io.millrace.plan.UserLine;
import java.time.Duration;
import java.util.List;

/**
 * Operations on datetimes and durations, and from and to them, by {@link ColumnExpression#dt}. Format codes are those of
 * {@code strftime} with chrono's additions, as in Pathway; time zones are IANA's names or offsets as {@code +02:00}.
 */
public final class DateTimeMethods {
    private static final List<String> TIMESTAMP_UNITS = List.of("s", "ms", "us", "ns");

    private final ColumnExpression value;

    DateTimeMethods(ColumnExpression value) {
        this.value = value;
    }

    /** Nanoseconds of the second, 0 to 999,999,999. */
    public ColumnExpression nanosecond() {
        return value.call(Op.NANOSECOND);
    }

    /** Microseconds of the second, 0 to 999,999. */
    public ColumnExpression microsecond() {
        return value.call(Op.MICROSECOND);
    }

    /** Milliseconds of the second, 0 to 999. */
    public ColumnExpression millisecond() {
        return value.call(Op.MILLISECOND);
    }

    public ColumnExpression second() {
        return value.call(Op.SECOND);
    }

    public ColumnExpression minute() {
        return value.call(Op.MINUTE);
    }

    public ColumnExpression hour() {
        return value.call(Op.HOUR);
    }

    public ColumnExpression day() {
        return value.call(Op.DAY);
    }

    public ColumnExpression month() {
        return value.call(Op.MONTH);
    }

    public ColumnExpression year() {
        return value.call(Op.YEAR);
    }

    /** Monday is 0. */
    public ColumnExpression weekday() {
        return value.call(Op.WEEKDAY);
    }

    /** From 1 on. */
    public ColumnExpression dayOfYear() {
        return value.call(Op.DAY_OF_YEAR);
    }

    /** The week by ISO 8601, 1 to 53, of the year {@link #isoYear}. */
    public ColumnExpression week() {
        return value.call(Op.WEEK);
    }

    /** The year whose {@link #week} the day is in. */
    public ColumnExpression isoYear() {
        return value.call(Op.ISO_YEAR);
    }

    /** 1 to 4. */
    public ColumnExpression quarter() {
        return value.call(Op.QUARTER);
    }

    public ColumnExpression daysInMonth() {
        return value.call(Op.DAYS_IN_MONTH);
    }

    public ColumnExpression isLeapYear() {
        return value.call(Op.IS_LEAP_YEAR);
    }

    /** Nanoseconds since 1970 as an int. */
    public ColumnExpression timestamp() {
        return value.call(Op.TIMESTAMP_NS);
    }

    /** The time since 1970 as a float, in {@code s}, {@code ms}, {@code us} or {@code ns}. */
    public ColumnExpression timestamp(String unit) {
        return value.call(Op.TIMESTAMP, timestampUnit(unit));
    }

    /** A number of {@code s}, {@code ms}, {@code us} or {@code ns} since 1970 as a naive datetime. */
    public ColumnExpression fromTimestamp(String unit) {
        return value.call(Op.FROM_TIMESTAMP, timestampUnit(unit));
    }

    /** The same as a datetime in UTC. */
    public ColumnExpression utcFromTimestamp(String unit) {
        return value.call(Op.UTC_FROM_TIMESTAMP, timestampUnit(unit));
    }

    /** The datetime as text in a format. */
    public ColumnExpression strftime(Object format) {
        return value.call(Op.STRFTIME, format);
    }

    /** The datetime that a text spells in a format: one in UTC where the format has a time zone, else a naive one. */
    public ColumnExpression strptime(String format) {
        return strptime(format, DateTimeFormat.hasTimeZone(format));
    }

    /** The same in a format that a column may hold. */
    public ColumnExpression strptime(Object format, boolean containsTimezone) {
        return value.call(containsTimezone ? Op.STRPTIME_UTC : Op.STRPTIME_NAIVE, format);
    }

    /**
     * The instant at which the clocks of a time zone show a naive datetime: of two instants the later one, and for a clock that the
     * zone skips the instant at which it goes on.
     */
    public ColumnExpression toUtc(Object timezone) {
        return value.call(Op.TO_UTC, timezone);
    }

    /** What the clocks of a time zone show at a datetime in UTC. */
    public ColumnExpression toNaiveInTimezone(Object timezone) {
        return value.call(Op.TO_NAIVE_IN_TIMEZONE, timezone);
    }

    /** What the clocks of a time zone show a duration later. */
    public ColumnExpression addDurationInTimezone(Object duration, Object timezone) {
        return toUtc(timezone).plus(duration).dt().toNaiveInTimezone(timezone);
    }

    /** What the clocks of a time zone showed a duration before. */
    public ColumnExpression subtractDurationInTimezone(Object duration, Object timezone) {
        return toUtc(timezone).minus(duration).dt().toNaiveInTimezone(timezone);
    }

    /** The time that goes by between two naive datetimes in a time zone. */
    public ColumnExpression subtractDateTimeInTimezone(Object dateTime, Object timezone) {
        return toUtc(timezone).minus(ColumnExpression.operand(dateTime).dt().toUtc(timezone));
    }

    /** The nearest multiple of a duration since 1970, of two the later one. A text stands for a duration as in {@link #floor}. */
    public ColumnExpression round(Object duration) {
        return value.call(Op.ROUND_TO, span(duration));
    }

    /**
     * The multiple of a duration since 1970 that is not later.
     *
     * @param duration an expression, a {@link Duration}, or numbers with units in a text, as {@code 2h30min}: D, h, min, s, ms,
     *     us, ns, or the older H, T, S, L, U, N
     */
    public ColumnExpression floor(Object duration) {
        return value.call(Op.FLOOR_TO, span(duration));
    }

    /** The beginning of the year, quarter, month, week (Monday), day, hour, minute, second, millisecond or microsecond. */
    public ColumnExpression truncate(Object unit) {
        return value.call(Op.TRUNCATE_TO, unit);
    }

    /** The same day so many months later, or the last one of a month that is shorter. */
    public ColumnExpression addMonths(Object months) {
        return value.call(Op.ADD_MONTHS, months);
    }

    /** So many W, D, h, m, s, ms, us or ns (or their long names) as a duration. */
    public ColumnExpression toDuration(Object unit) {
        return value.call(Op.TO_DURATION, unit);
    }

    public ColumnExpression nanoseconds() {
        return value.call(Op.NANOSECONDS);
    }

    /** Whole microseconds of a duration; what is left over is cut off. */
    public ColumnExpression microseconds() {
        return value.call(Op.MICROSECONDS);
    }

    public ColumnExpression milliseconds() {
        return value.call(Op.MILLISECONDS);
    }

    public ColumnExpression seconds() {
        return value.call(Op.SECONDS);
    }

    public ColumnExpression minutes() {
        return value.call(Op.MINUTES);
    }

    public ColumnExpression hours() {
        return value.call(Op.HOURS);
    }

    public ColumnExpression days() {
        return value.call(Op.DAYS);
    }

    public ColumnExpression weeks() {
        return value.call(Op.WEEKS);
    }

    private static String timestampUnit(String unit) {
        if (!TIMESTAMP_UNITS.contains(unit)) {
            throw UserLine.ofCaller().error("the unit of a timestamp is one of s, ms, us and ns, not " + unit);
        }
        return unit;
    }

    private static Object span(Object duration) {
        return duration instanceof String text ? Spans.parse(text) : duration;
    }
}
