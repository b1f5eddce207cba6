package io.millrace.format;

import io.millrace.memory.OffHeap;

/**
 * Dates and times of ISO 8601 from text: {@code 2024-02-29}, {@code 2024-02-29T23:59:58.123456789}, the latter with {@code Z} or
 * an offset such as {@code +0100} or {@code +01:00} where a zone is asked for. A blank may stand for the {@code T}.
 */
final class Times {
    /** Says that the text is no time, or none that 64 bits of nanoseconds can hold (1677 to 2262). */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final long SECONDS_A_DAY = 86_400;
    private static final long NANOS_A_SECOND = 1_000_000_000;
    private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS_A_SECOND - 1;
    private static final long HIGHS = 0x8080808080808080L;
    /** The bytes of {@code 0000-00-} and what may be added to each when it is gone; the same for {@code 00:00:00}. */
    private static final long YEAR_MONTH = 0x2D30302D30303030L;

    private static final long YEAR_MONTH_LIMITS = 0x7F76767F76767676L;
    private static final long CLOCK = 0x30303A30303A3030L;
    private static final long CLOCK_LIMITS = 0x76767F76767F7676L;
    private static final long[] NANOS_OF_DIGITS = {
        0, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1000, 100, 10, 1
    };
    private static final int[] DAYS_OF_MONTH = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Times() {}

    /** Days since 1970, or {@link #NO_TIME}. */
    static long date(long address, int byteCount) {
        return byteCount == 10 ? day(address) : NO_TIME;
    }

    /** Nanoseconds since 1970, or {@link #NO_TIME}. */
    static long dateTime(long address, int byteCount, boolean zoned) {
        if (byteCount < 19) {
            return NO_TIME;
        }
        long separator = OffHeap.getByte(address + 10);
        long clock = OffHeap.getLong(address + 11) ^ CLOCK;
        long day = day(address);
        // 03:04:05 as in day(): the digits must be at most 9, the colons gone.
        if (day == NO_TIME || separator != 'T' && separator != ' ' || ((clock + CLOCK_LIMITS | clock) & HIGHS) != 0) {
            return NO_TIME;
        }
        long pairs = clock * 10 + (clock >>> 8);
        long hour = pairs & 0xFF;
        long minute = pairs >>> 24 & 0xFF;
        long second = pairs >>> 48 & 0xFF;
        if (hour > 23 || minute > 59 || second > 59) {
            return NO_TIME;
        }
        long seconds = day * SECONDS_A_DAY + hour * 3600 + minute * 60 + second;
        long at = address + 19;
        long end = address + byteCount;
        long nanos = 0;
        if (at < end && OffHeap.getByte(at) == '.') {
            at++;
            long word = OffHeap.getLong(at) ^ 0x3030303030303030L;
            int digitCount = Math.min(Long.numberOfTrailingZeros(Numbers.others(word)) >>> 3, (int) (end - at));
            if (digitCount == 0) {
                return NO_TIME;
            }
            if (digitCount < Long.BYTES) {
                nanos = Numbers.valueOf(word, digitCount) * NANOS_OF_DIGITS[digitCount];
            } else {
                digitCount = Numbers.digitCount(at, end);
                int kept = Math.min(digitCount, 9);
                nanos = Numbers.digits(at, kept) * NANOS_OF_DIGITS[kept];
            }
            at += digitCount;
        }
        if (zoned) {
            int offset = offsetSeconds(at, (int) (end - at));
            if (offset == Integer.MIN_VALUE) {
                return NO_TIME;
            }
            seconds -= offset;
        } else if (at != end) {
            return NO_TIME;
        }
        return Math.abs(seconds) > MAX_SECONDS ? NO_TIME : seconds * NANOS_A_SECOND + nanos;
    }

    /** {@code Z} or an offset, as seconds east of UTC; {@code MIN_VALUE} for anything else. */
    private static int offsetSeconds(long address, int byteCount) {
        if (byteCount == 1 && (OffHeap.getByte(address) | 0x20) == 'z') {
            return 0;
        }
        boolean colon = byteCount == 6 && OffHeap.getByte(address + 3) == ':';
        if (byteCount != 5 && !colon) {
            return Integer.MIN_VALUE;
        }
        int sign = OffHeap.getByte(address);
        int hours = two(address + 1);
        int minutes = two(address + (colon ? 4 : 3));
        if (sign != '+' && sign != '-' || (hours | minutes) < 0 || hours > 23 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3600 + minutes * 60;
        return sign == '-' ? -seconds : seconds;
    }

    /** The ten bytes of a date as days since 1970, or {@link #NO_TIME}. */
    private static long day(long address) {
        // What digits and dashes leave behind: 0 to 9 and 0. Digits and their limit stay below the high bit.
        long yearMonth = OffHeap.getLong(address) ^ YEAR_MONTH;
        int day = two(address + 8);
        if (((yearMonth + YEAR_MONTH_LIMITS | yearMonth) & HIGHS) != 0) {
            return NO_TIME;
        }
        long pairs = yearMonth * 10 + (yearMonth >>> 8);
        int year = (int) (pairs & 0xFF) * 100 + (int) (pairs >>> 16 & 0xFF);
        int month = (int) (pairs >>> 40 & 0xFF);
        if (month < 1 || month > 12 || day < 1 || day > DAYS_OF_MONTH[month - 1]) {
            return NO_TIME;
        }
        if (month == 2 && day == 29 && !((year & 3) == 0 && (year % 100 != 0 || year % 400 == 0))) {
            return NO_TIME;
        }
        // Years that begin in March, so that the leap day comes last.
        int marchYear = month > 2 ? year : year - 1;
        int era = Math.floorDiv(marchYear, 400);
        int yearOfEra = marchYear - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097L + yearOfEra * 365L + (yearOfEra >> 2) - yearOfEra / 100 + dayOfYear - 719_468;
    }

    /** Two digits; negative where they are not. */
    private static int two(long address) {
        int word = OffHeap.getShort(address) & 0xFFFF;
        int digits = word - 0x3030 & 0xFFFF;
        // A byte below '0' borrows and shows in a high nibble, as does one above '9' when 6 is added.
        if ((word & 0xF0F0) != 0x3030 || (digits + 0x0606 & 0xF0F0) != 0) {
            return -1;
        }
        return (digits & 0xFF) * 10 + (digits >>> 8);
    }
}
