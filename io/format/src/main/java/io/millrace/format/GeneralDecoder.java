package io.millrace.format;

import io.millrace.column.ColumnBuilder;
import io.millrace.key.Pointer;
import io.millrace.memory.OffHeap;
import io.millrace.type.Field;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.math.BigInteger;
import java.util.Base64;
import java.util.UUID;

/** Columns of all other types: bool, JSON, bytes, nested values, ids, decimals. Only bool has a loop that is in a hurry. */
final class GeneralDecoder extends ColumnDecoder {
    private static final int TRUE_WORD = 0x65757274;
    private static final int FALS_WORD = 0x736C6166;

    private final Type required;
    private final boolean isCsv;
    private final JsonParser parser = new JsonParser(new CellTable(0));
    private final NestedValues nested = new NestedValues();

    GeneralDecoder(Field field, int column, CellRules rules) {
        super(field, column, rules);
        required = field.type().required();
        isCsv = rules.numberKind == CellTable.TEXT;
    }

    @Override
    void append(CellTable table, ColumnBuilder into) {
        if (required != Type.BOOL) {
            for (int i = 0; i < table.rows; i++) {
                judgeCell(table, i, into);
            }
            return;
        }
        for (int i = 0; i < table.rows; i++) {
            int value = plainBool(table, table.cells[offset + i]);
            if (value < 0) {
                judgeCell(table, i, into);
            } else {
                into.appendBool(value == 1);
            }
        }
    }

    /** 1 or 0 for the words true and false, −1 for everything else. */
    private int plainBool(CellTable table, long cell) {
        int kind = CellTable.kind(cell);
        if (!isCsv) {
            return rules.bool(kind, 0, 0);
        }
        int length = CellTable.length(cell);
        if (kind != CellTable.TEXT || length < 4 || length > 5) {
            return -1;
        }
        int word = OffHeap.getInt(table.address(cell));
        if (length == 4) {
            return word == TRUE_WORD ? 1 : -1;
        }
        return word == FALS_WORD && OffHeap.getByte(table.address(cell) + 4) == 'e' ? 0 : -1;
    }

    @Override
    boolean read(ColumnBuilder into, int kind, long address, int byteCount) {
        return switch (required) {
            case Type.Scalar scalar ->
                switch (scalar) {
                    case BOOL -> readBool(into, kind, address, byteCount);
                    case BYTES -> readBase64(into, address, byteCount);
                    case JSON -> readJson(into, kind, address, byteCount);
                    case ANY -> readAny(into, kind, address, byteCount);
                    case UUID -> readUuid(into, address, byteCount);
                    case POINTER -> readPointer(into, address, byteCount);
                    case NONE, INT64, FLOAT64, STRING, DATE_TIME_NAIVE, DATE_TIME_UTC, DURATION, DATE -> false;
                };
            case Type.Decimal decimal -> readDecimal(into, decimal, address, byteCount);
            case Type.ObjectOf<?> object -> readBase64(into, address, byteCount);
            case Type.Tuple tuple -> readNested(into, address, byteCount);
            case Type.ListOf list -> readNested(into, address, byteCount);
            case Type.Tensor tensor -> readNested(into, address, byteCount);
            case Type.Future future -> false;
            case Type.Optional optional -> throw new AssertionError(optional);
        };
    }

    private boolean readBool(ColumnBuilder into, int kind, long address, int byteCount) {
        int value = rules.bool(kind, address, byteCount);
        if (value >= 0) {
            into.appendBool(value == 1);
        }
        return value >= 0;
    }

    private static boolean readBase64(ColumnBuilder into, long address, int byteCount) {
        byte[] encoded = new byte[byteCount];
        OffHeap.copy(address, encoded, 0, byteCount);
        try {
            byte[] decoded = Base64.getDecoder().decode(encoded);
            into.appendBytes(decoded, 0, decoded.length);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean readJson(ColumnBuilder into, int kind, long address, int byteCount) {
        long from = address;
        int length = byteCount;
        if (isCsv) {
            if (!isWhole(address, byteCount)) {
                return false;
            }
        } else if (kind == CellTable.TEXT) {
            // A string in JSON: its quotes stand around the cell.
            from--;
            length += 2;
        }
        into.reserveBytes((long) into.byteCount() + length);
        long to = into.data() + into.byteCount();
        long end = JsonText.compact(from, length, to);
        endBytes(into, (int) (end - to));
        return true;
    }

    /** Whether the text is one JSON value with nothing but blanks around it. */
    private boolean isWhole(long address, int byteCount) {
        parser.limit(address + byteCount, 0);
        long behind = parser.value(parser.skipBlanks(address), null, 0);
        return behind >= 0 && parser.skipBlanks(behind) == address + byteCount;
    }

    private boolean readNested(ColumnBuilder into, long address, int byteCount) {
        if (isCsv && !isWhole(address, byteCount)) {
            return false;
        }
        into.reserveBytes((long) into.byteCount() + (long) byteCount * NestedValues.MAX_GROWTH + NestedValues.MIN_ROOM);
        long to = into.data() + into.byteCount();
        long end = nested.write(required, address, byteCount, to);
        if (end >= 0) {
            endBytes(into, (int) (end - to));
        }
        return end >= 0;
    }

    private boolean readAny(ColumnBuilder into, int kind, long address, int byteCount) {
        if (kind == CellTable.TEXT) {
            into.reserveBytes((long) into.byteCount() + byteCount + NestedValues.MIN_ROOM);
            long to = into.data() + into.byteCount();
            long end = NestedValues.text(address, byteCount, to);
            boolean valid = Utf8.isValid(address, byteCount);
            if (valid) {
                endBytes(into, (int) (end - to));
            }
            return valid;
        }
        return readNested(into, address, byteCount);
    }

    private static void endBytes(ColumnBuilder into, int length) {
        int row = into.rowCount();
        into.reserve(row + 1);
        int end = into.byteCount() + length;
        OffHeap.putInt(into.offsets() + (row + 1L << 2), end);
        into.setWritten(row + 1, end);
    }

    private static boolean readPointer(ColumnBuilder into, long address, int byteCount) {
        Pointer pointer = Pointers.parse(address, byteCount);
        if (pointer != null) {
            into.append128(pointer.high(), pointer.low());
        }
        return pointer != null;
    }

    private static boolean readUuid(ColumnBuilder into, long address, int byteCount) {
        UUID uuid = Texts.uuid(address, byteCount);
        if (uuid != null) {
            into.append128(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
        }
        return uuid != null;
    }

    private static boolean readDecimal(ColumnBuilder into, Type.Decimal type, long address, int byteCount) {
        BigInteger unscaled = Texts.decimal(type, address, byteCount);
        if (unscaled != null) {
            into.append128(unscaled.shiftRight(64).longValue(), unscaled.longValue());
        }
        return unscaled != null;
    }

    @Override
    void putDefault(ColumnBuilder into) {
        Values.append(into, required, field.defaultValue());
    }

    @Override
    void putNone(ColumnBuilder into) {
        into.appendNone();
    }

    @Override
    void putError(ColumnBuilder into) {
        into.appendError();
    }
}
