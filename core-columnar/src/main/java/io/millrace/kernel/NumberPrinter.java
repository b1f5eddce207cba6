package io.millrace.kernel;

import java.nio.charset.StandardCharsets;

/**
 * Writes numbers as Python prints them into a buffer of its own: the methods return how many bytes of {@link #buffer} they filled.
 * A float is the shortest text that reads back as it, always with a point, an exponent or a name. Allocates only for floats
 * of more than 15 digits or 6 decimals. One thread.
 */
public final class NumberPrinter {
    private static final int BUFFER_BYTES = 40;
    private static final long MANY = 1_000_000_000_000_000L;
    private static final int MAX_DECIMALS = 6;

    private final byte[] buffer = new byte[BUFFER_BYTES];
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
        return putShortest(Double.toString(magnitude));
    }

    /** Writes {@code value} with at least {@code digits} digits. */
    public int printPadded(long value, int digits) {
        length = 0;
        putDigits(-value, digits);
        return length;
    }

    private int putDecimal(long unscaled, long scale, int decimals) {
        putDigits(-(unscaled / scale), 1);
        buffer[length++] = '.';
        putDigits(-(unscaled % scale), Math.max(decimals, 1));
        return length;
    }

    /** Lays out Java's digits, which are as few as Python's, in Python's form. */
    private int putShortest(String java) {
        int e = java.indexOf('E');
        String plain = e < 0 ? java : java.substring(0, e);
        int point = plain.indexOf('.');
        String digits = plain.substring(0, point) + plain.substring(point + 1);
        int leading = 0;
        while (leading < digits.length() - 1 && digits.charAt(leading) == '0') {
            leading++;
        }
        int trailing = digits.length();
        while (trailing > leading + 1 && digits.charAt(trailing - 1) == '0') {
            trailing--;
        }
        // The value is 0.DIGITS times ten to the power of pointAt.
        int pointAt = point - leading + (e < 0 ? 0 : Integer.parseInt(java.substring(e + 1)));
        digits = digits.substring(leading, trailing);
        int exponent = pointAt - 1;
        if (digits.length() == 2) {
            // Java never writes fewer than two digits, where one of the least floats needs only one.
            String rounded = String.valueOf((Integer.parseInt(digits) + 5) / 10);
            if (rounded.length() == 1 && Double.parseDouble(rounded + "e" + exponent) == Double.parseDouble(java)) {
                digits = rounded;
            }
        }
        if (exponent < -4 || exponent >= 16) {
            putText(digits.substring(0, 1));
            if (digits.length() > 1) {
                putText(".");
                putText(digits.substring(1));
            }
            putText(exponent < 0 ? "e-" : "e+");
            putDigits(-Math.abs((long) exponent), 2);
        } else if (pointAt <= 0) {
            putText("0.");
            putText("0".repeat(-pointAt));
            putText(digits);
        } else if (pointAt >= digits.length()) {
            putText(digits);
            putText("0".repeat(pointAt - digits.length()));
            putText(".0");
        } else {
            putText(digits.substring(0, pointAt));
            putText(".");
            putText(digits.substring(pointAt));
        }
        return length;
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
