package io.millrace.kernel;

import java.nio.charset.StandardCharsets;

/**
 * Writes numbers as Python prints them into a buffer of its own: the methods return how many bytes of {@link #buffer} they filled.
 * A float is the shortest text that reads back as it, always with a point, an exponent or a name. One
 * thread.
 */
public final class NumberPrinter {
    private static final int BUFFER_BYTES = 40;
    private static final long MANY = 1_000_000_000_000_000L;
    private static final int MAX_DECIMALS = 6;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final StringBuilder java = new StringBuilder(BUFFER_BYTES);
    private int length;

    /** The text last written, from the start; lent until the next one. */
    public byte[] buffer() {
        return buffer;
    }

    public int printLong(long value) {
        length = 0;
        if (value < 0) {
            buffer[length++] = '-';
        }
        // Negative numbers reach one further than positive ones.
        putDigits(value < 0 ? value : -value, 1);
        return length;
    }

    public int printDouble(double value) {
        length = 0;
        if (Double.isNaN(value)) {
            return putText("nan");
        }
        if (Double.isInfinite(value)) {
            return putText(value < 0 ? "-inf" : "inf");
        }
        if (value < 0 || value == 0 && 1 / value < 0) {
            buffer[length++] = '-';
        }
        double magnitude = Math.abs(value);
        long scale = 1;
        for (int decimals = 0; decimals <= MAX_DECIMALS && magnitude * scale < MANY; decimals++) {
            long unscaled = Math.round(magnitude * scale);
            // A quotient of exact numbers is rounded as the text would be, and no other text of 15 digits reads back
            // so.
            if ((double) unscaled / scale == magnitude && (decimals <= 4 || magnitude >= 1e-4)) {
                return putDecimal(unscaled, scale, decimals);
            }
            scale *= 10;
        }
        return putShortest(magnitude);
    }

    private int putDecimal(long unscaled, long scale, int decimals) {
        putDigits(-(unscaled / scale), 1);
        buffer[length++] = '.';
        putDigits(-(unscaled % scale), Math.max(decimals, 1));
        return length;
    }

    /** Lays out Java's digits, which are as few as Python's, in Python's form. */
    private int putShortest(double magnitude) {
        java.setLength(0);
        java.append(magnitude);
        int end = java.indexOf("E");
        int power = end < 0 ? 0 : Integer.parseInt(java, end + 1, java.length(), 10);
        end = end < 0 ? java.length() : end;
        int point = java.indexOf(".");
        java.deleteCharAt(point);
        int from = 0;
        int to = end - 1;
        while (from < to - 1 && java.charAt(from) == '0') {
            from++;
        }
        while (to > from + 1 && java.charAt(to - 1) == '0') {
            to--;
        }
        // The value is 0.DIGITS times ten to the power of pointAt.
        int pointAt = point - from + power;
        if (to - from == 2 && rounded(from, pointAt, magnitude)) {
            to--;
        }
        int digits = to - from;
        int exponent = pointAt - 1;
        if (exponent < -4 || exponent >= 16) {
            put(from, from + 1);
            if (digits > 1) {
                buffer[length++] = '.';
                put(from + 1, to);
            }
            buffer[length++] = 'e';
            buffer[length++] = (byte) (exponent < 0 ? '-' : '+');
            putDigits(-Math.abs((long) exponent), 2);
        } else if (pointAt <= 0) {
            buffer[length++] = '0';
            buffer[length++] = '.';
            putZeros(-pointAt);
            put(from, to);
        } else if (pointAt >= digits) {
            put(from, to);
            putZeros(pointAt - digits);
            buffer[length++] = '.';
            buffer[length++] = '0';
        } else {
            put(from, from + pointAt);
            buffer[length++] = '.';
            put(from + pointAt, to);
        }
        return length;
    }

    /** Java never writes fewer than two digits; where the first of them, rounded, is enough, it takes its place. */
    private boolean rounded(int from, int pointAt, double magnitude) {
        int digit = (java.charAt(from) - '0') + (java.charAt(from + 1) >= '5' ? 1 : 0);
        if (digit > 9 || Double.parseDouble(digit + "e" + (pointAt - 1)) != magnitude) {
            return false;
        }
        java.setCharAt(from, (char) ('0' + digit));
        return true;
    }

    private void put(int from, int to) {
        for (int i = from; i < to; i++) {
            buffer[length++] = (byte) java.charAt(i);
        }
    }

    private void putZeros(int count) {
        for (int i = 0; i < count; i++) {
            buffer[length++] = '0';
        }
    }

    private void putDigits(long negative, int minDigits) {
        int digits = minDigits;
        for (long left = negative, count = 1; left != 0; left /= 10, count++) {
            digits = (int) Math.max(digits, count);
        }
        long left = negative;
        for (int i = length + digits - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' - left % 10);
            left /= 10;
        }
        length += digits;
    }

    private int putText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return length;
    }
}
