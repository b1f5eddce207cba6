package io.millrace.format;

import io.millrace.memory.OffHeap;

/** Integers from text, eight digits at a time. */
final class Numbers {
    /** Says that text is no integer that the fast path can read; the slow path decides. */
    static final long NOT_FAST = Long.MIN_VALUE;

    private static final long ZEROES = 0x3030303030303030L;
    private static final long HIGH_NIBBLES = 0xF0F0F0F0F0F0F0F0L;

    private Numbers() {}

    /**
     * Reads digits, perhaps behind a minus, of which there are at most 18.
     *
     * @return the number, or {@link #NOT_FAST}
     */
    static long int64(long address, int byteCount) {
        if (OffHeap.getByte(address) == '-' && byteCount > 1) {
            long value = digits(address + 1, byteCount - 1);
            return value < 0 ? NOT_FAST : -value;
        }
        long value = digits(address, byteCount);
        return value < 0 ? NOT_FAST : value;
    }

    /** Reads 1 to 18 digits; −1 where the text is something else. */
    static long digits(long address, int byteCount) {
        if (byteCount <= 8) {
            return byteCount <= 0 ? -1 : upTo8(address, byteCount);
        }
        if (byteCount > 18) {
            return -1;
        }
        int head = byteCount - 8;
        if (head <= 8) {
            long high = upTo8(address, head);
            long low = upTo8(address + head, 8);
            return high < 0 || low < 0 ? -1 : high * 100_000_000 + low;
        }
        long high = upTo8(address, head - 8);
        long middle = upTo8(address + head - 8, 8);
        long low = upTo8(address + head, 8);
        return high < 0 || middle < 0 || low < 0 ? -1 : (high * 100_000_000 + middle) * 100_000_000 + low;
    }

    /** Reads 1 to 8 digits, with leading zeroes put before them so that there are always eight; −1 for anything else. */
    private static long upTo8(long address, int byteCount) {
        int shift = 64 - (byteCount << 3);
        long word = OffHeap.getLong(address) << shift | ZEROES & (1L << shift) - 1;
        // Digits are 0x30 to 0x39: adding 6 must leave the high nibble at 3.
        if ((word & HIGH_NIBBLES | (word + 0x0606060606060606L & HIGH_NIBBLES) >>> 4) != 0x3333333333333333L) {
            return -1;
        }
        word = (word & 0x0F0F0F0F0F0F0F0FL) * 2561 >>> 8;
        word = (word & 0x00FF00FF00FF00FFL) * 6553601 >>> 16;
        return (word & 0x0000FFFF0000FFFFL) * 42949672960001L >>> 32;
    }

    /** Digits that stand at {@code address} before anything else and before {@code end}. */
    static int digitCount(long address, long end) {
        return (int) (digitsEnd(address, end) - address);
    }

    /** Returns the address of the first byte that is no digit, {@code end} where there is none. */
    static long digitsEnd(long address, long end) {
        for (long at = address; at < end; at += Long.BYTES) {
            long others = others(OffHeap.getLong(at) ^ ZEROES);
            if (others != 0) {
                return Math.min(at + (Long.numberOfTrailingZeros(others) >>> 3), end);
            }
        }
        return Math.max(address, end);
    }

    /**
     * The high bit of bytes that were no digits before {@code word} was combined with zeroes, exact up to the first of them:
     * adding 0x76 takes 10 and more to the high bit, and carries only spoil what comes behind.
     */
    static long others(long word) {
        return (word + 0x7676767676767676L | word) & 0x8080808080808080L;
    }

    /** The value of the {@code count} first bytes, 1 to 8, of a word of digits that was combined with zeroes. */
    static long valueOf(long word, int count) {
        long digits = word << 64 - (count << 3);
        digits = digits * 2561 >>> 8;
        digits = (digits & 0x00FF00FF00FF00FFL) * 6553601 >>> 16;
        return (digits & 0x0000FFFF0000FFFFL) * 42949672960001L >>> 32;
    }

    /**
     * Reads any int64 in decimal, with a sign or without.
     *
     * @return the number; {@link #NOT_FAST} also where the text is no int64, unless {@link #isLeastInt64} says that it is meant
     */
    static long anyInt64(long address, int byteCount) {
        int sign = byteCount == 0 ? 0 : OffHeap.getByte(address);
        int at = sign == '-' || sign == '+' ? 1 : 0;
        if (at == byteCount) {
            return NOT_FAST;
        }
        long negative = 0;
        for (; at < byteCount; at++) {
            int digit = OffHeap.getByte(address + at) - '0';
            if (digit < 0 || digit > 9 || negative < Long.MIN_VALUE / 10) {
                return NOT_FAST;
            }
            negative *= 10;
            if (negative < Long.MIN_VALUE + digit) {
                return NOT_FAST;
            }
            negative -= digit;
        }
        if (sign == '-') {
            return negative;
        }
        return negative == Long.MIN_VALUE ? NOT_FAST : -negative;
    }

    /** Whether {@link #anyInt64} gave {@link #NOT_FAST} because that is the number. */
    static boolean isLeastInt64(long address, int byteCount) {
        if (byteCount < 20 || OffHeap.getByte(address) != '-') {
            return false;
        }
        int first = 1;
        while (first < byteCount - 19 && OffHeap.getByte(address + first) == '0') {
            first++;
        }
        return byteCount - first == 19
                && digits(address + first, 10) == 9223372036L
                && digits(address + first + 10, 9) == 854775808L;
    }
}
