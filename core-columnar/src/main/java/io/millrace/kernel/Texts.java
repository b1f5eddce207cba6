package io.millrace.kernel;

import io.millrace.memory.OffHeap;
import java.util.function.IntPredicate;

/** Operations on UTF-8 texts where they lie, in bytes or in code points. Addresses are borrowed; nothing allocates. */
public final class Texts {
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Texts() {}

    public static boolean isAscii(long address, int length) {
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            if ((OffHeap.getLong(address + at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < length; at++) {
            if (OffHeap.getByte(address + at) < 0) {
                return false;
            }
        }
        return true;
    }

    public static int codePoints(long address, int length) {
        int continuations = 0;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            long word = OffHeap.getLong(address + at);
            continuations += Long.bitCount(word & HIGH_BITS & ~(word << 1));
        }
        for (; at < length; at++) {
            continuations += isContinuation(OffHeap.getByte(address + at)) ? 1 : 0;
        }
        return length - continuations;
    }

    /** Byte offset of code point {@code index}; {@code length} where there are not so many. */
    public static int offsetOf(long address, int length, long index) {
        long left = index;
        int at = 0;
        while (at < length && left > 0) {
            at = next(address, length, at);
            left--;
        }
        return at;
    }

    /** Offset of the code point behind the one at {@code at}. */
    public static int next(long address, int length, int at) {
        int to = at + 1;
        while (to < length && isContinuation(OffHeap.getByte(address + to))) {
            to++;
        }
        return to;
    }

    /** Byte offset at which the part first lies at or behind {@code from}, or −1. */
    public static int indexOf(long address, int length, long part, int partLength, int from) {
        int last = length - partLength;
        if (partLength == 0) {
            return from <= last ? from : -1;
        }
        byte first = OffHeap.getByte(part);
        for (int at = from; at <= last; at++) {
            if (OffHeap.getByte(address + at) == first && OffHeap.equal(address + at, part, partLength)) {
                return at;
            }
        }
        return -1;
    }

    /** Byte offset at which the part last lies wholly before {@code length}, at or behind {@code from}, or −1. */
    public static int lastIndexOf(long address, int length, long part, int partLength, int from) {
        for (int at = length - partLength; at >= from; at--) {
            if (OffHeap.equal(address + at, part, partLength)) {
                return at;
            }
        }
        return -1;
    }

    public static boolean startsWith(long address, int length, long prefix, int prefixLength) {
        return length >= prefixLength && OffHeap.equal(address, prefix, prefixLength);
    }

    public static boolean endsWith(long address, int length, long suffix, int suffixLength) {
        return length >= suffixLength && OffHeap.equal(address + length - suffixLength, suffix, suffixLength);
    }

    /** Copies ASCII with its capital letters made small. */
    public static void lowerAscii(long address, int length, long to) {
        for (int at = 0; at < length; at++) {
            byte it = OffHeap.getByte(address + at);
            OffHeap.putByte(to + at, (byte) (it >= 'A' & it <= 'Z' ? it | 0x20 : it));
        }
    }

    /** Copies ASCII with its small letters made capital. */
    public static void upperAscii(long address, int length, long to) {
        for (int at = 0; at < length; at++) {
            byte it = OffHeap.getByte(address + at);
            OffHeap.putByte(to + at, (byte) (it >= 'a' & it <= 'z' ? it & ~0x20 : it));
        }
    }

    /** Copies ASCII with small letters made capital and the other way round. */
    public static void swapCaseAscii(long address, int length, long to) {
        for (int at = 0; at < length; at++) {
            byte it = OffHeap.getByte(address + at);
            int letter = it & ~0x20;
            OffHeap.putByte(to + at, (byte) (letter >= 'A' & letter <= 'Z' ? it ^ 0x20 : it));
        }
    }

    /** Copies ASCII with the first letter of each run of letters made capital, the others small. */
    public static void titleAscii(long address, int length, long to) {
        boolean inWord = false;
        for (int at = 0; at < length; at++) {
            byte it = OffHeap.getByte(address + at);
            int letter = it & ~0x20;
            boolean isLetter = letter >= 'A' & letter <= 'Z';
            OffHeap.putByte(to + at, (byte) (!isLetter ? it : inWord ? it | 0x20 : letter));
            inWord = isLetter;
        }
    }

    /** Whether two texts are equal but for the case of ASCII letters. */
    public static boolean equalIgnoringCase(long left, int leftLength, long right, int rightLength) {
        if (leftLength != rightLength) {
            return false;
        }
        for (int at = 0; at < leftLength; at++) {
            byte a = OffHeap.getByte(left + at);
            byte b = OffHeap.getByte(right + at);
            int letter = a & ~0x20;
            if (a != b && !((a ^ b) == 0x20 && letter >= 'A' & letter <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    /** Copies {@code length} bytes. */
    public static void copy(long address, int length, long to) {
        OffHeap.copy(address, to, length);
    }

    /** Copies {@code length} bytes to the heap. */
    public static void copy(long address, int length, byte[] to) {
        OffHeap.copy(address, to, 0, length);
    }

    /** Copies {@code length} bytes from the heap. */
    public static void copy(byte[] from, int length, long to) {
        OffHeap.copy(from, 0, to, length);
    }

    /** Copies {@code length} bytes {@code count} times one after the other; returns the address behind them. */
    public static long repeat(long address, int length, long count, long to) {
        for (long i = 0; i < count; i++) {
            OffHeap.copy(address, to + i * length, length);
        }
        return to + count * length;
    }

    /** Writes an ASCII character {@code count} times; returns the address behind them. */
    public static long repeat(char ascii, long count, long to) {
        OffHeap.fill(to, count, (byte) ascii);
        return to + count;
    }

    /** Whether the text has these bytes. */
    public static boolean equal(long address, int length, byte[] bytes) {
        if (length != bytes.length) {
            return false;
        }
        for (int at = 0; at < length; at++) {
            if (OffHeap.getByte(address + at) != bytes[at]) {
                return false;
            }
        }
        return true;
    }

    /** Whether all code points are of a kind. */
    public static boolean all(long address, int length, IntPredicate kind) {
        for (int at = 0; at < length; at = next(address, length, at)) {
            if (!kind.test(codePointAt(address, length, at))) {
                return false;
            }
        }
        return true;
    }

    /** Copies the code points in reverse order. */
    public static void reverse(long address, int length, long to) {
        int at = 0;
        while (at < length) {
            int next = next(address, length, at);
            OffHeap.copy(address + at, to + length - next, next - at);
            at = next;
        }
    }

    /** The code point at {@code at}. */
    public static int codePointAt(long address, int length, int at) {
        int lead = OffHeap.getByte(address + at) & 0xFF;
        if (lead < 0x80) {
            return lead;
        }
        int size = next(address, length, at) - at;
        int codePoint = size == 2 ? lead & 0x1F : size == 3 ? lead & 0x0F : lead & 0x07;
        for (int i = 1; i < size; i++) {
            codePoint = codePoint << 6 | OffHeap.getByte(address + at + i) & 0x3F;
        }
        return codePoint;
    }

    /** Offset of the first byte behind the white space at the start. */
    public static int skipSpace(long address, int length) {
        int at = 0;
        while (at < length && isSpace(codePointAt(address, length, at))) {
            at = next(address, length, at);
        }
        return at;
    }

    /** Offset of the white space at the end, at least {@code from}. */
    public static int trimSpace(long address, int length, int from) {
        int end = length;
        while (end > from) {
            int start = previous(address, end);
            if (!isSpace(codePointAt(address, end, start))) {
                break;
            }
            end = start;
        }
        return end;
    }

    /** Offset of the code point that ends before {@code end}. */
    public static int previous(long address, int end) {
        int at = end - 1;
        while (at > 0 && isContinuation(OffHeap.getByte(address + at))) {
            at--;
        }
        return at;
    }

    /** White space as Python's {@code str.isspace} has it. */
    public static boolean isSpace(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint == ' ' || codePoint >= 9 && codePoint <= 13 || codePoint >= 0x1C && codePoint <= 0x1F;
        }
        return codePoint == 0x85
                || codePoint == 0xA0
                || codePoint == 0x1680
                || codePoint >= 0x2000 && codePoint <= 0x200A
                || codePoint == 0x2028
                || codePoint == 0x2029
                || codePoint == 0x202F
                || codePoint == 0x205F
                || codePoint == 0x3000;
    }

    private static boolean isContinuation(byte it) {
        return (it & 0xC0) == 0x80;
    }
}
