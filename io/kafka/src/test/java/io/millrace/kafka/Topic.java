package io.millrace.kafka;

import io.millrace.kafka.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic as a test sees it from outside the engine. */
final class Topic {
    private final EmbeddedBroker broker;
    private final String name;
    private final int partitions;

    private Topic(EmbeddedBroker broker, String name, int partitions) {
        this.broker = broker;
        this.name = name;
        this.partitions = partitions;
    }

    static Topic create(EmbeddedBroker broker, String name, int partitions) throws IOException {
        broker.createTopic(name, partitions);
        return new Topic(broker, name, partitions);
    }

    String name() {
        return name;
    }

    String address() {
        return broker.bootstrapServers();
    }

    static byte[] utf8(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", address());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends values without keys to a partition. */
    void send(int partition, String... values) {
        send(Arrays.stream(values)
                .map(value -> new ProducerRecord<byte[], byte[]>(name, partition, null, utf8(value)))
                .toList());
    }

    /** Sends one message to a partition; null is no key or no value. */
    void send(int partition, byte[] key, byte[] value) {
        send(List.of(new ProducerRecord<>(name, partition, key, value)));
    }

    void send(List<ProducerRecord<byte[], byte[]>> messages) {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            messages.forEach(producer::send);
        }
    }

    /** Sends values in a transaction that ends well or not. */
    void sendInTransaction(boolean commits, String... values) {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "test"))) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String value : values) {
                producer.send(new ProducerRecord<>(name, 0, null, utf8(value)));
            }
            producer.flush();
            if (commits) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    void deleteBefore(int partition, long offset) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            admin.deleteRecords(Map.of(new TopicPartition(name, partition), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    void growTo(int newPartitions) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            admin.createPartitions(Map.of(name, NewPartitions.increaseTo(newPartitions)))
                    .all()
                    .get();
        }
    }

    /** Reads {@code count} messages, waiting for them up to half a minute. */
    List<ConsumerRecord<byte[], byte[]>> read(int count) {
        List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                all.add(new TopicPartition(name, partition));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (messages.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(50)).forEach(messages::add);
            }
        }
        return messages;
    }
}
