package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.port.DataError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Map;

/** Operations on datetimes and durations, which are int64 nanoseconds; datetimes count from 1970. */
final class DateTimes {
    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long WEEK = 7 * DAY;
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("W", WEEK),
            Map.entry("week", WEEK),
            Map.entry("weeks", WEEK),
            Map.entry("D", DAY),
            Map.entry("day", DAY),
            Map.entry("days", DAY),
            Map.entry("h", HOUR),
            Map.entry("hr", HOUR),
            Map.entry("hour", HOUR),
            Map.entry("hours", HOUR),
            Map.entry("m", MINUTE),
            Map.entry("min", MINUTE),
            Map.entry("minute", MINUTE),
            Map.entry("minutes", MINUTE),
            Map.entry("s", SECOND),
            Map.entry("sec", SECOND),
            Map.entry("second", SECOND),
            Map.entry("seconds", SECOND),
            Map.entry("ms", MILLISECOND),
            Map.entry("milli", MILLISECOND),
            Map.entry("millis", MILLISECOND),
            Map.entry("millisecond", MILLISECOND),
            Map.entry("milliseconds", MILLISECOND),
            Map.entry("us", MICROSECOND),
            Map.entry("micro", MICROSECOND),
            Map.entry("micros", MICROSECOND),
            Map.entry("microsecond", MICROSECOND),
            Map.entry("microseconds", MICROSECOND),
            Map.entry("ns", 1L),
            Map.entry("nano", 1L),
            Map.entry("nanos", 1L),
            Map.entry("nanosecond", 1L),
            Map.entry("nanoseconds", 1L));

    private DateTimes() {}

    static RowFunction of(Op op, boolean isInt) {
        return switch (op) {
            case NANOSECOND -> field(nanos -> Math.floorMod(nanos, SECOND));
            case MICROSECOND -> field(nanos -> Math.floorMod(nanos, SECOND) / MICROSECOND);
            case MILLISECOND -> field(nanos -> Math.floorMod(nanos, SECOND) / MILLISECOND);
            case SECOND -> field(nanos -> Math.floorMod(nanos, MINUTE) / SECOND);
            case MINUTE -> field(nanos -> Math.floorMod(nanos, HOUR) / MINUTE);
            case HOUR -> field(nanos -> Math.floorMod(nanos, DAY) / HOUR);
            case DAY -> field(nanos -> CivilDate.day(CivilDate.of(Math.floorDiv(nanos, DAY))));
            case MONTH -> field(nanos -> CivilDate.month(CivilDate.of(Math.floorDiv(nanos, DAY))));
            case YEAR -> field(nanos -> CivilDate.year(CivilDate.of(Math.floorDiv(nanos, DAY))));
            // 1970 began on a Thursday.
            case WEEKDAY -> field(nanos -> Math.floorMod(Math.floorDiv(nanos, DAY) + 3, 7L));
            case TIMESTAMP_NS, NANOSECONDS -> field(nanos -> nanos);
            case MICROSECONDS -> field(nanos -> nanos / MICROSECOND);
            case MILLISECONDS -> field(nanos -> nanos / MILLISECOND);
            case SECONDS -> field(nanos -> nanos / SECOND);
            case MINUTES -> field(nanos -> nanos / MINUTE);
            case HOURS -> field(nanos -> nanos / HOUR);
            case DAYS -> field(nanos -> nanos / DAY);
            case WEEKS -> field(nanos -> nanos / WEEK);
            case TIMESTAMP ->
                (out, in, row, failure) -> {
                    long unit = unit(in[1], row, failure);
                    if (unit != 0) {
                        out.appendDouble((double) in[0].getLong(row) / unit);
                    }
                };
            case TO_DURATION, FROM_TIMESTAMP, UTC_FROM_TIMESTAMP ->
                isInt ? DateTimes::scaleLong : DateTimes::scaleDouble;
            case ROUND_TO -> (out, in, row, failure) -> toMultiple(out, in, row, failure, true);
            case FLOOR_TO -> (out, in, row, failure) -> toMultiple(out, in, row, failure, false);
            case TO_UTC -> new Zoned(true);
            case TO_NAIVE_IN_TIMEZONE -> new Zoned(false);
            default -> throw new AssertionError(op + " is no operation on datetimes");
        };
    }

    private static RowFunction field(Field field) {
        return (out, in, row, failure) -> out.appendLong(field.of(in[0].getLong(row)));
    }

    /** Nanoseconds of the unit that a text names; 0 and a failure where it names none. */
    private static long unit(Cells text, int row, Failure failure) {
        String name = text.column().getString(text.index(row));
        Long unit = UNITS.get(name);
        if (unit == null) {
            failure.set(DataError.Kind.VALUE, "unknown unit of time \"" + name + "\"; use W, D, h, m, s, ms, us or ns");
            return 0;
        }
        return unit;
    }

    private static void scaleLong(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        long unit = unit(in[1], row, failure);
        if (unit == 0) {
            return;
        }
        long value = in[0].getLong(row);
        if (Math.multiplyHigh(value, unit) != value * unit >> 63) {
            outOfRange(value, in[1], row, failure);
        } else {
            out.appendLong(value * unit);
        }
    }

    private static void scaleDouble(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        long unit = unit(in[1], row, failure);
        if (unit == 0) {
            return;
        }
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

    /** One number out of nanoseconds. */
    @FunctionalInterface
    private interface Field {
        long of(long nanos);
    }

    /** Between the clock of a time zone and UTC; the zone that was named last is kept. */
    private static final class Zoned implements RowFunction {
        private final boolean toUtc;
        private String name;
        private ZoneId zone;

        Zoned(boolean toUtc) {
            this.toUtc = toUtc;
        }

        @Override
        public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
            try {
                lookUp(in[1].column().getString(in[1].index(row)));
                long nanos = in[0].getLong(row);
                long seconds = Math.floorDiv(nanos, SECOND);
                long fraction = Math.floorMod(nanos, SECOND);
                long moved = toUtc ? utcSeconds(seconds, (int) fraction) : seconds + offset(seconds);
                // An instant behind a gap is its end, without the fraction.
                boolean isGap = moved == Long.MIN_VALUE;
                long result = isGap
                        ? Math.multiplyExact(gapEnd(seconds), SECOND)
                        : Math.addExact(Math.multiplyExact(moved, SECOND), fraction);
                out.appendLong(result);
            } catch (DateTimeException | ArithmeticException e) {
                failure.set(DataError.Kind.VALUE, "cannot change the time zone: " + e.getMessage());
            }
        }

        private void lookUp(String wanted) {
            if (!wanted.equals(name)) {
                zone = ZoneId.of(wanted);
                name = wanted;
            }
        }

        private long offset(long epochSeconds) {
            return zone.getRules()
                    .getOffset(Instant.ofEpochSecond(epochSeconds))
                    .getTotalSeconds();
        }

        /** Of two instants with this clock the later one; the least long where there is none. */
        private long utcSeconds(long localSeconds, int fraction) {
            LocalDateTime local = LocalDateTime.ofEpochSecond(localSeconds, fraction, ZoneOffset.UTC);
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
            return offsets.isEmpty()
                    ? Long.MIN_VALUE
                    : localSeconds - offsets.getLast().getTotalSeconds();
        }

        private long gapEnd(long localSeconds) {
            ZoneOffsetTransition gap =
                    zone.getRules().getTransition(LocalDateTime.ofEpochSecond(localSeconds, 0, ZoneOffset.UTC));
            return gap.toEpochSecond();
        }
    }

    /** A datetime as text, {@code 2020-03-04T11:13:00.345612000} and a suffix. */
    static final class Printer implements RowFunction {
        private static final int LENGTH = 29;

        private final byte[] text;

        Printer(String suffix) {
            text = new byte[LENGTH + suffix.length()];
            for (int i = 0; i < suffix.length(); i++) {
                text[LENGTH + i] = (byte) suffix.charAt(i);
            }
        }

        @Override
        public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
            long nanos = in[0].getLong(row);
            long date = CivilDate.of(Math.floorDiv(nanos, DAY));
            long ofDay = Math.floorMod(nanos, DAY);
            put(0, 4, CivilDate.year(date));
            text[4] = '-';
            put(5, 2, CivilDate.month(date));
            text[7] = '-';
            put(8, 2, CivilDate.day(date));
            text[10] = 'T';
            put(11, 2, ofDay / HOUR);
            text[13] = ':';
            put(14, 2, ofDay / MINUTE % 60);
            text[16] = ':';
            put(17, 2, ofDay / SECOND % 60);
            text[19] = '.';
            put(20, 9, ofDay % SECOND);
            out.appendBytes(text, 0, text.length);
        }

        private void put(int at, int digits, long value) {
            long left = value;
            for (int i = at + digits - 1; i >= at; i--) {
                text[i] = (byte) ('0' + left % 10);
                left /= 10;
            }
        }
    }
}
