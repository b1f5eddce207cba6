package io.millrace.format;

import io.millrace.key.Pointer;
import io.millrace.memory.OffHeap;

/** Printed row ids: {@code ^} and 26 digits of Crockford's base 32, the id's bytes from the least significant on. */
final class Pointers {
    static final int PRINTED_BYTES = 27;

    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private Pointers() {}

    /** Returns the id that the text prints, null where it prints none. */
    static Pointer parse(long address, int byteCount) {
        if (byteCount != PRINTED_BYTES || OffHeap.getByte(address) != '^') {
            return null;
        }
        long first = 0;
        long second = 0;
        for (int i = 1; i < PRINTED_BYTES; i++) {
            int digit = DIGITS.indexOf(Character.toUpperCase(OffHeap.getByte(address + i)));
            if (digit < 0) {
                return null;
            }
            if (i < PRINTED_BYTES - 1) {
                first = first << 5 | second >>> 59;
                second = second << 5 | digit;
            } else {
                // 26 digits are 130 bits: the last one gives three, and two that are zero.
                first = first << 3 | second >>> 61;
                second = second << 3 | digit >> 2;
                if ((digit & 3) != 0) {
                    return null;
                }
            }
        }
        return new Pointer(Long.reverseBytes(second), Long.reverseBytes(first));
    }

    /** Prints an id and returns the address behind it. */
    static long print(long high, long low, long to) {
        long first = Long.reverseBytes(low);
        long second = Long.reverseBytes(high);
        OffHeap.putByte(to, (byte) '^');
        for (int i = 1; i < PRINTED_BYTES; i++) {
            OffHeap.putByte(to + i, (byte) DIGITS.charAt((int) (first >>> 59)));
            first = first << 5 | second >>> 59;
            second <<= 5;
        }
        return to + PRINTED_BYTES;
    }
}
