package io.millrace.kernel;

import io.millrace.memory.OffHeap;
import java.nio.charset.StandardCharsets;

/**
 * Reads numbers from text: {@code parse…} says whether the bytes are a number of that kind and keeps it. White space around it is
 * skipped. Allocates only for floats of more than 15 digits or great exponents. One thread.
 */
public final class NumberParser {
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final long EXACT_MANTISSA = 1L << 53;

    private long longValue;
    private double doubleValue;
    private long address;
    private int at;
    private int end;

    /** The int that was parsed last. */
    public long longValue() {
        return longValue;
    }

    /** The float that was parsed last. */
    public double doubleValue() {
        return doubleValue;
    }

    /** Parses an optional sign and decimal digits within int64. */
    public boolean parseLong(long textAddress, int length) {
        trim(textAddress, length);
        boolean isNegative = sign();
        if (at == end) {
            return false;
        }
        // Negative numbers reach one further, so the sum is kept negative.
        long sum = 0;
        for (; at < end; at++) {
            int digit = OffHeap.getByte(address + at) - '0';
            if (digit < 0 | digit > 9) {
                return false;
            }
            if (sum < Long.MIN_VALUE / 10 || sum * 10 < Long.MIN_VALUE + digit) {
                return false;
            }
            sum = sum * 10 - digit;
        }
        if (!isNegative && sum == Long.MIN_VALUE) {
            return false;
        }
        longValue = isNegative ? sum : -sum;
        return true;
    }

    /** Parses a decimal number with or without fraction and exponent, or inf, infinity or nan in any case. */
    public boolean parseDouble(long textAddress, int length) {
        trim(textAddress, length);
        int start = at;
        boolean isNegative = sign();
        long mantissa = 0;
        int digits = 0;
        int exponent = 0;
        boolean hasDigits = false;
        boolean inFraction = false;
        for (; at < end; at++) {
            int it = OffHeap.getByte(address + at);
            if (it == '.' && !inFraction) {
                inFraction = true;
                continue;
            }
            int digit = it - '0';
            if (digit < 0 | digit > 9) {
                break;
            }
            hasDigits = true;
            digits += digits > 0 | digit > 0 ? 1 : 0;
            mantissa = digits <= 18 ? mantissa * 10 + digit : mantissa;
            exponent -= inFraction ? 1 : 0;
        }
        if (!hasDigits) {
            return !inFraction && word(isNegative);
        }
        if (at < end && (OffHeap.getByte(address + at) | 0x20) == 'e') {
            at++;
            boolean isSmall = sign();
            if (at == end) {
                return false;
            }
            int power = 0;
            for (; at < end; at++) {
                int digit = OffHeap.getByte(address + at) - '0';
                if (digit < 0 | digit > 9) {
                    return false;
                }
                power = Math.min(power * 10 + digit, 100_000);
            }
            exponent += isSmall ? -power : power;
        }
        if (at < end) {
            return false;
        }
        doubleValue = digits <= 18 && mantissa < EXACT_MANTISSA && Math.abs(exponent) < POWERS_OF_TEN.length
                ? exact(isNegative ? -(double) mantissa : mantissa, exponent)
                : Double.parseDouble(text(start));
        return true;
    }

    /** Both factors are exact, so the one rounding is the right one. */
    private static double exact(double mantissa, int exponent) {
        return exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
    }

    private boolean word(boolean isNegative) {
        String rest = end - at > 8 ? "" : text(at);
        if (rest.equalsIgnoreCase("inf") || rest.equalsIgnoreCase("infinity")) {
            doubleValue = isNegative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            return true;
        }
        doubleValue = Double.NaN;
        return rest.equalsIgnoreCase("nan");
    }

    private void trim(long textAddress, int length) {
        address = textAddress;
        at = Texts.skipSpace(textAddress, length);
        end = Texts.trimSpace(textAddress, length, at);
    }

    private boolean sign() {
        if (at < end) {
            byte it = OffHeap.getByte(address + at);
            if (it == '-' || it == '+') {
                at++;
                return it == '-';
            }
        }
        return false;
    }

    private String text(int from) {
        byte[] bytes = new byte[end - from];
        OffHeap.copy(address + from, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
