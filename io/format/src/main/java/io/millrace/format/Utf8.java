package io.millrace.format;

import io.millrace.memory.OffHeap;

/** Checks that bytes are well-formed UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
    private static final long HIGHS = 0x8080808080808080L;

    private Utf8() {}

    /** Returns whether the bytes at an address are. */
    public static boolean isValid(long address, long byteCount) {
        long end = address + byteCount;
        long at = address;
        while (at < end) {
            if (at + Long.BYTES <= end && (OffHeap.getLong(at) & HIGHS) == 0) {
                at += Long.BYTES;
                continue;
            }
            int length = sequenceLength(at, end);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Bytes of the well-formed sequence at {@code at}, 0 where there is none. */
    static int sequenceLength(long at, long end) {
        int first = OffHeap.getByte(at);
        if (first >= 0) {
            return 1;
        }
        first &= 0xFF;
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > end) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((OffHeap.getByte(at + i) & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = OffHeap.getByte(at + 1) & 0xFF;
        boolean outOfRange = switch (first) {
            case 0xE0 -> second < 0xA0;
            case 0xED -> second > 0x9F;
            case 0xF0 -> second < 0x90;
            case 0xF4 -> second > 0x8F;
            default -> false;
        };
        return outOfRange ? 0 : length;
    }
}
