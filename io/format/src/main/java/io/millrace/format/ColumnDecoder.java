package io.millrace.format;

import io.millrace.column.ColumnBuilder;
import io.millrace.memory.OffHeap;
import io.millrace.port.DataError;
import io.millrace.type.Field;
import io.millrace.type.Type;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/**
 * Reads the cells of one column out of a {@link CellTable} into a {@link ColumnBuilder}. A subclass has one loop over plain
 * values; whatever else a cell may be goes through {@link #judgeCell}.
 */
abstract class ColumnDecoder {
    private static final int SHOWN_BYTES = 60;

    final Field field;
    final Type type;
    final CellRules rules;
    /** Offset of the column's cells. */
    final int offset;

    /** Whether text is wanted with its escapes, as it stands in the input. */
    private final boolean keepsEscapes;

    private DecodeErrors errors = DecodeErrors.IGNORED;
    private long baseOffset;

    ColumnDecoder(Field field, int column, CellRules rules) {
        this.field = field;
        this.type = field.type();
        this.rules = rules;
        this.offset = column * CellTable.STRIDE;
        this.keepsEscapes = type.required() == Type.JSON && rules.numberKind == CellTable.NUMBER;
    }

    /** Returns the decoder for a column's type. */
    static ColumnDecoder of(Field field, int column, CellRules rules) {
        Type required = field.type().required();
        if (required == Type.STRING) {
            return new TextDecoder(field, column, rules);
        }
        return switch (required.lane()) {
            case I64, F64 -> new WordDecoder(field, column, rules);
            case BIT, I128, BYTES -> new GeneralDecoder(field, column, rules);
        };
    }

    /** Appends a cell for every row of the table. */
    final void decode(CellTable table, ColumnBuilder into, DecodeErrors newErrors, long newBaseOffset) {
        errors = newErrors;
        baseOffset = newBaseOffset;
        append(table, into);
    }

    abstract void append(CellTable table, ColumnBuilder into);

    /** Takes a cell that is to be read as the column's type, as text at an address; false where it is not of that type. */
    abstract boolean read(ColumnBuilder into, int kind, long address, int byteCount);

    abstract void putNone(ColumnBuilder into);

    abstract void putDefault(ColumnBuilder into);

    abstract void putError(ColumnBuilder into);

    /** Decides about a cell off the fast path and puts one cell in any case. */
    final void judgeCell(CellTable table, int row, ColumnBuilder into) {
        long cell = table.cells[offset + row];
        int kind = CellTable.kind(cell);
        int byteCount = CellTable.length(cell);
        if (kind != CellTable.ESCAPED || keepsEscapes) {
            judge(
                    table,
                    row,
                    into,
                    keepsEscapes && kind == CellTable.ESCAPED ? CellTable.TEXT : kind,
                    table.address(cell),
                    byteCount);
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            long resolved =
                    arena.allocate(byteCount + RecordDecoder.PADDING_BYTES).address();
            int resolvedCount = rules.unescape(table.address(cell), byteCount, resolved);
            judge(table, row, into, CellTable.TEXT, resolved, resolvedCount);
        }
    }

    private void judge(CellTable table, int row, ColumnBuilder into, int kind, long address, int byteCount) {
        switch (rules.judge(type, field.hasDefault(), kind, address, byteCount)) {
            case CellRules.NONE -> putNone(into);
            case CellRules.DEFAULT -> {
                if (field.defaultValue() == null) {
                    putNone(into);
                } else {
                    putDefault(into);
                }
            }
            case CellRules.READ -> {
                if (!read(into, kind, address, byteCount)) {
                    fail(table, row, into, kind, address, byteCount);
                }
            }
            default -> fail(table, row, into, kind, address, byteCount);
        }
    }

    private void fail(CellTable table, int row, ColumnBuilder into, int kind, long address, int byteCount) {
        putError(into);
        long byteOffset = baseOffset + table.starts[row];
        if (kind == CellTable.MISSING) {
            errors.report(
                    DataError.Kind.MISSING_VALUE,
                    byteOffset,
                    "column " + field.name() + " is missing and has no default");
            return;
        }
        errors.report(
                DataError.Kind.PARSE,
                byteOffset,
                "column " + field.name() + ": " + shown(kind, address, byteCount) + " is not a value of type " + type);
    }

    private static String shown(int kind, long address, int byteCount) {
        byte[] bytes = new byte[Math.min(byteCount, SHOWN_BYTES)];
        OffHeap.copy(address, bytes, 0, bytes.length);
        String text = new String(bytes, StandardCharsets.UTF_8) + (byteCount > SHOWN_BYTES ? "…" : "");
        return kind == CellTable.TEXT ? '"' + text + '"' : text;
    }
}
