package io.millrace.format;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import io.millrace.type.Lane;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON lines as Pathway does: an object a row with all columns, then {@code diff} and {@code time}. None, NaN and
 * infinities are null, bytes are base64, times ISO text, durations nanoseconds.
 */
public final class JsonLinesEncoder implements RecordEncoder {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR = "\"Error\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIME = ",\"time\":".getBytes(StandardCharsets.US_ASCII);

    /** What stands before each column, and before {@code diff}. */
    private final byte[][] gaps;

    private final CellText text = new CellText();
    private final NestedText nested = new NestedText();

    public JsonLinesEncoder(Schema schema) {
        gaps = new byte[schema.size() + 1][];
        for (int i = 0; i <= schema.size(); i++) {
            String name = i < schema.size() ? schema.field(i).name() : "diff";
            gaps[i] = ((i == 0 ? "{" : ",") + quoted(name) + ":").getBytes(StandardCharsets.UTF_8);
        }
    }

    private static String quoted(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char letter : name.toCharArray()) {
            if (letter < ' ') {
                quoted.append("\\u%04x".formatted((int) letter));
            } else {
                quoted.append(letter == '"' || letter == '\\' ? "\\" : "").append(letter);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public void encode(Batch batch, long epoch, ByteOutput out) {
        for (int index = 0; index < batch.selectedCount(); index++) {
            encodeRow(batch, batch.selectedRow(index), epoch, out);
        }
    }

    /** Writes one row and the line feed behind it. */
    public void encodeRow(Batch batch, int row, long epoch, ByteOutput out) {
        int columnCount = batch.columnCount();
        for (int i = 0; i < columnCount; i++) {
            out.put(gaps[i]);
            putCell(batch.column(i), row, out);
        }
        out.put(gaps[columnCount]);
        out.advanceTo(CellText.putLong(batch.weight(row), out.reserve(CellText.FIXED_BYTES)));
        out.put(TIME);
        long at = CellText.putEpoch(epoch, out.reserve(CellText.FIXED_BYTES));
        OffHeap.putByte(at++, (byte) '}');
        OffHeap.putByte(at++, (byte) '\n');
        out.advanceTo(at);
    }

    /** Writes one cell as a JSON value. */
    public void encodeCell(Column column, int row, ByteOutput out) {
        putCell(column, row, out);
    }

    private void putCell(Column column, int row, ByteOutput out) {
        if (!column.isValue(row)) {
            out.put(column.isError(row) ? ERROR : NULL);
            return;
        }
        Type type = column.type().required();
        switch (type.lane()) {
            case BIT -> out.put(column.getBool(row) ? TRUE : FALSE);
            case F64 -> {
                double value = column.getDouble(row);
                if (Double.isFinite(value)) {
                    out.advanceTo(text.putDouble(value, out.reserve(CellText.FIXED_BYTES)));
                } else {
                    out.put(NULL);
                }
            }
            case I64, I128 -> putFixed(type, column, row, out);
            case BYTES -> putBytes(type, column, row, out);
        }
    }

    private void putFixed(Type type, Column column, int row, ByteOutput out) {
        boolean isNumber = type == Type.INT64 || type == Type.DURATION;
        long at = out.reserve(CellText.FIXED_BYTES + 2);
        if (isNumber) {
            out.advanceTo(text.putFixed(column, row, at));
            return;
        }
        OffHeap.putByte(at, (byte) '"');
        at = text.putFixed(column, row, at + 1);
        OffHeap.putByte(at, (byte) '"');
        out.advanceTo(at + 1);
    }

    private void putBytes(Type type, Column column, int row, ByteOutput out) {
        assert type.lane() == Lane.BYTES;
        int length = column.bytesLength(row);
        if (type == Type.JSON) {
            long at = out.reserve(length);
            OffHeap.copy(column.bytesAddress(row), at, length);
            out.advanceTo(at + length);
        } else if (type == Type.STRING) {
            long at = out.reserve(6L * length + 2);
            OffHeap.putByte(at, (byte) '"');
            at = JsonStrings.escape(column.bytesAddress(row), length, at + 1);
            OffHeap.putByte(at, (byte) '"');
            out.advanceTo(at + 1);
        } else if (type == Type.BYTES || type instanceof Type.ObjectOf<?>) {
            out.put((byte) '"');
            out.put(CellText.base64(column, row));
            out.put((byte) '"');
        } else {
            out.put(nested.json(column, row));
        }
    }
}
