package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.CivilDate;
import io.millrace.port.DataError;
import io.millrace.type.Type;

/** Operations on datetimes, which are int64 nanoseconds since 1970. */
final class DateTimes {
    private DateTimes() {}

    /** The operation whose first operand is of type {@code first}. */
    static RowFunction of(Op op, Type first) {
        return switch (op) {
            case TIMESTAMP_NS -> (out, in, row, failure) -> out.appendLong(in[0].getLong(row));
            case TIMESTAMP -> {
                Derived<Long> units = units();
                yield (out, in, row, failure) -> {
                    Long unit = units.of(in[1], row, failure);
                    if (unit != null) {
                        out.appendDouble((double) in[0].getLong(row) / unit);
                    }
                };
            }
            case TO_DURATION, FROM_TIMESTAMP, UTC_FROM_TIMESTAMP -> scale(first == Type.INT64);
            case STRFTIME -> new DateTimeText.Strftime(first == Type.DATE_TIME_UTC);
            case STRPTIME_NAIVE -> new DateTimeText.Strptime(false);
            case STRPTIME_UTC -> new DateTimeText.Strptime(true);
            case ROUND_TO -> (out, in, row, failure) -> toMultiple(out, in, row, failure, true);
            case FLOOR_TO -> (out, in, row, failure) -> toMultiple(out, in, row, failure, false);
            case TRUNCATE_TO -> new CalendarUnits.Truncation();
            case ADD_MONTHS -> DateTimes::addMonths;
            case TO_UTC -> new TimeZones(true);
            case TO_NAIVE_IN_TIMEZONE -> new TimeZones(false);
            default -> throw new AssertionError(op + " is no operation on datetimes");
        };
    }

    private static Derived<Long> units() {
        return new Derived<>(DataError.Kind.VALUE, TimeUnits::nanos);
    }

    private static RowFunction scale(boolean isInt) {
        Derived<Long> units = units();
        return (out, in, row, failure) -> {
            Long unit = units.of(in[1], row, failure);
            if (unit == null) {
                return;
            }
            if (isInt) {
                scaleLong(out, in, row, unit, failure);
            } else {
                scaleDouble(out, in, row, unit, failure);
            }
        };
    }

    private static void scaleLong(ColumnBuilder out, Cells[] in, int row, long unit, Failure failure) {
        long value = in[0].getLong(row);
        if (Math.multiplyHigh(value, unit) != value * unit >> 63) {
            outOfRange(value, in[1], row, failure);
        } else {
            out.appendLong(value * unit);
        }
    }

    private static void scaleDouble(ColumnBuilder out, Cells[] in, int row, long unit, Failure failure) {
        double nanos = in[0].getDouble(row) * unit;
        if (nanos >= -0x1p63 && nanos < 0x1p63) {
            out.appendLong((long) nanos);
        } else {
            outOfRange(in[0].getDouble(row), in[1], row, failure);
        }
    }

    private static void outOfRange(Object value, Cells unit, int row, Failure failure) {
        failure.set(
                DataError.Kind.OVERFLOW,
                value + " " + unit.column().getString(unit.index(row)) + " does not fit in 64 bits of nanoseconds");
    }

    private static void toMultiple(ColumnBuilder out, Cells[] in, int row, Failure failure, boolean nearest) {
        long value = in[0].getLong(row);
        long span = in[1].getLong(row);
        if (span <= 0) {
            failure.set(DataError.Kind.VALUE, "cannot round to multiples of " + span + " ns, which is not positive");
            return;
        }
        long above = Math.floorMod(value, span);
        boolean isUp = nearest && span - above <= above;
        long change = isUp ? span - above : -above;
        if (((value ^ value + change) & (change ^ value + change)) < 0) {
            failure.set(DataError.Kind.OVERFLOW, "rounding " + value + " ns leaves the range of datetimes");
        } else {
            out.appendLong(value + change);
        }
    }

    private static void addMonths(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        long value = in[0].getLong(row);
        long months = in[1].getLong(row);
        long date = CivilDate.of(Math.floorDiv(value, TimeUnits.DAY));
        // Far more months than there are in the range of datetimes, far fewer than a long counts.
        long total = CivilDate.year(date) * 12 + CivilDate.month(date) - 1 + Math.clamp(months, -100_000L, 100_000L);
        long year = Math.floorDiv(total, 12L);
        long month = Math.floorMod(total, 12L) + 1;
        long day = CivilDate.epochDay(year, month, Math.min(CivilDate.day(date), CivilDate.daysInMonth(year, month)));
        append(out, day, Math.floorMod(value, TimeUnits.DAY), failure, value + " ns plus " + months + " months");
    }

    /** Appends a datetime of a day and the nanoseconds in it, or fails, outside of the range of datetimes. */
    static void append(ColumnBuilder out, long epochDay, long ofDay, Failure failure, Object what) {
        long low = epochDay * TimeUnits.DAY;
        boolean fits = Math.multiplyHigh(epochDay, TimeUnits.DAY) == low >> 63 && (low < 0 || low + ofDay >= 0);
        // The first day of the range begins before it.
        long firstDay = Math.floorDiv(Long.MIN_VALUE, TimeUnits.DAY);
        if (fits || epochDay == firstDay && low + ofDay < 0) {
            out.appendLong(low + ofDay);
        } else {
            failure.set(DataError.Kind.OVERFLOW, what + " leaves the range of datetimes");
        }
    }
}
