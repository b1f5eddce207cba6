package io.millrace.kafka;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.type.Schema;
import io.millrace.type.Type;

/** Makes the values of a sink's messages. One thread. */
final class MessageValues {
    private final MessageFormat format;
    private final int valueColumn;
    private final JsonValues json;

    private MessageValues(MessageFormat format, int valueColumn, Schema schema) {
        this.format = format;
        this.valueColumn = valueColumn;
        json = new JsonValues(schema);
    }

    /**
     * Finds out how to write rows of a schema.
     *
     * @throws IllegalArgumentException when the format cannot hold them
     */
    static MessageValues of(SinkSettings settings, Schema schema) {
        if (settings.format == MessageFormat.JSON) {
            for (String reserved : new String[] {"time", "diff"}) {
                if (schema.indexOf(reserved) >= 0) {
                    throw new IllegalArgumentException("column " + reserved + " cannot be written to topic "
                            + settings.topic + ": JSON messages have a field of that name of their own; rename it");
                }
            }
            return new MessageValues(settings.format, -1, schema);
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
        return new MessageValues(settings.format, column, schema);
    }

    /** Returns an owned array, or null for a message without a value. */
    byte[] of(Batch batch, int row, long epoch, long diff) {
        if (format == MessageFormat.JSON) {
            return json.row(batch, row, epoch, diff);
        }
        Column column = batch.column(valueColumn);
        return column.isValue(row) ? column.getBytes(row) : null;
    }

    /** Returns a cell as JSON. */
    byte[] json(Column column, int row) {
        return json.cell(column, row);
    }
}
