package io.millrace.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Prints datetimes by a {@link DateTimeFormat} into a buffer of its own. Names are English. Allocates only to make the buffer longer.
 * One thread.
 */
public final class DateTimePrinter {
    private static final long SECOND = 1_000_000_000;
    private static final long DAY = 86_400 * SECOND;
    private static final byte[][] MONTHS = bytes(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    private static final byte[][] WEEKDAYS =
            bytes("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
    private static final byte[] UTC = {'U', 'T', 'C'};
    private static final int SHORT_NAME = 3;
    /** No code prints more bytes. */
    private static final int LONGEST_ITEM = 24;

    private byte[] buffer = new byte[64];
    private int length;
    private long epochDay;
    private long date;
    private long secondOfDay;
    private long fraction;

    /** The text last printed, from the start; lent until the next one. */
    public byte[] buffer() {
        return buffer;
    }

    /**
     * Prints a datetime and returns the number of bytes, or −1 where the format asks for the time zone of a naive datetime.
     *
     * @param nanos nanoseconds since 1970
     * @param isUtc whether it is one in UTC, else on a clock without a zone
     */
    public int print(DateTimeFormat format, long nanos, boolean isUtc) {
        length = 0;
        epochDay = Math.floorDiv(nanos, DAY);
        date = CivilDate.of(epochDay);
        long ofDay = Math.floorMod(nanos, DAY);
        secondOfDay = ofDay / SECOND;
        fraction = ofDay % SECOND;
        List<DateTimeFormat.Item> items = format.items();
        for (int i = 0; i < items.size(); i++) {
            DateTimeFormat.Item item = items.get(i);
            reserve(item.literal().length + LONGEST_ITEM);
            if (!isUtc && isOffset(item.code())) {
                return -1;
            }
            put(item);
        }
        return length;
    }

    private static boolean isOffset(int code) {
        return code >= DateTimeFormat.OFFSET && code <= DateTimeFormat.OFFSET_PERMISSIVE
                || code == DateTimeFormat.OFFSET_OR_ZULU
                || code == 'Z';
    }

    private void reserve(int bytes) {
        if (length + bytes > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + bytes));
        }
    }

    private void put(DateTimeFormat.Item item) {
        int pad = item.pad();
        switch (item.code()) {
            case DateTimeFormat.LITERAL, DateTimeFormat.SPACE -> put(item.literal(), item.literal().length);
            case DateTimeFormat.FRACTION -> putFraction();
            case DateTimeFormat.FRACTION_3 -> putFraction(3);
            case DateTimeFormat.FRACTION_6 -> putFraction(6);
            case DateTimeFormat.FRACTION_9 -> putFraction(9);
            case DateTimeFormat.DIGITS_3 -> put(fraction / 1_000_000, 3, DateTimeFormat.PAD_ZERO);
            case DateTimeFormat.DIGITS_6 -> put(fraction / 1_000, 6, DateTimeFormat.PAD_ZERO);
            case DateTimeFormat.DIGITS_9 -> put(fraction, 9, DateTimeFormat.PAD_ZERO);
            case DateTimeFormat.OFFSET -> putText("+0000");
            case DateTimeFormat.OFFSET_COLON, DateTimeFormat.OFFSET_OR_ZULU -> putText("+00:00");
            case DateTimeFormat.OFFSET_SECONDS -> putText("+00:00:00");
            case DateTimeFormat.OFFSET_HOURS, DateTimeFormat.OFFSET_PERMISSIVE -> putText("+00");
            case DateTimeFormat.DATE_TIME_SEPARATOR -> putText("T");
            case 'a' -> put(WEEKDAYS[(int) CivilDate.weekday(epochDay)], SHORT_NAME);
            case 'A' -> put(WEEKDAYS[(int) CivilDate.weekday(epochDay)]);
            case 'b' -> put(MONTHS[(int) CivilDate.month(date) - 1], SHORT_NAME);
            case 'B' -> put(MONTHS[(int) CivilDate.month(date) - 1]);
            case 'p' -> putText(secondOfDay < 43_200 ? "AM" : "PM");
            case 'P' -> putText(secondOfDay < 43_200 ? "am" : "pm");
            case 'Z' -> put(UTC);
            default -> putNumber(item.code(), pad);
        }
    }

    private void putNumber(int code, int pad) {
        switch (code) {
            case 'Y' -> put(CivilDate.year(date), 4, pad);
            case 'C' -> put(CivilDate.year(date) / 100, 2, pad);
            case 'y' -> put(CivilDate.year(date) % 100, 2, pad);
            case 'G' -> put(CivilDate.isoYear(epochDay), 4, pad);
            case 'g' -> put(CivilDate.isoYear(epochDay) % 100, 2, pad);
            case 'V' -> put(CivilDate.isoWeek(epochDay), 2, pad);
            case 'q' -> put((CivilDate.month(date) + 2) / 3, 1, pad);
            case 'm' -> put(CivilDate.month(date), 2, pad);
            case 'd' -> put(CivilDate.day(date), 2, pad);
            case 'U' -> put(CivilDate.weekFrom(epochDay, 6), 2, pad);
            case 'W' -> put(CivilDate.weekFrom(epochDay, 0), 2, pad);
            case 'w' -> put((CivilDate.weekday(epochDay) + 1) % 7, 1, pad);
            case 'u' -> put(CivilDate.weekday(epochDay) + 1, 1, pad);
            case 'j' -> put(CivilDate.dayOfYear(epochDay), 3, pad);
            case 'H' -> put(secondOfDay / 3_600, 2, pad);
            case 'I' -> put((secondOfDay / 3_600 + 11) % 12 + 1, 2, pad);
            case 'M' -> put(secondOfDay / 60 % 60, 2, pad);
            case 'S' -> put(secondOfDay % 60, 2, pad);
            case 'f' -> put(fraction, 9, pad);
            case 's' -> {
                long seconds = epochDay * 86_400 + secondOfDay;
                if (seconds < 0) {
                    buffer[length++] = '-';
                }
                put(Math.abs(seconds), 1, pad);
            }
            default -> throw new AssertionError("no code " + (char) code);
        }
    }

    private void putFraction() {
        if (fraction != 0) {
            putFraction(fraction % 1_000_000 == 0 ? 3 : fraction % 1_000 == 0 ? 6 : 9);
        }
    }

    private void putFraction(int digits) {
        buffer[length++] = '.';
        put(
                digits == 3 ? fraction / 1_000_000 : digits == 6 ? fraction / 1_000 : fraction,
                digits,
                DateTimeFormat.PAD_ZERO);
    }

    /** A number that is not negative. */
    private void put(long value, int width, int pad) {
        int digits = 1;
        for (long left = value / 10; left > 0; left /= 10) {
            digits++;
        }
        for (int i = digits; i < width && pad != DateTimeFormat.PAD_NONE; i++) {
            buffer[length++] = (byte) (pad == DateTimeFormat.PAD_ZERO ? '0' : ' ');
        }
        long left = value;
        for (int i = length + digits - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        length += digits;
    }

    private void put(byte[] bytes) {
        put(bytes, bytes.length);
    }

    private void put(byte[] bytes, int count) {
        System.arraycopy(bytes, 0, buffer, length, count);
        length += count;
    }

    private void putText(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            buffer[length++] = (byte) ascii.charAt(i);
        }
    }

    private static byte[][] bytes(String... names) {
        return Arrays.stream(names)
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }
}
