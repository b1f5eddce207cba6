package io.millrace.kafka;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.format.ByteOutput;
import io.millrace.format.JsonLinesEncoder;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.BufferAllocator;

/** Makes the keys and values of a sink's messages: JSON of a whole batch at once. One thread; owns its buffer. */
final class MessageValues implements AutoCloseable {
    private final int valueColumn;
    private final JsonLinesEncoder encoder;
    private final ByteOutput out;
    /** Where the JSON of each row of the batch begins and the last one ends. */
    private int[] bounds = new int[0];

    private ByteBuffer view;

    private MessageValues(int valueColumn, Schema schema, BufferAllocator allocator) {
        this.valueColumn = valueColumn;
        encoder = new JsonLinesEncoder(schema);
        out = new ByteOutput(allocator);
    }

    /**
     * Finds out how to write rows of a schema.
     *
     * @throws IllegalArgumentException when the format cannot hold them
     */
    static MessageValues of(SinkSettings settings, Schema schema, BufferAllocator allocator) {
        if (settings.format == MessageFormat.JSON) {
            for (String reserved : new String[] {"time", "diff"}) {
                if (schema.indexOf(reserved) >= 0) {
                    throw new IllegalArgumentException("column " + reserved + " cannot be written to topic "
                            + settings.topic + ": JSON messages have a field of that name of their own; rename it");
                }
            }
            return new MessageValues(-1, schema, allocator);
        }
        if (settings.valueColumn == null && schema.size() != 1) {
            throw new IllegalArgumentException("messages to topic " + settings.topic
                    + " hold one column, and there are " + schema.names() + "; say which one with valueColumn(name)");
        }
        int column = settings.valueColumn == null ? 0 : schema.require(settings.valueColumn);
        Type wanted = settings.format == MessageFormat.RAW ? Type.BYTES : Type.STRING;
        if (schema.type(column).required() != wanted) {
            throw new IllegalArgumentException(
                    "column " + schema.field(column).name() + " has type " + schema.type(column)
                            + ", and messages to topic " + settings.topic + " are " + wanted + "; cast it");
        }
        return new MessageValues(column, schema, allocator);
    }

    /** Starts a batch, which must stay as it is until the next one. */
    void begin(Batch batch, long epoch) {
        if (valueColumn >= 0) {
            return;
        }
        int count = batch.selectedCount();
        if (bounds.length <= count) {
            bounds = new int[count + 1];
        }
        out.clear();
        for (int i = 0; i < count; i++) {
            encoder.encodeRow(batch, batch.selectedRow(i), epoch, out);
            bounds[i + 1] = out.byteCount();
        }
        view = out.view();
    }

    /** Returns an owned array for the {@code index}-th selected row of the batch, or null for a message without a value. */
    byte[] value(Batch batch, int index) {
        if (valueColumn >= 0) {
            int row = batch.selectedRow(index);
            Column column = batch.column(valueColumn);
            return column.isValue(row) ? column.getBytes(row) : null;
        }
        // A message needs no line feed.
        byte[] value = new byte[bounds[index + 1] - bounds[index] - 1];
        view.get(bounds[index], value);
        return value;
    }

    /** Returns a cell as a key: bytes and text as they are, other types as JSON, null for None. */
    byte[] key(Column column, int row) {
        if (!column.isValue(row)) {
            return null;
        }
        Type type = column.type().required();
        if (type == Type.STRING || type == Type.BYTES) {
            return column.getBytes(row);
        }
        int from = out.byteCount();
        encoder.encodeCell(column, row, out);
        byte[] key = new byte[out.byteCount() - from];
        // Writing may have moved the buffer.
        view = out.view();
        view.get(from, key);
        return key;
    }

    @Override
    public void close() {
        out.close();
    }
}
