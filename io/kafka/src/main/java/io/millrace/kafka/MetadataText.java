package io.millrace.kafka;

import io.millrace.column.ColumnBuilder;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Writes the cells of column {@code _metadata}. One thread. */
final class MetadataText {
    private final String tail;
    private final StringBuilder text = new StringBuilder(128);

    MetadataText(String topic) {
        tail = ",\"topic\":\"" + topic + "\"}";
    }

    void append(ConsumerRecord<ByteBuffer, ByteBuffer> message, ColumnBuilder into) {
        append(message.headers(), message.offset(), message.partition(), message.timestamp(), into);
    }

    void append(Headers headers, long offset, int partition, long timestampMillis, ColumnBuilder into) {
        text.setLength(0);
        text.append("{\"headers\":[");
        String separator = "";
        for (Header header : headers) {
            text.append(separator).append('[');
            quote(header.key());
            text.append(',');
            if (header.value() == null) {
                text.append("null");
            } else {
                text.append('"')
                        .append(Base64.getEncoder().encodeToString(header.value()))
                        .append('"');
            }
            text.append(']');
            separator = ",";
        }
        text.append("],\"offset\":").append(offset).append(",\"partition\":").append(partition);
        text.append(",\"timestamp_millis\":");
        if (timestampMillis < 0) {
            text.append("null");
        } else {
            text.append(timestampMillis);
        }
        text.append(tail);
        into.appendString(text.toString());
    }

    private void quote(String name) {
        text.append('"');
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (letter == '"' || letter == '\\') {
                text.append('\\').append(letter);
            } else if (letter < ' ') {
                text.append("\\u00")
                        .append(Character.forDigit(letter >> 4, 16))
                        .append(Character.forDigit(letter & 15, 16));
            } else {
                text.append(letter);
            }
        }
        text.append('"');
    }
}
