package io.millrace.kafka;

import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;

/** Makes sources and sinks of Kafka topics; the objects returned take further options. */
public final class Kafka {
    private Kafka() {}

    /**
     * Reads messages as bytes: columns {@code key} (bytes or None) and {@code data} (bytes). See {@link KafkaSource} for row ids.
     *
     * @param bootstrapServers comma-separated {@code host:port}
     */
    public static KafkaSource raw(String bootstrapServers, String topic) {
        return plain(bootstrapServers, topic, MessageFormat.RAW, Type.BYTES);
    }

    /** Reads messages as text: columns {@code key} (string or None) and {@code data} (string). */
    public static KafkaSource plaintext(String bootstrapServers, String topic) {
        return plain(bootstrapServers, topic, MessageFormat.PLAINTEXT, Type.STRING);
    }

    /** Reads messages that are JSON objects with the columns of {@code schema}. */
    public static KafkaSource json(String bootstrapServers, String topic, Schema schema) {
        return new KafkaSource(new SourceSettings(bootstrapServers, topic, MessageFormat.JSON, schema));
    }

    /** Reads messages that are JSON objects with the components of a record class. */
    public static KafkaSource json(String bootstrapServers, String topic, Class<? extends Record> type) {
        return json(bootstrapServers, topic, Schema.of(type));
    }

    /** Writes each change as a JSON object of all columns, {@code diff} and {@code time}. */
    public static KafkaSink jsonSink(String bootstrapServers, String topic) {
        return new KafkaSink(new SinkSettings(bootstrapServers, topic, MessageFormat.JSON));
    }

    /** Writes a column of text as it is; see {@link KafkaSink#valueColumn}. */
    public static KafkaSink plaintextSink(String bootstrapServers, String topic) {
        return new KafkaSink(new SinkSettings(bootstrapServers, topic, MessageFormat.PLAINTEXT));
    }

    /** Writes a column of bytes as it is; see {@link KafkaSink#valueColumn}. */
    public static KafkaSink rawSink(String bootstrapServers, String topic) {
        return new KafkaSink(new SinkSettings(bootstrapServers, topic, MessageFormat.RAW));
    }

    private static KafkaSource plain(String bootstrapServers, String topic, MessageFormat format, Type type) {
        Schema schema = Schema.of(
                Field.of(SourceSettings.KEY_COLUMN, Type.optional(type)), Field.of(SourceSettings.DATA_COLUMN, type));
        return new KafkaSource(new SourceSettings(bootstrapServers, topic, format, schema));
    }
}
