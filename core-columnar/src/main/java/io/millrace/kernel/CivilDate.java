package io.millrace.kernel;

/**
 * Days since 1970 as dates of the proleptic Gregorian calendar and back. A date is packed in one long, so that nothing is
 * allocated. Stateless.
 */
public final class CivilDate {
    private static final long DAYS_PER_ERA = 146_097;
    private static final long DAYS_FROM_YEAR_0_TO_1970 = 719_468;

    private CivilDate() {}

    /** The packed date of a day. */
    public static long of(long epochDay) {
        // Years begin with March, so that the leap day is the last of its year; eras of 400 years are all alike.
        long day = epochDay + DAYS_FROM_YEAR_0_TO_1970;
        long era = Math.floorDiv(day, DAYS_PER_ERA);
        long ofEra = Math.floorMod(day, DAYS_PER_ERA);
        long yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        long ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long marchMonth = (5 * ofYear + 2) / 153;
        long dayOfMonth = ofYear - (153 * marchMonth + 2) / 5 + 1;
        long month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year << 16 | month << 8 | dayOfMonth;
    }

    public static long year(long date) {
        return date >> 16;
    }

    public static long month(long date) {
        return date >> 8 & 0xFF;
    }

    public static long day(long date) {
        return date & 0xFF;
    }

    /** The day of a date; the day of the month may lie outside of the month and counts on. */
    public static long epochDay(long year, long month, long day) {
        long marchYear = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(marchYear, 400L);
        long yearOfEra = Math.floorMod(marchYear, 400L);
        long ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long ofEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear;
        return era * DAYS_PER_ERA + ofEra - DAYS_FROM_YEAR_0_TO_1970;
    }

    public static boolean isLeapYear(long year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    public static long daysInMonth(long year, long month) {
        return month == 2 ? isLeapYear(year) ? 29 : 28 : month == 4 | month == 6 | month == 9 | month == 11 ? 30 : 31;
    }

    /** Monday is 0. */
    public static long weekday(long epochDay) {
        // 1970 began on a Thursday.
        return Math.floorMod(epochDay + 3, 7L);
    }

    /** The first day of the year is 1. */
    public static long dayOfYear(long epochDay) {
        return epochDay - epochDay(year(of(epochDay)), 1, 1) + 1;
    }

    /** The year of ISO 8601's calendar of weeks, in which a week belongs to the year of its Thursday. */
    public static long isoYear(long epochDay) {
        return year(of(epochDay - weekday(epochDay) + 3));
    }

    /** The week of the {@link #isoYear}, from 1 on. */
    public static long isoWeek(long epochDay) {
        return (dayOfYear(epochDay - weekday(epochDay) + 3) - 1) / 7 + 1;
    }

    /** The week of the year, where week 1 begins with the first such weekday (Monday is 0) and the days before it are in week 0. */
    public static long weekFrom(long epochDay, long firstWeekday) {
        long daysIntoWeek = Math.floorMod(weekday(epochDay) - firstWeekday, 7L);
        return (dayOfYear(epochDay) - 1 - daysIntoWeek + 7) / 7;
    }
}
