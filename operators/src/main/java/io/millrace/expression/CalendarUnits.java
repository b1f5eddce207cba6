package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.CivilDate;
import io.millrace.port.DataError;

/** A unit of the calendar or the clock, whose beginning a datetime is cut back to. */
enum CalendarUnits {
    YEAR(0) {
        @Override
        long firstDay(long day) {
            return CivilDate.epochDay(CivilDate.year(CivilDate.of(day)), 1, 1);
        }
    },
    QUARTER(0) {
        @Override
        long firstDay(long day) {
            long date = CivilDate.of(day);
            return CivilDate.epochDay(CivilDate.year(date), (CivilDate.month(date) - 1) / 3 * 3 + 1, 1);
        }
    },
    MONTH(0) {
        @Override
        long firstDay(long day) {
            return day - CivilDate.day(CivilDate.of(day)) + 1;
        }
    },
    /** From Monday on. */
    WEEK(0) {
        @Override
        long firstDay(long day) {
            return day - CivilDate.weekday(day);
        }
    },
    DAY(0),
    HOUR(TimeUnits.HOUR),
    MINUTE(TimeUnits.MINUTE),
    SECOND(TimeUnits.SECOND),
    MILLISECOND(TimeUnits.MILLISECOND),
    MICROSECOND(TimeUnits.MICROSECOND);

    /** Of the clock's units the nanoseconds, else 0. */
    private final long nanos;

    CalendarUnits(long nanos) {
        this.nanos = nanos;
    }

    long firstDay(long day) {
        return day;
    }

    /**
     * The unit of this name.
     *
     * @throws IllegalArgumentException where there is none
     */
    static CalendarUnits of(String name) {
        for (CalendarUnits unit : values()) {
            if (unit.name().equalsIgnoreCase(name)) {
                return unit;
            }
        }
        throw new IllegalArgumentException("cannot truncate to \"" + name
                + "\"; use year, quarter, month, week, day, hour, minute, second, millisecond or microsecond");
    }

    /** TRUNCATE_TO. */
    static final class Truncation implements RowFunction {
        private final Derived<CalendarUnits> units = new Derived<>(DataError.Kind.VALUE, CalendarUnits::of);

        @Override
        public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
            CalendarUnits unit = units.of(in[1], row, failure);
            if (unit == null) {
                return;
            }
            long value = in[0].getLong(row);
            long day = Math.floorDiv(value, TimeUnits.DAY);
            long ofDay = Math.floorMod(value, TimeUnits.DAY);
            long kept = unit.nanos == 0 ? 0 : ofDay - ofDay % unit.nanos;
            DateTimes.append(out, unit.firstDay(day), kept, failure, value + " ns cut back to its " + unit);
        }
    }
}
