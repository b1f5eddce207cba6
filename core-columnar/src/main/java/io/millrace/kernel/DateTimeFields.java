package io.millrace.kernel;

import java.util.Arrays;

/** What a text says of a datetime, field by field, and the datetime that fits all of it. One thread. */
final class DateTimeFields {
    static final int YEAR = 0;
    static final int CENTURY = 1;
    static final int YEAR_OF_CENTURY = 2;
    static final int ISO_YEAR = 3;
    static final int ISO_YEAR_OF_CENTURY = 4;
    static final int QUARTER = 5;
    static final int MONTH = 6;
    static final int DAY = 7;
    static final int WEEK_FROM_SUNDAY = 8;
    static final int WEEK_FROM_MONDAY = 9;
    static final int ISO_WEEK = 10;
    /** Monday is 0. */
    static final int WEEKDAY = 11;

    static final int DAY_OF_YEAR = 12;
    static final int HALF_OF_DAY = 13;
    static final int HOUR_OF_HALF = 14;
    static final int MINUTE = 15;
    static final int SECOND = 16;
    static final int NANOSECOND = 17;
    static final int TIMESTAMP = 18;
    static final int OFFSET_SECONDS = 19;

    private static final long[] LEAST = {
        Integer.MIN_VALUE, 0, 0, Integer.MIN_VALUE, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, Long.MIN_VALUE, -86_399
    };
    private static final long[] GREATEST = {
        Integer.MAX_VALUE,
        99,
        99,
        Integer.MAX_VALUE,
        99,
        4,
        12,
        31,
        53,
        53,
        53,
        6,
        366,
        1,
        11,
        59,
        60,
        999_999_999,
        Long.MAX_VALUE,
        86_399
    };
    private static final long UNSET = Long.MIN_VALUE;
    private static final long NANOS = 1_000_000_000;
    private static final long DAY_SECONDS = 86_400;
    private static final long DAY_OF_TIMES = CivilDate.epochDay(1900, 1, 1);

    private final long[] values = new long[GREATEST.length];
    private long epochDay;
    private long secondOfDay;
    private long nanos;

    void clear() {
        Arrays.fill(values, UNSET);
    }

    /** Sets a field; returns whether the value is one and the field had no other. */
    boolean set(int field, long value) {
        boolean fits = value >= LEAST[field] && value <= GREATEST[field];
        boolean isFirst = values[field] == UNSET;
        values[field] = isFirst ? value : values[field];
        return fits && values[field] == value;
    }

    long nanos() {
        return nanos;
    }

    boolean resolveNaive() {
        if (resolveDateTime(0)) {
            return total(0);
        }
        if (resolveDate()) {
            secondOfDay = 0;
            values[NANOSECOND] = UNSET;
            return total(0);
        }
        epochDay = DAY_OF_TIMES;
        return resolveTime() && total(0);
    }

    boolean resolveUtc() {
        // A timestamp is one in UTC where no offset is given.
        long offset = isSet(OFFSET_SECONDS) ? values[OFFSET_SECONDS] : 0;
        return (isSet(OFFSET_SECONDS) || isSet(TIMESTAMP)) && resolveDateTime(offset) && total(offset);
    }

    private boolean isSet(int field) {
        return values[field] != UNSET;
    }

    private long or(int field, long other) {
        return isSet(field) ? values[field] : other;
    }

    private boolean resolveDateTime(long offset) {
        if (resolveDate() && resolveTime()) {
            long timestamp = epochDay * DAY_SECONDS + secondOfDay - offset;
            return or(TIMESTAMP, timestamp) == timestamp;
        }
        return isSet(TIMESTAMP) && fillByTimestamp(offset) && resolveDate() && resolveTime();
    }

    private boolean fillByTimestamp(long offset) {
        long local = values[TIMESTAMP] + offset;
        long day = Math.floorDiv(local, DAY_SECONDS);
        if (Math.abs(values[TIMESTAMP]) > Long.MAX_VALUE / NANOS) {
            return false;
        }
        long ofDay = Math.floorMod(local, DAY_SECONDS);
        return set(YEAR, CivilDate.year(CivilDate.of(day)))
                && set(DAY_OF_YEAR, CivilDate.dayOfYear(day))
                && set(HALF_OF_DAY, ofDay / 43_200)
                && set(HOUR_OF_HALF, ofDay / 3_600 % 12)
                && set(MINUTE, ofDay / 60 % 60)
                && set(SECOND, ofDay % 60);
    }

    /** Finds the day by the first group of fields that is enough, then checks it against all fields. */
    private boolean resolveDate() {
        long year = year(YEAR, CENTURY, YEAR_OF_CENTURY);
        long isoYear = isSet(ISO_YEAR) || isSet(ISO_YEAR_OF_CENTURY)
                ? or(ISO_YEAR, ofCentury(or(ISO_YEAR_OF_CENTURY, 0)))
                : UNSET;
        if (year != UNSET && isSet(MONTH) && isSet(DAY)) {
            if (values[DAY] > CivilDate.daysInMonth(year, values[MONTH])) {
                return false;
            }
            epochDay = CivilDate.epochDay(year, values[MONTH], values[DAY]);
        } else if (year != UNSET && isSet(DAY_OF_YEAR)) {
            epochDay = CivilDate.epochDay(year, 1, 1) + values[DAY_OF_YEAR] - 1;
        } else if (year != UNSET && isSet(WEEK_FROM_SUNDAY) && isSet(WEEKDAY)) {
            epochDay = inWeek(year, values[WEEK_FROM_SUNDAY], 6);
        } else if (year != UNSET && isSet(WEEK_FROM_MONDAY) && isSet(WEEKDAY)) {
            epochDay = inWeek(year, values[WEEK_FROM_MONDAY], 0);
        } else if (isoYear != UNSET && isSet(ISO_WEEK) && isSet(WEEKDAY)) {
            long fourth = CivilDate.epochDay(isoYear, 1, 4);
            epochDay = fourth - CivilDate.weekday(fourth) + 7 * (values[ISO_WEEK] - 1) + values[WEEKDAY];
        } else {
            return false;
        }
        return fits(year);
    }

    private long year(int whole, int century, int ofCentury) {
        if (isSet(whole)) {
            return values[whole];
        }
        if (!isSet(ofCentury)) {
            return UNSET;
        }
        return isSet(century) ? values[century] * 100 + values[ofCentury] : ofCentury(values[ofCentury]);
    }

    private static long ofCentury(long year) {
        return year + (year < 70 ? 2000 : 1900);
    }

    private long inWeek(long year, long week, long firstWeekday) {
        long newYear = CivilDate.epochDay(year, 1, 1);
        long firstWeek = newYear + Math.floorMod(firstWeekday - CivilDate.weekday(newYear), 7L);
        return firstWeek + (week - 1) * 7 + Math.floorMod(values[WEEKDAY] - firstWeekday, 7L);
    }

    private boolean fits(long wantedYear) {
        long date = CivilDate.of(epochDay);
        long year = CivilDate.year(date);
        long isoYear = CivilDate.isoYear(epochDay);
        return (wantedYear == UNSET || wantedYear == year)
                && or(CENTURY, year / 100) == year / 100
                && or(YEAR_OF_CENTURY, year % 100) == year % 100
                && or(ISO_YEAR, isoYear) == isoYear
                && or(ISO_YEAR_OF_CENTURY, isoYear % 100) == isoYear % 100
                && or(QUARTER, (CivilDate.month(date) + 2) / 3) == (CivilDate.month(date) + 2) / 3
                && or(MONTH, CivilDate.month(date)) == CivilDate.month(date)
                && or(DAY, CivilDate.day(date)) == CivilDate.day(date)
                && or(DAY_OF_YEAR, CivilDate.dayOfYear(epochDay)) == CivilDate.dayOfYear(epochDay)
                && or(WEEKDAY, CivilDate.weekday(epochDay)) == CivilDate.weekday(epochDay)
                && or(ISO_WEEK, CivilDate.isoWeek(epochDay)) == CivilDate.isoWeek(epochDay)
                && or(WEEK_FROM_SUNDAY, CivilDate.weekFrom(epochDay, 6)) == CivilDate.weekFrom(epochDay, 6)
                && or(WEEK_FROM_MONDAY, CivilDate.weekFrom(epochDay, 0)) == CivilDate.weekFrom(epochDay, 0);
    }

    private boolean resolveTime() {
        if (!isSet(HALF_OF_DAY) || !isSet(HOUR_OF_HALF) || !isSet(MINUTE) || isSet(NANOSECOND) && !isSet(SECOND)) {
            return false;
        }
        secondOfDay = (values[HALF_OF_DAY] * 12 + values[HOUR_OF_HALF]) * 3_600 + values[MINUTE] * 60 + or(SECOND, 0);
        return true;
    }

    /** Puts day, time and offset together; false outside of the range of nanoseconds in 64 bits. */
    private boolean total(long offset) {
        long seconds = epochDay * DAY_SECONDS + secondOfDay - offset;
        long high = Math.multiplyHigh(seconds, NANOS);
        long low = seconds * NANOS;
        nanos = low + or(NANOSECOND, 0);
        // The first second of the range begins before it.
        boolean isFirst = seconds == Math.floorDiv(Long.MIN_VALUE, NANOS) && nanos < 0;
        return isFirst || high == low >> 63 && (low < 0 || nanos >= 0);
    }
}
