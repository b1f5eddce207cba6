package io.millrace.format;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import io.millrace.type.Lane;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.nio.charset.StandardCharsets;

/**
 * Writes CSV as Pathway does: a header once, then a record a row with {@code time} and {@code diff} behind the columns, every
 * field quoted. None, True and False are these words, bytes are base64, nested values JSON.
 */
public final class CsvEncoder implements RecordEncoder {
    private static final byte[] NONE = "None".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR = "Error".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "True".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "False".getBytes(StandardCharsets.US_ASCII);

    private final Schema schema;
    private final byte delimiter;
    private final CellText text = new CellText();
    private final NestedText nested = new NestedText();

    public CsvEncoder(Schema schema) {
        this(schema, ',');
    }

    public CsvEncoder(Schema schema, char delimiter) {
        this.schema = schema;
        this.delimiter = (byte) delimiter;
    }

    @Override
    public void encodePreamble(ByteOutput out) {
        for (String name : schema.names()) {
            putQuoted(name.getBytes(StandardCharsets.UTF_8), out);
            out.put(delimiter);
        }
        putQuoted("time".getBytes(StandardCharsets.US_ASCII), out);
        out.put(delimiter);
        putQuoted("diff".getBytes(StandardCharsets.US_ASCII), out);
        out.put((byte) '\n');
    }

    @Override
    public void encode(Batch batch, long epoch, ByteOutput out) {
        int columnCount = batch.columnCount();
        for (int index = 0; index < batch.selectedCount(); index++) {
            int row = batch.selectedRow(index);
            for (int i = 0; i < columnCount; i++) {
                putCell(batch.column(i), row, out);
                out.put(delimiter);
            }
            long at = putQuote(out.reserve(2L * CellText.FIXED_BYTES));
            at = putQuote(CellText.putEpoch(epoch, at));
            OffHeap.putByte(at++, delimiter);
            at = putQuote(CellText.putLong(batch.weight(row), putQuote(at)));
            OffHeap.putByte(at++, (byte) '\n');
            out.advanceTo(at);
        }
    }

    private void putCell(Column column, int row, ByteOutput out) {
        if (!column.isValue(row)) {
            putQuoted(column.isError(row) ? ERROR : NONE, out);
            return;
        }
        Type type = column.type().required();
        if (type.lane() == Lane.BIT) {
            putQuoted(column.getBool(row) ? TRUE : FALSE, out);
        } else if (type.lane() != Lane.BYTES) {
            long at = putQuote(out.reserve(CellText.FIXED_BYTES + 2));
            out.advanceTo(putQuote(text.putFixed(column, row, at)));
        } else if (type == Type.STRING || type == Type.JSON) {
            putQuoted(column.bytesAddress(row), column.bytesLength(row), out);
        } else if (type == Type.BYTES || type instanceof Type.ObjectOf<?>) {
            putQuoted(CellText.base64(column, row), out);
        } else {
            putQuoted(nested.json(column, row), out);
        }
    }

    private static void putQuoted(long from, int byteCount, ByteOutput out) {
        long at = putQuote(out.reserve(2L * byteCount + 2));
        for (long next = from; next < from + byteCount; next++) {
            byte letter = OffHeap.getByte(next);
            OffHeap.putByte(at++, letter);
            if (letter == '"') {
                OffHeap.putByte(at++, letter);
            }
        }
        out.advanceTo(putQuote(at));
    }

    private static void putQuoted(byte[] bytes, ByteOutput out) {
        long at = putQuote(out.reserve(2L * bytes.length + 2));
        for (byte letter : bytes) {
            OffHeap.putByte(at++, letter);
            if (letter == '"') {
                OffHeap.putByte(at++, letter);
            }
        }
        out.advanceTo(putQuote(at));
    }

    private static long putQuote(long to) {
        OffHeap.putByte(to, (byte) '"');
        return to + 1;
    }
}
