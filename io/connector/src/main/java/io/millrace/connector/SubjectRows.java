package io.millrace.connector;

import io.millrace.batch.BatchBuilder;
import io.millrace.column.Column;
import io.millrace.key.KeyEncoder;
import io.millrace.key.Pointer;
import io.millrace.port.Source;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Appends a subject's rows, with their ids where the plan reads them, to a builder. One thread at a time. */
final class SubjectRows {
    private final String name;
    private final Schema schema;
    private final int[] idColumns;
    private final KeyEncoder encoder = new KeyEncoder();

    SubjectRows(Source subject) {
        name = subject.name();
        schema = subject.schema();
        idColumns = schema.keyColumns().stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Appends a row, or nothing when it throws.
     *
     * @param id the subject's own, or null to derive one
     * @param number of the row, from 1, and {@code state} last reported: what the id of a row without key columns comes from
     * @throws IllegalArgumentException names the column whose cell does not fit
     */
    void append(BatchBuilder into, int weight, Pointer id, Object[] cells, long number, byte[] state) {
        if (cells == null || cells.length != schema.size()) {
            throw new IllegalArgumentException(
                    "subject " + name + " gave " + Arrays.toString(cells) + " for the columns " + schema.names());
        }
        if (id == null && weight < 0 && idColumns.length == 0 && into.keys() != null) {
            throw new IllegalStateException("subject " + name + " takes back " + Arrays.toString(cells)
                    + ", whose id is not known: mark key columns in the schema, or use nextWithId and removeWithId");
        }
        for (int i = 0; i < cells.length; i++) {
            try {
                Values.append(into.column(i), schema.type(i), cells[i]);
            } catch (IllegalArgumentException e) {
                into.cancelRow();
                throw new IllegalArgumentException(
                        "subject " + name + ", column " + schema.field(i).name() + ": " + e.getMessage(), e);
            }
        }
        if (into.keys() != null) {
            appendId(into, id, number, state);
        }
        into.endRow(weight);
    }

    private void appendId(BatchBuilder into, Pointer id, long number, byte[] state) {
        if (id != null) {
            into.keys().append128(id.high(), id.low());
            return;
        }
        encoder.reset();
        if (idColumns.length == 0) {
            byte[] place = ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(number)
                    .array();
            encoder.putEncoded(place, 0, place.length);
            if (state != null) {
                encoder.putEncoded(state, 0, state.length);
            }
        }
        int row = into.rowCount();
        for (int index : idColumns) {
            Column column = into.column(index).view(schema.type(index));
            if (idColumns.length == 1 && column.type().required() == Type.POINTER && column.isValue(row)) {
                into.keys().append128(column.getHigh(row), column.getLow(row));
                return;
            }
            Values.encode(encoder, column, row);
        }
        encoder.hash();
        into.keys().append128(encoder.high(), encoder.low());
    }
}
