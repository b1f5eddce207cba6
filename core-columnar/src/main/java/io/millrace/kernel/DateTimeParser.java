package io.millrace.kernel;

import io.millrace.memory.OffHeap;
import java.util.List;

/**
 * Reads datetimes by a {@link DateTimeFormat}, as chrono does: greedy, numbers with white space before them and of any number of
 * digits up to their width, names in any case, any white space where the format has some. All of the text must fit. One thread.
 */
public final class DateTimeParser {
    private static final int[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};
    private static final String[] MONTHS = {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december"
    };
    private static final String[] WEEKDAYS = {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    };
    private static final int FAILED = -1;
    private static final int UNLIMITED = 19;

    private final DateTimeFields fields = new DateTimeFields();
    private long address;
    private int length;
    private int at;
    private long number;

    /** The datetime that was parsed last, in nanoseconds since 1970. */
    public long nanos() {
        return fields.nanos();
    }

    /**
     * Whether the text is a datetime on a clock without a zone: a date and a time, a date alone, which stands for its midnight, or
     * a time alone, which is one of 1900-01-01. A time zone in the text does not count.
     */
    public boolean parseNaive(DateTimeFormat format, long textAddress, int textLength) {
        return parse(format, textAddress, textLength) && fields.resolveNaive();
    }

    /** Whether the text is a date and a time with an offset from UTC, or seconds since 1970. */
    public boolean parseUtc(DateTimeFormat format, long textAddress, int textLength) {
        return parse(format, textAddress, textLength) && fields.resolveUtc();
    }

    private boolean parse(DateTimeFormat format, long textAddress, int textLength) {
        address = textAddress;
        length = textLength;
        at = 0;
        fields.clear();
        List<DateTimeFormat.Item> items = format.items();
        for (int i = 0; i < items.size(); i++) {
            if (!parse(items.get(i))) {
                return false;
            }
        }
        return at == length;
    }

    private boolean parse(DateTimeFormat.Item item) {
        switch (item.code()) {
            case DateTimeFormat.LITERAL -> {
                return literal(item.literal());
            }
            case DateTimeFormat.SPACE -> {
                skipSpace();
                return true;
            }
            case DateTimeFormat.DATE_TIME_SEPARATOR -> {
                boolean isSeparator = at < length && (OffHeap.getByte(address + at) | 0x20) == 't';
                at++;
                return isSeparator;
            }
            case DateTimeFormat.FRACTION -> {
                return !isPoint() || fraction(1, 9);
            }
            case DateTimeFormat.FRACTION_3 -> {
                return !isPoint() || fraction(3, 3);
            }
            case DateTimeFormat.FRACTION_6 -> {
                return !isPoint() || fraction(6, 6);
            }
            case DateTimeFormat.FRACTION_9 -> {
                return !isPoint() || fraction(9, 9);
            }
            case DateTimeFormat.DIGITS_3 -> {
                return fraction(3, 3);
            }
            case DateTimeFormat.DIGITS_6 -> {
                return fraction(6, 6);
            }
            case DateTimeFormat.DIGITS_9 -> {
                return fraction(9, 9);
            }
            case DateTimeFormat.OFFSET,
                    DateTimeFormat.OFFSET_COLON,
                    DateTimeFormat.OFFSET_SECONDS,
                    DateTimeFormat.OFFSET_HOURS -> {
                return offset(false);
            }
            case DateTimeFormat.OFFSET_PERMISSIVE -> {
                return zulu() || offset(true);
            }
            case DateTimeFormat.OFFSET_OR_ZULU -> {
                return zulu() || offset(false);
            }
            default -> {
                return name(item.code());
            }
        }
    }

    private boolean name(int code) {
        switch (code) {
            case 'a', 'A' -> {
                int weekday = word(WEEKDAYS, code == 'A');
                return weekday != FAILED && fields.set(DateTimeFields.WEEKDAY, weekday);
            }
            case 'b', 'B' -> {
                int month = word(MONTHS, code == 'B');
                return month != FAILED && fields.set(DateTimeFields.MONTH, month + 1L);
            }
            case 'p', 'P' -> {
                int half = halfOfDay();
                return half != FAILED && fields.set(DateTimeFields.HALF_OF_DAY, half);
            }
            case 'Z' -> {
                while (at < length && !isSpaceAt(at)) {
                    at = Texts.next(address, length, at);
                }
                return true;
            }
            default -> {
                return number(code);
            }
        }
    }

    private boolean number(int code) {
        return switch (code) {
            case 'Y' -> signed() && fields.set(DateTimeFields.YEAR, number);
            case 'G' -> signed() && fields.set(DateTimeFields.ISO_YEAR, number);
            case 'C' -> unsigned(2) && fields.set(DateTimeFields.CENTURY, number);
            case 'y' -> unsigned(2) && fields.set(DateTimeFields.YEAR_OF_CENTURY, number);
            case 'g' -> unsigned(2) && fields.set(DateTimeFields.ISO_YEAR_OF_CENTURY, number);
            case 'q' -> unsigned(1) && fields.set(DateTimeFields.QUARTER, number);
            case 'm' -> unsigned(2) && fields.set(DateTimeFields.MONTH, number);
            case 'd' -> unsigned(2) && fields.set(DateTimeFields.DAY, number);
            case 'U' -> unsigned(2) && fields.set(DateTimeFields.WEEK_FROM_SUNDAY, number);
            case 'W' -> unsigned(2) && fields.set(DateTimeFields.WEEK_FROM_MONDAY, number);
            case 'V' -> unsigned(2) && fields.set(DateTimeFields.ISO_WEEK, number);
            case 'w' -> unsigned(1) && number <= 6 && fields.set(DateTimeFields.WEEKDAY, (number + 6) % 7);
            case 'u' -> unsigned(1) && number >= 1 && number <= 7 && fields.set(DateTimeFields.WEEKDAY, number - 1);
            case 'j' -> unsigned(3) && fields.set(DateTimeFields.DAY_OF_YEAR, number);
            case 'H' ->
                unsigned(2)
                        && number <= 23
                        && fields.set(DateTimeFields.HALF_OF_DAY, number / 12)
                        && fields.set(DateTimeFields.HOUR_OF_HALF, number % 12);
            case 'I' ->
                unsigned(2) && number >= 1 && number <= 12 && fields.set(DateTimeFields.HOUR_OF_HALF, number % 12);
            case 'M' -> unsigned(2) && fields.set(DateTimeFields.MINUTE, number);
            case 'S' -> unsigned(2) && fields.set(DateTimeFields.SECOND, number);
            case 'f' -> unsigned(9) && fields.set(DateTimeFields.NANOSECOND, number);
            case 's' -> unsigned(UNLIMITED) && fields.set(DateTimeFields.TIMESTAMP, number);
            default -> throw new AssertionError("no code " + (char) code);
        };
    }

    private boolean literal(byte[] bytes) {
        if (length - at < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (OffHeap.getByte(address + at + i) != bytes[i]) {
                return false;
            }
        }
        at += bytes.length;
        return true;
    }

    private void skipSpace() {
        while (at < length && isSpaceAt(at)) {
            at = Texts.next(address, length, at);
        }
    }

    private boolean isSpaceAt(int offset) {
        return Texts.isSpace(Texts.codePointAt(address, length, offset));
    }

    /** Skips a point. */
    private boolean isPoint() {
        boolean isPoint = at < length && OffHeap.getByte(address + at) == '.';
        at += isPoint ? 1 : 0;
        return isPoint;
    }

    /** A number with as many digits as there are, of which no more than nine count. */
    private boolean fraction(int minDigits, int maxDigits) {
        int from = at;
        if (!digits(maxDigits) || at - from < minDigits) {
            return false;
        }
        long nanos = number * POWERS[9 - (at - from)];
        while (maxDigits > minDigits && at < length && isDigit(OffHeap.getByte(address + at))) {
            at++;
        }
        return fields.set(DateTimeFields.NANOSECOND, nanos);
    }

    private boolean signed() {
        skipSpace();
        byte sign = at < length ? OffHeap.getByte(address + at) : 0;
        if (sign != '-' && sign != '+') {
            return digits(4);
        }
        at++;
        boolean isNumber = digits(UNLIMITED);
        number = sign == '-' ? -number : number;
        return isNumber;
    }

    private boolean unsigned(int width) {
        skipSpace();
        return digits(width);
    }

    private boolean digits(int most) {
        int from = at;
        long value = 0;
        while (at < length && at - from < most && isDigit(OffHeap.getByte(address + at))) {
            if (value > (Long.MAX_VALUE - 9) / 10) {
                return false;
            }
            value = value * 10 + OffHeap.getByte(address + at) - '0';
            at++;
        }
        number = value;
        return at > from;
    }

    private static boolean isDigit(byte it) {
        return it >= '0' && it <= '9';
    }

    /** Index of the name that begins here, of which three letters are enough; the rest of a long one is skipped as well. */
    private int word(String[] names, boolean mayBeLong) {
        for (int i = 0; i < names.length; i++) {
            if (startsWith(names[i], 0, 3)) {
                boolean isLong = mayBeLong && startsWith(names[i], 3, names[i].length());
                at += isLong ? names[i].length() : 3;
                return i;
            }
        }
        return FAILED;
    }

    private boolean startsWith(String name, int from, int to) {
        if (length - at < to) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if ((OffHeap.getByte(address + at + i) | 0x20) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int halfOfDay() {
        int half = startsWith("am", 0, 2) ? 0 : startsWith("pm", 0, 2) ? 1 : FAILED;
        at += 2;
        return half;
    }

    /** Skips {@code Z} or {@code UTC}, which stand for no offset. */
    private boolean zulu() {
        skipSpace();
        int size = startsWith("utc", 0, 3) ? 3 : startsWith("z", 0, 1) ? 1 : 0;
        at += size;
        return size > 0 && fields.set(DateTimeFields.OFFSET_SECONDS, 0);
    }

    /** A sign, two digits of hours, colons or spaces, two digits of minutes. */
    private boolean offset(boolean minutesMayMiss) {
        skipSpace();
        int sign = sign();
        int hoursAt = at;
        if (sign == 0 || !digits(2) || at - hoursAt != 2) {
            return false;
        }
        long hours = number;
        while (at < length && (OffHeap.getByte(address + at) == ':' || isSpaceAt(at))) {
            at = Texts.next(address, length, at);
        }
        int from = at;
        boolean hasMinutes = digits(2);
        if (hasMinutes ? at - from != 2 || number > 59 : !minutesMayMiss) {
            return false;
        }
        long minutes = hasMinutes ? number : 0;
        return fields.set(DateTimeFields.OFFSET_SECONDS, sign * (hours * 3_600 + minutes * 60));
    }

    /** Skips a sign, for which the mathematical minus stands too; 0 where there is none. */
    private int sign() {
        int it = at < length ? Texts.codePointAt(address, length, at) : 0;
        if (it != '+' && it != '-' && it != 0x2212) {
            return 0;
        }
        at = Texts.next(address, length, at);
        return it == '+' ? 1 : -1;
    }
}
