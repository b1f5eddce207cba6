package io.millrace.format;

import io.millrace.memory.OffHeap;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads decimal text to the nearest double, by Lemire's "Number Parsing at a Gigabyte per Second" (2021): a 64-bit decimal
 * significand times a 128-bit power of five. What it cannot decide (19 digits and more, subnormal results) goes to the JDK.
 */
final class Floats {
    /** Bits of a NaN that no text stands for: says that the text is no number. */
    static final long NOT_A_NUMBER = 0x7FF8_0000_DEAD_BEEFL;

    private static final long ZEROES = 0x3030303030303030L;
    /** Points instead of digits, when both were combined with zeroes. */
    private static final long POINTS = 0x1E1E1E1E1E1E1E1EL;

    private static final long LOWS = 0x7F7F7F7F7F7F7F7FL;
    private static final int MAX_DIGITS = 19;
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};
    private static final int LEAST_POWER = -342;
    private static final int GREATEST_POWER = 308;
    private static final long MAX_EXACT = 1L << 53;
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** The 128 highest bits of 5^q, high word then low word, from q = {@link #LEAST_POWER} on. */
    private static final long[] POWERS_OF_FIVE = powersOfFive();

    private Floats() {}

    /**
     * Reads {@code [sign] digits [. digits] [e [sign] digits]} with a digit somewhere before the exponent, or, where {@code
     * words} says so, {@code inf}, {@code infinity} and {@code nan} in any case with a sign or without.
     *
     * @return the double's bits, or {@link #NOT_A_NUMBER}
     */
    static long bits(long address, int byteCount, boolean words) {
        long at = address;
        long end = address + byteCount;
        boolean negative = false;
        if (at < end) {
            int sign = OffHeap.getByte(at);
            negative = sign == '-';
            if (negative || sign == '+') {
                at++;
            }
        }
        if (end - at <= Long.BYTES && end > at) {
            long bits = inOneWord(at, (int) (end - at));
            if (bits != NOT_A_NUMBER) {
                return negative ? bits | Long.MIN_VALUE : bits;
            }
        }
        long significand = 0;
        long firstDigit = at;
        int taken;
        do {
            long word = OffHeap.getLong(at) ^ ZEROES;
            taken = Math.min(digitsIn(word), (int) (end - at));
            if (taken > 0) {
                significand = significand * POWERS_OF_TEN[taken] + Numbers.valueOf(word, taken);
                at += taken;
            }
        } while (taken == 8);
        int digitCount = (int) (at - firstDigit);
        int exponent = 0;
        if (at < end && OffHeap.getByte(at) == '.') {
            long firstDecimal = ++at;
            do {
                long word = OffHeap.getLong(at) ^ ZEROES;
                taken = Math.min(digitsIn(word), (int) (end - at));
                if (taken > 0) {
                    significand = significand * POWERS_OF_TEN[taken] + Numbers.valueOf(word, taken);
                    at += taken;
                }
            } while (taken == 8);
            exponent = (int) (firstDecimal - at);
            digitCount -= exponent;
        }
        if (digitCount == 0) {
            return words ? word(at, end, negative) : NOT_A_NUMBER;
        }
        if (at < end) {
            if ((OffHeap.getByte(at) | 0x20) != 'e') {
                return NOT_A_NUMBER;
            }
            int written = exponent(at + 1, end);
            if (written == Integer.MIN_VALUE) {
                return NOT_A_NUMBER;
            }
            exponent += written;
        }
        boolean fits = digitCount <= MAX_DIGITS || digitCount - leadingZeroes(firstDigit, end) <= MAX_DIGITS;
        long result = fits ? nearest(significand, exponent) : NOT_A_NUMBER;
        if (result == NOT_A_NUMBER) {
            byte[] text = new byte[byteCount];
            OffHeap.copy(address, text, 0, byteCount);
            return Double.doubleToRawLongBits(Double.parseDouble(new String(text, StandardCharsets.ISO_8859_1)));
        }
        return negative ? result | Long.MIN_VALUE : result;
    }

    /** Reads up to eight bytes of digits with a point among them or not; {@link #NOT_A_NUMBER} for anything else. */
    private static long inOneWord(long address, int byteCount) {
        long word = (OffHeap.getLong(address) ^ ZEROES) << 64 - (byteCount << 3);
        long fromPoint = word ^ POINTS;
        long point = ~((fromPoint & LOWS) + LOWS | fromPoint | LOWS);
        if (point == 0) {
            return Numbers.others(word) != 0
                    ? NOT_A_NUMBER
                    : Double.doubleToRawLongBits(Numbers.valueOf(word, Long.BYTES));
        }
        // Takes the first point out and closes the gap. A second one is no digit.
        int shift = Long.numberOfTrailingZeros(point) - 7;
        long digits = (word & (1L << shift) - 1) << 8 | word & -1L << shift << 8;
        if (Numbers.others(digits) != 0 || byteCount == 1) {
            return NOT_A_NUMBER;
        }
        return Double.doubleToRawLongBits(Numbers.valueOf(digits, Long.BYTES) / EXACT_POWERS[56 - shift >>> 3]);
    }

    private static int digitsIn(long word) {
        return Long.numberOfTrailingZeros(Numbers.others(word)) >>> 3;
    }

    /** Zeroes before the first other digit, whatever the point's place. */
    private static int leadingZeroes(long firstDigit, long end) {
        int count = 0;
        for (long at = firstDigit; at < end; at++) {
            byte letter = OffHeap.getByte(at);
            if (letter == '0') {
                count++;
            } else if (letter != '.') {
                break;
            }
        }
        return count;
    }

    static boolean isInfinite(long bits) {
        return (bits & Long.MAX_VALUE) == 0x7FF0_0000_0000_0000L;
    }

    /** A sign and digits up to the end; absurd exponents saturate. {@code MIN_VALUE} where it is something else. */
    private static int exponent(long address, long end) {
        long at = address;
        boolean negative = false;
        if (at < end) {
            int sign = OffHeap.getByte(at);
            negative = sign == '-';
            if (negative || sign == '+') {
                at++;
            }
        }
        if (at == end) {
            return Integer.MIN_VALUE;
        }
        int value = 0;
        for (; at < end; at++) {
            int digit = OffHeap.getByte(at) - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE;
            }
            value = Math.min(value * 10 + digit, 99_999_999);
        }
        return negative ? -value : value;
    }

    private static long word(long at, long end, boolean negative) {
        int length = (int) (end - at);
        if (isWord(at, length, "nan")) {
            return Double.doubleToRawLongBits(Double.NaN);
        }
        if (isWord(at, length, "inf") || isWord(at, length, "infinity")) {
            return Double.doubleToRawLongBits(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return NOT_A_NUMBER;
    }

    /** Whether the text is {@code word}, which is in lower case, in any case. */
    static boolean isWord(long address, int byteCount, String word) {
        if (byteCount != word.length()) {
            return false;
        }
        for (int i = 0; i < byteCount; i++) {
            int letter = OffHeap.getByte(address + i);
            if ((letter >= 'A' && letter <= 'Z' ? letter | 0x20 : letter) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Bits of the double nearest to {@code significand × 10^exponent}, or {@link #NOT_A_NUMBER} where this cannot tell. */
    private static long nearest(long significand, int exponent) {
        if (significand == 0) {
            return 0;
        }
        if (significand >= 0 && significand <= MAX_EXACT && exponent >= -22 && exponent <= 22) {
            double exact = significand;
            return Double.doubleToRawLongBits(
                    exponent < 0 ? exact / EXACT_POWERS[-exponent] : exact * EXACT_POWERS[exponent]);
        }
        if (exponent < LEAST_POWER || exponent > GREATEST_POWER) {
            return NOT_A_NUMBER;
        }
        int leadingZeroes = Long.numberOfLeadingZeros(significand);
        long normal = significand << leadingZeroes;
        int power = exponent - LEAST_POWER << 1;
        long high = Math.unsignedMultiplyHigh(normal, POWERS_OF_FIVE[power]);
        long low = normal * POWERS_OF_FIVE[power];
        if ((high & 0x1FF) == 0x1FF) {
            long carried = Math.unsignedMultiplyHigh(normal, POWERS_OF_FIVE[power + 1]);
            low += carried;
            if (Long.compareUnsigned(low, carried) < 0) {
                high++;
            }
        }
        if (low == -1L && (exponent < -27 || exponent > 55)) {
            return NOT_A_NUMBER;
        }
        int upper = (int) (high >>> 63);
        int shift = upper + 9;
        long mantissa = high >>> shift;
        int binaryExponent = (217_706 * exponent >> 16) + 63 + upper - leadingZeroes + 1023;
        if (binaryExponent <= 0) {
            return NOT_A_NUMBER;
        }
        boolean halfway = low == 0 || low == 1;
        if (halfway && exponent >= -4 && exponent <= 23 && (mantissa & 3) == 1 && mantissa << shift == high) {
            mantissa &= ~1L;
        }
        mantissa = mantissa + (mantissa & 1) >>> 1;
        if (mantissa >= 1L << 53) {
            mantissa = 1L << 52;
            binaryExponent++;
        }
        if (binaryExponent >= 2047) {
            return NOT_A_NUMBER;
        }
        return mantissa & ~(1L << 52) | (long) binaryExponent << 52;
    }

    private static long[] powersOfFive() {
        long[] words = new long[(GREATEST_POWER - LEAST_POWER + 1) * 2];
        BigInteger five = BigInteger.valueOf(5);
        BigInteger power = BigInteger.ONE;
        for (int q = 0; q <= -LEAST_POWER; q++, power = power.multiply(five)) {
            if (q <= GREATEST_POWER) {
                put(words, q, power.shiftLeft(128).shiftRight(power.bitLength()));
            }
            if (q > 0) {
                // The reciprocal, rounded up, so that the error of the product has one sign.
                int bits = power.subtract(BigInteger.ONE).bitLength();
                int scale = q <= 27 ? bits + 127 : 2 * bits + 128;
                BigInteger reciprocal =
                        BigInteger.ONE.shiftLeft(scale).divide(power).add(BigInteger.ONE);
                put(words, -q, reciprocal.shiftRight(Math.max(0, reciprocal.bitLength() - 128)));
            }
        }
        return words;
    }

    private static void put(long[] words, int power, BigInteger value) {
        words[power - LEAST_POWER << 1] = value.shiftRight(64).longValue();
        words[(power - LEAST_POWER << 1) + 1] = value.longValue();
    }
}
