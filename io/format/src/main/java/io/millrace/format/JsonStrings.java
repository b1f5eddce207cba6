package io.millrace.format;

import io.millrace.memory.OffHeap;

/** The insides of JSON strings: checked, resolved, and written. */
final class JsonStrings {
    private JsonStrings() {}

    /**
     * Finds the quote that ends the string whose inside begins at {@code address}.
     *
     * @return twice the quote's address, and 1 more when the inside has escapes; −1 where it is not well-formed: control
     *     characters, unknown escapes, surrogates that stand alone, bad UTF-8, no end
     */
    static long end(long address, long end) {
        long at = address;
        int escaped = 0;
        while (true) {
            at = WordScan.plainEnd(at, end);
            if (at >= end) {
                return -1;
            }
            byte stop = OffHeap.getByte(at);
            if (stop == '"') {
                return at << 1 | escaped;
            }
            int length = stop == '\\' ? escapeLength(at, end) : stop < 0 ? Utf8.sequenceLength(at, end) : 0;
            if (length == 0) {
                return -1;
            }
            escaped |= stop == '\\' ? 1 : 0;
            at += length;
            // Text in another script than ASCII comes in runs.
            while (at < end && OffHeap.getByte(at) < 0) {
                length = Utf8.sequenceLength(at, end);
                if (length == 0) {
                    return -1;
                }
                at += length;
            }
        }
    }

    /** Bytes of the escape that begins at a backslash; 0 where it is none. */
    private static int escapeLength(long at, long end) {
        if (at + 1 >= end) {
            return 0;
        }
        return switch (OffHeap.getByte(at + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
            case 'u' -> {
                int unit = codeUnit(at, end);
                if (unit < 0 || unit >= 0xDC00 && unit <= 0xDFFF) {
                    yield 0;
                }
                if (unit < 0xD800 || unit > 0xDBFF) {
                    yield 6;
                }
                int second = at + 6 < end && OffHeap.getByte(at + 6) == '\\' ? codeUnit(at + 6, end) : -1;
                yield second >= 0xDC00 && second <= 0xDFFF ? 12 : 0;
            }
            default -> 0;
        };
    }

    /** The UTF-16 unit that an escape of six characters stands for; −1 where it is none. */
    private static int codeUnit(long at, long end) {
        if (at + 6 > end || OffHeap.getByte(at + 1) != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = 2; i < 6; i++) {
            int digit = Character.digit(OffHeap.getByte(at + i) & 0xFF, 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /** Resolves the escapes of a well-formed inside and returns how many bytes were written: never more than there were. */
    static int unescape(long from, int byteCount, long to) {
        return (int) (rewrite(from, from + byteCount, to, false) - to);
    }

    /**
     * Copies a well-formed inside and resolves its escapes, all of them or, where {@code keepsNeeded} says so, those that JSON
     * can do without.
     *
     * @return the address behind what was written: never more bytes than there were
     */
    static long rewrite(long from, long end, long to, boolean keepsNeeded) {
        long at = from;
        long out = to;
        while (at < end) {
            byte next = OffHeap.getByte(at);
            if (next != '\\') {
                OffHeap.putByte(out++, next);
                at++;
                continue;
            }
            byte letter = OffHeap.getByte(at + 1);
            int point = letter == 'u' ? codeUnit(at, end) : simple(letter);
            at += letter == 'u' ? 6 : 2;
            if (point >= 0xD800 && point <= 0xDBFF) {
                point = Character.toCodePoint((char) point, (char) codeUnit(at, end));
                at += 6;
            }
            out = keepsNeeded && (point < ' ' || point == '"' || point == '\\')
                    ? putEscape(point, out)
                    : putCodePoint(point, out);
        }
        return out;
    }

    private static int simple(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    private static long putCodePoint(int point, long to) {
        if (point < 0x80) {
            OffHeap.putByte(to, (byte) point);
            return to + 1;
        }
        if (point < 0x800) {
            OffHeap.putByte(to, (byte) (0xC0 | point >>> 6));
            OffHeap.putByte(to + 1, (byte) (0x80 | point & 0x3F));
            return to + 2;
        }
        if (point < 0x10000) {
            OffHeap.putByte(to, (byte) (0xE0 | point >>> 12));
            OffHeap.putByte(to + 1, (byte) (0x80 | point >>> 6 & 0x3F));
            OffHeap.putByte(to + 2, (byte) (0x80 | point & 0x3F));
            return to + 3;
        }
        OffHeap.putByte(to, (byte) (0xF0 | point >>> 18));
        OffHeap.putByte(to + 1, (byte) (0x80 | point >>> 12 & 0x3F));
        OffHeap.putByte(to + 2, (byte) (0x80 | point >>> 6 & 0x3F));
        OffHeap.putByte(to + 3, (byte) (0x80 | point & 0x3F));
        return to + 4;
    }

    /**
     * Writes text as the inside of a JSON string, with the shortest escapes and everything else as it is. There must be room for
     * six times as many bytes.
     *
     * @return the address behind what was written
     */
    static long escape(long from, long byteCount, long to) {
        long end = from + byteCount;
        long out = to;
        for (long at = from; at < end; at++) {
            byte next = OffHeap.getByte(at);
            if (next != '"' && next != '\\' && (next >= ' ' || next < 0)) {
                OffHeap.putByte(out++, next);
                continue;
            }
            out = putEscape(next, out);
        }
        return out;
    }

    private static long putEscape(int letter, long to) {
        int code = switch (letter) {
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '"', '\\' -> letter;
            default -> 'u';
        };
        OffHeap.putByte(to, (byte) '\\');
        OffHeap.putByte(to + 1, (byte) code);
        if (code != 'u') {
            return to + 2;
        }
        OffHeap.putByte(to + 2, (byte) '0');
        OffHeap.putByte(to + 3, (byte) '0');
        OffHeap.putByte(to + 4, (byte) Character.forDigit(letter >>> 4, 16));
        OffHeap.putByte(to + 5, (byte) Character.forDigit(letter & 15, 16));
        return to + 6;
    }
}
