package io.millrace.expression;

/** Days since 1970 as year, month and day, packed in one long so that nothing is allocated. */
final class CivilDate {
    private static final long DAYS_PER_ERA = 146_097;
    private static final long DAYS_FROM_YEAR_0_TO_1970 = 719_468;

    private CivilDate() {}

    /** The packed date of a day of the proleptic Gregorian calendar. */
    static long of(long epochDay) {
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

    static long year(long date) {
        return date >> 16;
    }

    static long month(long date) {
        return date >> 8 & 0xFF;
    }

    static long day(long date) {
        return date & 0xFF;
    }
}
