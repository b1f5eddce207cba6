package io.millrace.expression;

import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.CivilDate;

/** One number out of a datetime, a date or a duration. */
final class CalendarFunctions {
    private CalendarFunctions() {}

    /** The operation on nanoseconds, of 1970 or of a span; with {@code isDate} on days since 1970. */
    static RowFunction of(Op op, boolean isDate) {
        if (op == Op.IS_LEAP_YEAR) {
            return (out, in, row, failure) ->
                    out.appendBool(CivilDate.isLeapYear(year(day(in[0].getLong(row), isDate))));
        }
        Field field = switch (op) {
            case NANOSECOND -> nanos -> Math.floorMod(nanos, TimeUnits.SECOND);
            case MICROSECOND -> nanos -> Math.floorMod(nanos, TimeUnits.SECOND) / TimeUnits.MICROSECOND;
            case MILLISECOND -> nanos -> Math.floorMod(nanos, TimeUnits.SECOND) / TimeUnits.MILLISECOND;
            case SECOND -> nanos -> Math.floorMod(nanos, TimeUnits.MINUTE) / TimeUnits.SECOND;
            case MINUTE -> nanos -> Math.floorMod(nanos, TimeUnits.HOUR) / TimeUnits.MINUTE;
            case HOUR -> nanos -> Math.floorMod(nanos, TimeUnits.DAY) / TimeUnits.HOUR;
            case NANOSECONDS -> nanos -> nanos;
            case MICROSECONDS -> nanos -> nanos / TimeUnits.MICROSECOND;
            case MILLISECONDS -> nanos -> nanos / TimeUnits.MILLISECOND;
            case SECONDS -> nanos -> nanos / TimeUnits.SECOND;
            case MINUTES -> nanos -> nanos / TimeUnits.MINUTE;
            case HOURS -> nanos -> nanos / TimeUnits.HOUR;
            case DAYS -> nanos -> nanos / TimeUnits.DAY;
            case WEEKS -> nanos -> nanos / TimeUnits.WEEK;
            default -> isDate ? ofDay(op) : inDay(ofDay(op));
        };
        return (out, in, row, failure) -> out.appendLong(field.of(in[0].getLong(row)));
    }

    private static Field inDay(Field ofDay) {
        return nanos -> ofDay.of(Math.floorDiv(nanos, TimeUnits.DAY));
    }

    private static Field ofDay(Op op) {
        return switch (op) {
            case DAY -> day -> CivilDate.day(CivilDate.of(day));
            case MONTH -> day -> CivilDate.month(CivilDate.of(day));
            case YEAR -> CalendarFunctions::year;
            case WEEKDAY -> CivilDate::weekday;
            case DAY_OF_YEAR -> CivilDate::dayOfYear;
            case WEEK -> CivilDate::isoWeek;
            case ISO_YEAR -> CivilDate::isoYear;
            case QUARTER -> day -> (CivilDate.month(CivilDate.of(day)) + 2) / 3;
            case DAYS_IN_MONTH -> day -> CivilDate.daysInMonth(year(day), CivilDate.month(CivilDate.of(day)));
            default -> throw new AssertionError(op + " is no part of a date");
        };
    }

    private static long day(long value, boolean isDate) {
        return isDate ? value : Math.floorDiv(value, TimeUnits.DAY);
    }

    private static long year(long day) {
        return CivilDate.year(CivilDate.of(day));
    }

    /** One number out of another. */
    @FunctionalInterface
    private interface Field {
        long of(long value);
    }
}
