package io.millrace.kafka;

import io.millrace.batch.BatchBuilder;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.format.DecodeErrors;
import io.millrace.format.JsonLinesDecoder;
import io.millrace.format.JsonMessages;
import io.millrace.key.KeyEncoder;
import io.millrace.port.DataError;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Rows of messages that are JSON objects. Messages are collected and decoded together, column by column. Where columns come from
 * keys, key and value become one object {@code {"key": …, "value": …}} first, so that one decoder reads both.
 */
final class JsonRows implements MessageRows {
    /** So few bytes that they are still in the cache when they are decoded. */
    private static final int BLOCK_BYTES = 256 << 10;

    private static final byte[] NO_FIELDS = {'{', '}'};

    private final SourceOutput output;
    private final String topic;
    private final Schema schema;
    private final int metadataColumn;
    private final boolean readsKeys;
    private final boolean isUpsert;
    /** Whether all columns that the id is made of come from the key, so that it is known without a value. */
    private final boolean idIsInKey;

    private final int[] idColumns;
    private final JsonMessages messages = new JsonMessages();
    private final List<ConsumerRecord<ByteBuffer, ByteBuffer>> collected = new ArrayList<>();
    private final JsonLinesDecoder decoder;
    private final KeyEncoder encoder = new KeyEncoder();
    private final PlaceIds places;
    private final MetadataText metadata;
    private final BitSet dropped = new BitSet();
    private final DecodeErrors errors;
    private final DecodeErrors removalErrors;

    JsonRows(SourceSettings settings, SourceOutput output) {
        this.output = output;
        topic = settings.topic;
        schema = settings.messageSchema;
        metadataColumn = settings.withMetadata ? schema.size() : -1;
        readsKeys = !settings.keyColumns.isEmpty();
        isUpsert = settings.isUpsert();
        idColumns = schema.keyColumns().stream().mapToInt(Integer::intValue).toArray();
        boolean allInKey = isUpsert;
        for (int column : idColumns) {
            allInKey &= settings.keyColumns.contains(schema.field(column).name());
        }
        idIsInKey = allInKey;
        decoder = new JsonLinesDecoder(schema, fieldPaths(settings));
        places = new PlaceIds(topic);
        metadata = new MetadataText(topic);
        errors = (kind, byteOffset, message) -> report(messages.messageAt(byteOffset), kind, message);
        // The value's columns are not there, which is as it should be.
        removalErrors = (kind, byteOffset, message) -> {
            if (kind != DataError.Kind.MISSING_VALUE) {
                report(messages.messageAt(byteOffset), kind, message);
            }
        };
    }

    private static Map<String, String> fieldPaths(SourceSettings settings) {
        if (settings.keyColumns.isEmpty()) {
            return settings.fieldPaths;
        }
        Map<String, String> paths = new HashMap<>();
        for (String name : settings.messageSchema.names()) {
            String path = settings.fieldPaths.getOrDefault(name, JsonMessages.pointerTo(name));
            paths.put(
                    name,
                    settings.keyColumns.contains(name) ? JsonMessages.keyPath(path) : JsonMessages.valuePath(path));
        }
        return paths;
    }

    @Override
    public void add(ConsumerRecord<ByteBuffer, ByteBuffer> message, BatchBuilder into) {
        if (into.rowCount() == 0 && messages.count() == 0) {
            dropped.clear();
        }
        ByteBuffer value = message.value();
        if (value == null) {
            remove(message, into);
            return;
        }
        if (messages.byteCount() > 1 && messages.byteCount() + value.remaining() > BLOCK_BYTES) {
            decode(into, 1, errors);
        }
        collect(message, value.array(), value.arrayOffset() + value.position(), value.remaining());
    }

    @Override
    public void end(BatchBuilder into) {
        if (messages.count() > 0) {
            decode(into, 1, errors);
        }
    }

    @Override
    public boolean isDropped(int row) {
        return dropped.get(row);
    }

    @Override
    public int droppedCount() {
        return dropped.cardinality();
    }

    @Override
    public void close() {
        messages.close();
    }

    /** A message without a value takes the row of its id away, in its turn. */
    private void remove(ConsumerRecord<ByteBuffer, ByteBuffer> message, BatchBuilder into) {
        if (!idIsInKey || message.key() == null) {
            output.report(
                    DataError.Kind.MISSING_VALUE,
                    Places.text(topic, message.partition(), message.offset())
                            + (isUpsert
                                    ? ": has no value, and what it removes is not said by its key"
                                    : ": has no value"));
            return;
        }
        end(into);
        if (collect(message, NO_FIELDS, 0, NO_FIELDS.length)) {
            decode(into, -1, removalErrors);
        }
    }

    private boolean collect(ConsumerRecord<ByteBuffer, ByteBuffer> message, byte[] value, int from, int length) {
        String problem;
        if (readsKeys) {
            ByteBuffer key = message.key();
            problem = key == null
                    ? messages.addPair(null, 0, 0, value, from, length)
                    : messages.addPair(
                            key.array(), key.arrayOffset() + key.position(), key.remaining(), value, from, length);
        } else {
            problem = messages.add(value, from, length);
        }
        if (problem != null) {
            output.report(
                    DataError.Kind.PARSE, Places.text(topic, message.partition(), message.offset()) + ": " + problem);
            return false;
        }
        collected.add(message);
        return true;
    }

    private void decode(BatchBuilder into, long weight, DecodeErrors newErrors) {
        int firstRow = into.rowCount();
        decoder.begin(0, weight, newErrors);
        decoder.feed(messages.address(), messages.byteCount(), true);
        // There is at most one row a message, and the builder has room for so many.
        boolean owesMore = decoder.fill(into) && decoder.consumedBytes() < messages.byteCount();
        assert !owesMore : "more rows than messages";
        int rowLimit = into.rowCount();
        if (metadataColumn >= 0) {
            ColumnBuilder column = into.column(metadataColumn);
            for (int row = firstRow; row < rowLimit; row++) {
                metadata.append(messageOf(row), column);
            }
        }
        if (idColumns.length > 0) {
            dropWithoutId(into, firstRow);
        }
        if (into.keys() != null) {
            appendIds(into, firstRow);
        }
        messages.clear();
        collected.clear();
    }

    private ConsumerRecord<ByteBuffer, ByteBuffer> messageOf(int row) {
        return collected.get(messages.messageAt(decoder.recordOffset(row)));
    }

    private void dropWithoutId(BatchBuilder into, int firstRow) {
        for (int index : idColumns) {
            Column column = into.column(index).view(schema.type(index));
            if (column.errors() != 0) {
                for (int row = firstRow; row < column.rowCount(); row++) {
                    if (column.isError(row)) {
                        dropped.set(row);
                    }
                }
            }
        }
    }

    private void appendIds(BatchBuilder into, int firstRow) {
        ColumnBuilder keys = into.keys();
        int rowLimit = into.rowCount();
        if (idColumns.length == 0) {
            for (int row = firstRow; row < rowLimit; row++) {
                ConsumerRecord<ByteBuffer, ByteBuffer> message = messageOf(row);
                places.append(encoder, message.partition(), message.offset(), keys);
            }
            return;
        }
        Column[] columns = new Column[idColumns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = into.column(idColumns[i]).view(schema.type(idColumns[i]));
        }
        // A pointer is an id already.
        boolean isPointer = columns.length == 1 && columns[0].type().required() == Type.POINTER;
        for (int row = firstRow; row < rowLimit; row++) {
            if (dropped.get(row)) {
                keys.append128(0, 0);
            } else if (isPointer && columns[0].isValue(row)) {
                keys.append128(columns[0].getHigh(row), columns[0].getLow(row));
            } else {
                encoder.reset();
                for (Column column : columns) {
                    Values.encode(encoder, column, row);
                }
                encoder.hash();
                keys.append128(encoder.high(), encoder.low());
            }
        }
    }

    private void report(int message, DataError.Kind kind, String what) {
        ConsumerRecord<ByteBuffer, ByteBuffer> at = collected.get(message);
        output.report(kind, Places.text(topic, at.partition(), at.offset()) + ": " + what);
    }
}
