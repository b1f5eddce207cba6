package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import java.nio.ByteBuffer;

/** The bytes of a row's cells, equal where the rows are. */
final class RowBytes {
    private RowBytes() {}

    static ByteBuffer of(Batch batch, int row) {
        int size = 0;
        for (int i = 0; i < batch.columnCount(); i++) {
            Column column = batch.column(i);
            size += 17 + (column.offsets() == 0 ? 0 : column.bytesLength(row));
        }
        ByteBuffer bytes = ByteBuffer.allocate(size + 16);
        for (int i = 0; i < batch.columnCount(); i++) {
            put(batch.column(i), row, bytes);
        }
        if (batch.keys() != null) {
            bytes.putLong(batch.keys().getHigh(row)).putLong(batch.keys().getLow(row));
        }
        return bytes.flip();
    }

    private static void put(Column column, int row, ByteBuffer into) {
        into.put((byte) column.status(row).ordinal());
        if (!column.isValue(row)) {
            return;
        }
        switch (column.lane()) {
            case BIT -> into.put((byte) (column.getBool(row) ? 1 : 0));
            case I64 -> into.putLong(column.getLong(row));
            case F64 -> into.putLong(Double.doubleToLongBits(column.getDouble(row) + 0.0));
            case I128 -> into.putLong(column.getHigh(row)).putLong(column.getLow(row));
            case BYTES -> {
                byte[] bytes = column.getBytes(row);
                into.putInt(bytes.length).put(bytes);
            }
        }
    }
}
