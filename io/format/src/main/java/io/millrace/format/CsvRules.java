package io.millrace.format;

import io.millrace.memory.OffHeap;
import io.millrace.type.Type;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/** Values of CSV fields, as Pathway's {@code parse_with_type} reads them. */
final class CsvRules extends CellRules {
    private static final String[] TRUE_WORDS = {"true", "yes", "on", "1", "t", "y"};
    private static final String[] FALSE_WORDS = {"false", "no", "off", "0", "f", "n"};

    private final byte quote;
    private final byte escape;
    private final boolean hasEscape;
    private final boolean doubleQuoteEscapes;

    CsvRules(CsvSettings settings) {
        super(CellTable.TEXT);
        quote = (byte) settings.quote();
        escape = (byte) settings.escape();
        hasEscape = settings.escape() != CsvSettings.NONE;
        doubleQuoteEscapes = settings.doubleQuoteEscapes();
    }

    @Override
    boolean wordsAreNumbers() {
        return true;
    }

    @Override
    int judge(Type type, boolean hasDefault, int kind, long address, int byteCount) {
        if (kind == CellTable.MISSING) {
            return DEFAULT;
        }
        Type required = type.required();
        boolean isText = required == Type.STRING || required == Type.ANY;
        if (byteCount == 0 && hasDefault && !isText) {
            return DEFAULT;
        }
        if (type.isOptional() && !isText && required != Type.BYTES && standsForNone(required, address, byteCount)) {
            return NONE;
        }
        return READ;
    }

    private static boolean standsForNone(Type required, long address, int byteCount) {
        long from = trimStart(address, address + byteCount);
        int length = (int) (trimEnd(from, address + byteCount) - from);
        if (length == 0 || Floats.isWord(from, length, "none")) {
            return true;
        }
        // Exactly "null" is JSON's own null.
        return Floats.isWord(from, length, "null")
                && !(required == Type.JSON && byteCount == 4 && OffHeap.getInt(address) == 0x6C6C756E);
    }

    @Override
    int bool(int kind, long address, int byteCount) {
        long from = trimStart(address, address + byteCount);
        int length = (int) (trimEnd(from, address + byteCount) - from);
        for (int i = 0; i < TRUE_WORDS.length; i++) {
            if (Floats.isWord(from, length, TRUE_WORDS[i])) {
                return 1;
            }
            if (Floats.isWord(from, length, FALSE_WORDS[i])) {
                return 0;
            }
        }
        return -1;
    }

    /**
     * A cell that begins with a quote holds the field with its quotes. Behind a closing quote whatever comes stands for itself,
     * as in most readers.
     */
    @Override
    int unescape(long from, int byteCount, long to) {
        long at = from + 1;
        long end = from + byteCount;
        long out = to;
        boolean quoted = true;
        while (at < end) {
            byte next = OffHeap.getByte(at++);
            if (quoted) {
                if (hasEscape && next == escape && at < end) {
                    next = OffHeap.getByte(at++);
                } else if (next == quote) {
                    if (doubleQuoteEscapes && at < end && OffHeap.getByte(at) == quote) {
                        at++;
                    } else {
                        quoted = false;
                        continue;
                    }
                }
            }
            OffHeap.putByte(out++, next);
        }
        return (int) (out - to);
    }

    /** The text of a field that stands in an array, with its quotes. */
    String unescape(byte[] field) {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(2L * field.length + 1).address();
            OffHeap.copy(field, 0, address, field.length);
            byte[] text = new byte[unescape(address, field.length, address + field.length)];
            OffHeap.copy(address + field.length, text, 0, text.length);
            return new String(text, StandardCharsets.UTF_8);
        }
    }

    static long trimStart(long address, long end) {
        long at = address;
        while (at < end && isBlank(OffHeap.getByte(at))) {
            at++;
        }
        return at;
    }

    static long trimEnd(long address, long end) {
        long at = end;
        while (at > address && isBlank(OffHeap.getByte(at - 1))) {
            at--;
        }
        return at;
    }

    private static boolean isBlank(byte letter) {
        return letter == ' ' || letter >= '\t' && letter <= '\r';
    }
}
