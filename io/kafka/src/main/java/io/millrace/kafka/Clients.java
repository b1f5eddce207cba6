package io.millrace.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/** Opens Kafka's clients with settings for throughput, and asks them what must be known before the first message. */
final class Clients {
    private static final Set<String> OWN_CONSUMER_SETTINGS = Set.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
    private static final Set<String> OWN_PRODUCER_SETTINGS = Set.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    private Clients() {}

    static void requireAddress(String bootstrapServers, String topic) {
        if (bootstrapServers.isBlank() || topic.isBlank()) {
            throw new IllegalArgumentException(
                    "bootstrap servers \"" + bootstrapServers + "\" and topic \"" + topic + "\" must not be empty");
        }
    }

    static void requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout + "; it must be positive");
        }
    }

    static void requireFreeForConsumer(String setting) {
        requireFree(OWN_CONSUMER_SETTINGS, setting);
    }

    static void requireFreeForProducer(String setting) {
        requireFree(OWN_PRODUCER_SETTINGS, setting);
    }

    private static void requireFree(Set<String> own, String setting) {
        if (own.contains(setting)) {
            throw new IllegalArgumentException(
                    setting + " is not for the user to set: positions, formats and transactions are the engine's");
        }
    }

    /** Returns an owned consumer of slices of what came over the network: no copy of a key or value is made. */
    static Consumer<ByteBuffer, ByteBuffer> consumer(SourceSettings settings) {
        Map<String, Object> all = new HashMap<>();
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // A poll hands out what a fetch brought, rather than 500 messages of it.
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "32768");
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(4 << 20));
        all.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, Integer.toString(1 << 20));
        all.putAll(settings.consumer);
        all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // An offset that the broker does not have is an error, not a reason to skip messages.
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return new KafkaConsumer<>(all, new ByteBufferDeserializer(), new ByteBufferDeserializer());
    }

    /** Returns an owned producer. What is sent goes out at the latest when the epoch is prepared, so it may linger. */
    static Producer<byte[], byte[]> producer(SinkSettings settings) {
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.LINGER_MS_CONFIG, "10");
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(256 << 10));
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(64 << 20));
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(settings.timeout.toMillis()));
        all.putAll(settings.producer);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Returns the topic's partitions.
     *
     * @throws IllegalStateException when no broker answers in time or the topic does not exist
     */
    static List<TopicPartition> partitions(Consumer<?, ?> consumer, SourceSettings settings) {
        List<PartitionInfo> known;
        try {
            known = consumer.partitionsFor(settings.topic, settings.timeout);
        } catch (TimeoutException e) {
            throw silent(settings.name, settings.bootstrapServers, settings.timeout, e);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw new IllegalStateException(
                    "source " + settings.name + " cannot read topic " + settings.topic + ": " + e.getMessage(), e);
        }
        if (known == null || known.isEmpty()) {
            throw new IllegalStateException("source " + settings.name + ": there is no topic " + settings.topic + " at "
                    + settings.bootstrapServers);
        }
        List<TopicPartition> partitions = new ArrayList<>(known.size());
        for (PartitionInfo info : known) {
            partitions.add(new TopicPartition(info.topic(), info.partition()));
        }
        return partitions;
    }

    static IllegalStateException silent(String name, String bootstrapServers, Duration timeout, Exception cause) {
        return new IllegalStateException(
                name + ": no Kafka broker answered at " + bootstrapServers + " within " + timeout.toMillis()
                        + " ms; is it running, and is the address right?",
                cause);
    }
}
