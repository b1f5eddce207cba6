package io.millrace.kafka;

import java.time.Duration;
import java.util.Map;

/** All that the user said about a sink. An option is set on a copy that nobody else has seen; after that nothing changes. */
final class SinkSettings {
    final String bootstrapServers;
    final String topic;
    final MessageFormat format;
    /** Column that is the message's value; null for the only one, or for all of them as JSON. */
    String valueColumn;

    /** Column that is the message's key, or null. */
    String keyColumn;

    boolean keyIsRowId;
    Duration timeout = Duration.ofSeconds(30);
    Map<String, String> producer = Map.of();

    SinkSettings(String bootstrapServers, String topic, MessageFormat format) {
        Clients.requireAddress(bootstrapServers, topic);
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.format = format;
    }

    SinkSettings copy() {
        SinkSettings copy = new SinkSettings(bootstrapServers, topic, format);
        copy.valueColumn = valueColumn;
        copy.keyColumn = keyColumn;
        copy.keyIsRowId = keyIsRowId;
        copy.timeout = timeout;
        copy.producer = producer;
        return copy;
    }
}
