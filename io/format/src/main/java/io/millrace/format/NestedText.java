package io.millrace.format;

import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import io.millrace.type.Type;
import io.millrace.value.EncodedValues;
import io.millrace.value.ValueCodec;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes a nested value in the canonical encoding (see {@link NestedValues}) as JSON. Off the hot path. */
final class NestedText {
    private final CellText text = new CellText();
    private long at;

    byte[] json(Column column, int row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        at = column.bytesAddress(row);
        try (Arena arena = Arena.ofConfined()) {
            value(out, arena.allocate(CellText.FIXED_BYTES).address());
        }
        return out.toByteArray();
    }

    private void value(ByteArrayOutputStream out, long scratch) {
        int kind = OffHeap.getByte(at++);
        switch (kind) {
            case 0 -> put(out, "null");
            case 1 -> put(out, OffHeap.getByte(at++) == 0 ? "false" : "true");
            case 2, 11 -> {
                copy(out, scratch, CellText.putLong(word(), scratch));
            }
            case 3 -> number(out, Double.longBitsToDouble(word()), scratch);
            case 4 -> {
                long low = word();
                put(out, "\"");
                copy(out, scratch, Pointers.print(word(), low, scratch));
                put(out, "\"");
            }
            case 5 -> string(out);
            case 6 -> {
                long count = word();
                for (long i = 0; i < count; i++) {
                    put(out, i == 0 ? "[" : ",");
                    value(out, scratch);
                }
                put(out, count == 0 ? "[]" : "]");
            }
            case 7, 8 -> tensor(out, kind == 8, scratch);
            case 9, 10 -> {
                put(out, "\"");
                copy(out, scratch, CellText.putDateTime(word(), kind == 10, scratch));
                put(out, "\"");
            }
            case 12 -> {
                put(out, "\"");
                out.writeBytes(Base64.getEncoder().encode(bytes()));
                put(out, "\"");
            }
            case 13 -> out.writeBytes(bytes());
            default -> other(out);
        }
    }

    /** A date, UUID or decimal as its text, an object as base64. */
    private void other(ByteArrayOutputStream out) {
        long start = at - 1;
        Object value = ValueCodec.decode(Type.ANY, start);
        put(out, "\"");
        put(out, value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString());
        put(out, "\"");
        at = start + EncodedValues.byteCount(start);
    }

    private void number(ByteArrayOutputStream out, double value, long scratch) {
        if (Double.isFinite(value)) {
            copy(out, scratch, text.putDouble(value, scratch));
        } else {
            put(out, "null");
        }
    }

    private void string(ByteArrayOutputStream out) {
        long length = word();
        try (Arena arena = Arena.ofConfined()) {
            long to = arena.allocate(6 * length + 1).address();
            put(out, "\"");
            copy(out, to, JsonStrings.escape(at, length, to));
            put(out, "\"");
        }
        at += length;
    }

    private void tensor(ByteArrayOutputStream out, boolean floats, long scratch) {
        long dimensions = word();
        long elements = 1;
        put(out, "{\"shape\":[");
        for (long i = 0; i < dimensions; i++) {
            long length = word();
            elements *= length;
            put(out, (i == 0 ? "" : ",") + length);
        }
        put(out, "],\"elements\":[");
        for (long i = 0; i < elements; i++) {
            put(out, i == 0 ? "" : ",");
            if (floats) {
                number(out, Double.longBitsToDouble(word()), scratch);
            } else {
                copy(out, scratch, CellText.putLong(word(), scratch));
            }
        }
        put(out, "]}");
    }

    private long word() {
        long word = OffHeap.getLong(at);
        at += Long.BYTES;
        return word;
    }

    private byte[] bytes() {
        byte[] bytes = new byte[(int) word()];
        OffHeap.copy(at, bytes, 0, bytes.length);
        at += bytes.length;
        return bytes;
    }

    private static void put(ByteArrayOutputStream out, String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static void copy(ByteArrayOutputStream out, long from, long to) {
        byte[] bytes = new byte[(int) (to - from)];
        OffHeap.copy(from, bytes, 0, bytes.length);
        out.writeBytes(bytes);
    }
}
