package io.millrace.kafka;

import io.millrace.batch.BatchBuilder;
import io.millrace.column.ColumnBuilder;
import io.millrace.format.Utf8;
import io.millrace.key.KeyEncoder;
import io.millrace.port.DataError;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Rows of messages that are bytes or text as they are. */
final class PlainRows implements MessageRows {
    private final SourceOutput output;
    private final boolean isText;
    private final boolean isUpsert;
    private final String topic;
    private final int keyColumn;
    private final int dataColumn;
    private final int metadataColumn;
    private final KeyEncoder encoder = new KeyEncoder();
    private final PlaceIds places;
    private final MetadataText metadata;

    PlainRows(SourceSettings settings, SourceOutput output) {
        this.output = output;
        isText = settings.format == MessageFormat.PLAINTEXT;
        isUpsert = settings.isUpsert();
        topic = settings.topic;
        Schema schema = settings.schema();
        keyColumn = schema.indexOf(SourceSettings.KEY_COLUMN);
        dataColumn = schema.indexOf(SourceSettings.DATA_COLUMN);
        metadataColumn = schema.indexOf(SourceSettings.METADATA_COLUMN);
        places = new PlaceIds(topic);
        metadata = new MetadataText(topic);
    }

    @Override
    public void add(ConsumerRecord<ByteBuffer, ByteBuffer> message, BatchBuilder into) {
        ByteBuffer key = message.key();
        ByteBuffer value = message.value();
        if (value == null && (!isUpsert || key == null)) {
            report(message, DataError.Kind.MISSING_VALUE, "has no value");
            return;
        }
        if (keyColumn >= 0) {
            appendCell(key, into.column(keyColumn), message, "the key");
        }
        if (dataColumn >= 0) {
            appendCell(value, into.column(dataColumn), message, "the value");
        }
        if (metadataColumn >= 0) {
            metadata.append(message, into.column(metadataColumn));
        }
        if (into.keys() != null) {
            appendId(message, into.keys());
        }
        into.endRow(value == null ? -1 : 1);
    }

    @Override
    public void end(BatchBuilder into) {}

    @Override
    public boolean isDropped(int row) {
        return false;
    }

    @Override
    public int droppedCount() {
        return 0;
    }

    @Override
    public void close() {}

    private void appendCell(
            ByteBuffer bytes, ColumnBuilder column, ConsumerRecord<ByteBuffer, ByteBuffer> message, String what) {
        if (bytes == null) {
            column.appendNone();
            return;
        }
        int from = column.byteCount();
        int length = bytes.remaining();
        column.appendBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
        if (isText && !Utf8.isValid(column.data() + from, length)) {
            column.removeLast();
            column.appendError();
            report(message, DataError.Kind.PARSE, what + " is not UTF-8");
        }
    }

    private void appendId(ConsumerRecord<ByteBuffer, ByteBuffer> message, ColumnBuilder keys) {
        ByteBuffer key = message.key();
        if (!isUpsert || key == null) {
            places.append(encoder, message.partition(), message.offset(), keys);
            return;
        }
        int from = key.arrayOffset() + key.position();
        encoder.reset();
        if (isText) {
            encoder.putString(key.array(), from, key.remaining());
        } else {
            encoder.putBytes(key.array(), from, key.remaining());
        }
        encoder.hash();
        keys.append128(encoder.high(), encoder.low());
    }

    private void report(ConsumerRecord<ByteBuffer, ByteBuffer> message, DataError.Kind kind, String what) {
        output.report(kind, Places.text(topic, message.partition(), message.offset()) + ": " + what);
    }
}
