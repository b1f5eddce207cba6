package io.millrace.format;

import io.millrace.column.ColumnBuilder;
import io.millrace.memory.OffHeap;
import io.millrace.type.Field;
import io.millrace.type.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Columns of 64-bit cells: integers, floats, times. */
final class WordDecoder extends ColumnDecoder {
    /** Longer numbers than this are not worth trying to read as an integer in disguise, such as 1e3. */
    private static final int MAX_DISGUISED_BYTES = 64;

    private final Type.Scalar scalar;
    private final int plainKind;
    private final boolean words;
    private final long defaultBits;
    /** Row of the builder that the next cell off the fast path goes to. */
    private int row;

    WordDecoder(Field field, int column, CellRules rules) {
        super(field, column, rules);
        scalar = (Type.Scalar) field.type().required();
        words = rules.wordsAreNumbers();
        plainKind = switch (scalar) {
            case INT64, FLOAT64, DURATION -> rules.numberKind;
            default -> CellTable.TEXT;
        };
        defaultBits = field.hasDefault() && field.defaultValue() != null ? JavaCells.word(field) : 0;
    }

    @Override
    void append(CellTable table, ColumnBuilder into) {
        int first = into.rowCount();
        into.reserve(first + table.rows);
        row = first;
        switch (scalar) {
            case INT64, DURATION -> integers(table, into);
            case FLOAT64 -> floats(table, into);
            case DATE_TIME_NAIVE -> times(table, into, false);
            case DATE_TIME_UTC -> times(table, into, true);
            default -> dates(table, into);
        }
        into.setWritten(first + table.rows, 0);
    }

    private void integers(CellTable table, ColumnBuilder into) {
        long base = table.base;
        long to = into.data() + ((long) row << 3);
        for (int i = 0; i < table.rows; i++) {
            long cell = table.cells[offset + i];
            long value = CellTable.kind(cell) == plainKind
                    ? Numbers.int64(base + CellTable.start(cell), CellTable.length(cell))
                    : Numbers.NOT_FAST;
            if (value == Numbers.NOT_FAST) {
                judgeAt(table, i, into);
            } else {
                OffHeap.putLong(to + ((long) i << 3), value);
            }
        }
    }

    private void floats(CellTable table, ColumnBuilder into) {
        long base = table.base;
        long to = into.data() + ((long) row << 3);
        for (int i = 0; i < table.rows; i++) {
            long cell = table.cells[offset + i];
            long bits = CellTable.kind(cell) == plainKind
                    ? Floats.bits(base + CellTable.start(cell), CellTable.length(cell), false)
                    : Floats.NOT_A_NUMBER;
            if (bits == Floats.NOT_A_NUMBER || Floats.isInfinite(bits)) {
                judgeAt(table, i, into);
            } else {
                OffHeap.putLong(to + ((long) i << 3), bits);
            }
        }
    }

    private void times(CellTable table, ColumnBuilder into, boolean zoned) {
        long base = table.base;
        long to = into.data() + ((long) row << 3);
        for (int i = 0; i < table.rows; i++) {
            long cell = table.cells[offset + i];
            long value = CellTable.kind(cell) == CellTable.TEXT
                    ? Times.dateTime(base + CellTable.start(cell), CellTable.length(cell), zoned)
                    : Times.NO_TIME;
            if (value == Times.NO_TIME) {
                judgeAt(table, i, into);
            } else {
                OffHeap.putLong(to + ((long) i << 3), value);
            }
        }
    }

    private void dates(CellTable table, ColumnBuilder into) {
        long base = table.base;
        long to = into.data() + ((long) row << 3);
        for (int i = 0; i < table.rows; i++) {
            long cell = table.cells[offset + i];
            long value = CellTable.kind(cell) == CellTable.TEXT
                    ? Times.date(base + CellTable.start(cell), CellTable.length(cell))
                    : Times.NO_TIME;
            if (value == Times.NO_TIME) {
                judgeAt(table, i, into);
            } else {
                OffHeap.putLong(to + ((long) i << 3), value);
            }
        }
    }

    private void judgeAt(CellTable table, int tableRow, ColumnBuilder into) {
        int first = row;
        row += tableRow;
        judgeCell(table, tableRow, into);
        row = first;
    }

    @Override
    boolean read(ColumnBuilder into, int kind, long address, int byteCount) {
        switch (scalar) {
            case INT64, DURATION -> {
                long value = Numbers.anyInt64(address, byteCount);
                if (value == Numbers.NOT_FAST && !Numbers.isLeastInt64(address, byteCount)) {
                    return kind == CellTable.NUMBER && readDisguised(into, address, byteCount);
                }
                put(into, value);
            }
            case FLOAT64 -> {
                long bits = Floats.bits(address, byteCount, words);
                if (bits == Floats.NOT_A_NUMBER || !words && Floats.isInfinite(bits)) {
                    return false;
                }
                put(into, bits);
            }
            default -> {
                long value = scalar == Type.DATE
                        ? Times.date(address, byteCount)
                        : Times.dateTime(address, byteCount, scalar == Type.DATE_TIME_UTC);
                if (value == Times.NO_TIME) {
                    return false;
                }
                put(into, value);
            }
        }
        return true;
    }

    /** Reads a JSON number such as 1e3 or 5.0, which is an integer all the same. */
    private boolean readDisguised(ColumnBuilder into, long address, int byteCount) {
        if (byteCount > MAX_DISGUISED_BYTES) {
            return false;
        }
        byte[] text = new byte[byteCount];
        OffHeap.copy(address, text, 0, byteCount);
        try {
            put(into, new BigDecimal(new String(text, StandardCharsets.ISO_8859_1)).longValueExact());
            return true;
        } catch (ArithmeticException | NumberFormatException e) {
            return false;
        }
    }

    private void put(ColumnBuilder into, long bits) {
        OffHeap.putLong(into.data() + ((long) row << 3), bits);
    }

    @Override
    void putDefault(ColumnBuilder into) {
        put(into, defaultBits);
    }

    @Override
    void putNone(ColumnBuilder into) {
        put(into, 0);
        OffHeap.clearBit(into.validityForWriting(), row);
    }

    @Override
    void putError(ColumnBuilder into) {
        putNone(into);
        OffHeap.setBit(into.errorsForWriting(), row);
    }
}
