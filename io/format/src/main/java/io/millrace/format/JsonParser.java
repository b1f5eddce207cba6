package io.millrace.format;

import io.millrace.memory.OffHeap;
import java.lang.foreign.Arena;

/**
 * Reads JSON values strictly (RFC 8259), puts those that a column wants into the {@link CellTable}, and skips the rest. Every
 * method takes the address of a value's first byte and returns the address behind the value, or −1 where it is malformed; then
 * {@link #problem} says what is wrong.
 */
final class JsonParser {
    /** Containers inside containers that a record may have. */
    static final int MAX_DEPTH = 127;

    private static final int TRUE_WORD = 0x65757274;
    private static final int NULL_WORD = 0x6C6C756E;
    private static final int ALSE_WORD = 0x65736C61;

    private final CellTable table;
    private long end;
    private int row;
    private String problem;

    JsonParser(CellTable table) {
        this.table = table;
    }

    /** Sets where the bytes end and which row cells are for. */
    void limit(long newEnd, int newRow) {
        end = newEnd;
        row = newRow;
    }

    String problem() {
        return problem;
    }

    /** Reads a whole record, blanks around it included, and notes its fields in {@code shape}. */
    long record(long address, JsonNode root, JsonShape shape) {
        long at = skipBlanks(address);
        if (at >= end || OffHeap.getByte(at) != '{') {
            return fail("a record must be a JSON object");
        }
        if (root.target >= 0) {
            // A column of the whole record: the pointer "".
            long behind = value(at, null, 0);
            if (behind < 0) {
                return -1;
            }
            put(root, at, behind, CellTable.NESTED);
        }
        shape.start(address);
        at = object(at, root, 1, shape);
        if (at < 0) {
            return -1;
        }
        shape.end(at);
        at = skipBlanks(at);
        return at == end ? at : fail("something stands behind the record");
    }

    /** Reads one value. */
    long value(long address, JsonNode node, int depth) {
        if (address >= end) {
            return fail("a value is missing at the end");
        }
        byte first = OffHeap.getByte(address);
        return switch (first) {
            case '"' -> string(address, node);
            case '{' -> container(address, node, depth, true);
            case '[' -> container(address, node, depth, false);
            case 't' -> literal(address, 4, OffHeap.getInt(address) == TRUE_WORD, node, CellTable.TRUE);
            case 'n' -> literal(address, 4, OffHeap.getInt(address) == NULL_WORD, node, CellTable.NULL);
            case 'f' -> literal(address, 5, OffHeap.getInt(address + 1) == ALSE_WORD, node, CellTable.FALSE);
            default -> number(address, node);
        };
    }

    private long string(long address, JsonNode node) {
        long found = JsonStrings.end(address + 1, end);
        if (found < 0) {
            return fail("a string is malformed or does not end");
        }
        long quote = found >> 1;
        put(node, address + 1, quote, (found & 1) == 0 ? CellTable.TEXT : CellTable.ESCAPED);
        return quote + 1;
    }

    private long literal(long address, int length, boolean matches, JsonNode node, int kind) {
        if (!matches || address + length > end) {
            return fail("an unknown word stands for a value");
        }
        put(node, address, address + length, kind);
        return address + length;
    }

    private long number(long address, JsonNode node) {
        long behind = numberEnd(address, end);
        if (behind < 0) {
            return fail("a number is malformed");
        }
        put(node, address, behind, CellTable.NUMBER);
        return behind;
    }

    private long container(long address, JsonNode node, int depth, boolean isObject) {
        if (depth >= MAX_DEPTH) {
            return fail("values are nested deeper than " + MAX_DEPTH);
        }
        long behind = isObject ? object(address, node, depth + 1, null) : array(address, node, depth + 1);
        if (behind >= 0) {
            put(node, address, behind, CellTable.NESTED);
        }
        return behind;
    }

    private long object(long address, JsonNode node, int depth, JsonShape shape) {
        long at = skipBlanks(address + 1);
        if (at < end && OffHeap.getByte(at) == '}') {
            return at + 1;
        }
        while (true) {
            if (at >= end || OffHeap.getByte(at) != '"') {
                return fail("a field's name is missing");
            }
            long found = JsonStrings.end(at + 1, end);
            if (found < 0) {
                return fail("a field's name is malformed");
            }
            long quote = found >> 1;
            JsonNode child = node == null || !node.hasChildren() ? null : child(node, at + 1, quote, (found & 1) != 0);
            at = skipBlanks(quote + 1);
            if (at >= end || OffHeap.getByte(at) != ':') {
                return fail("a field has no ':' behind its name");
            }
            long start = skipBlanks(at + 1);
            if (child != null) {
                child.clear(table.cells, row);
            }
            at = value(start, child, depth);
            if (at < 0) {
                return -1;
            }
            if (shape != null) {
                shape.field(start, at, child);
            }
            at = skipBlanks(at);
            byte next = at < end ? OffHeap.getByte(at) : 0;
            if (next == '}') {
                return at + 1;
            }
            if (next != ',') {
                return fail("',' or '}' is missing behind a field");
            }
            at = skipBlanks(at + 1);
        }
    }

    private static JsonNode child(JsonNode node, long from, long to, boolean escaped) {
        int length = (int) (to - from);
        if (!escaped) {
            return node.child(from, length);
        }
        try (Arena arena = Arena.ofConfined()) {
            long resolved = arena.allocate(length).address();
            return node.child(resolved, JsonStrings.unescape(from, length, resolved));
        }
    }

    private long array(long address, JsonNode node, int depth) {
        long at = skipBlanks(address + 1);
        if (at < end && OffHeap.getByte(at) == ']') {
            return at + 1;
        }
        for (int index = 0; ; index++) {
            JsonNode child = node == null || !node.hasChildren() ? null : node.child(index);
            at = value(at, child, depth);
            if (at < 0) {
                return -1;
            }
            at = skipBlanks(at);
            byte next = at < end ? OffHeap.getByte(at) : 0;
            if (next == ']') {
                return at + 1;
            }
            if (next != ',') {
                return fail("',' or ']' is missing behind an element");
            }
            at = skipBlanks(at + 1);
        }
    }

    private void put(JsonNode node, long from, long to, int kind) {
        if (node != null && node.target >= 0) {
            table.cells[node.target + row] = CellTable.cell((int) (from - table.base), (int) (to - from), kind);
        }
    }

    private long fail(String what) {
        problem = what;
        return -1;
    }

    long skipBlanks(long address) {
        long at = address;
        while (at < end && isBlank(OffHeap.getByte(at))) {
            at++;
        }
        return at;
    }

    static boolean isBlank(byte letter) {
        return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
    }

    /** Returns the address behind the number that begins at {@code address}, or −1. */
    static long numberEnd(long address, long end) {
        long first = OffHeap.getByte(address) == '-' ? address + 1 : address;
        long at = Numbers.digitsEnd(first, end);
        if (at == first || at - first > 1 && OffHeap.getByte(first) == '0') {
            return -1;
        }
        if (at < end && OffHeap.getByte(at) == '.') {
            long decimals = at + 1;
            at = Numbers.digitsEnd(decimals, end);
            if (at == decimals) {
                return -1;
            }
        }
        if (at < end && (OffHeap.getByte(at) | 0x20) == 'e') {
            long exponent = at + 1;
            if (exponent < end && (OffHeap.getByte(exponent) == '+' || OffHeap.getByte(exponent) == '-')) {
                exponent++;
            }
            at = Numbers.digitsEnd(exponent, end);
            if (at == exponent) {
                return -1;
            }
        }
        return at;
    }
}
