package io.millrace.control.demo;

import io.millrace.kafka.Kafka;
import io.millrace.kafka.broker.EmbeddedBroker;
import io.millrace.port.Sink;
import io.millrace.port.Source;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Topic to topic. The broker keeps its messages in the demo's folder, so they outlive this process. */
final class KafkaTransport implements Transport {
    static final String ORDERS = "orders";
    static final int PARTITIONS = 4;
    private static final String TOTALS = "totals";
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Path copy;
    private final EmbeddedBroker broker;
    private final TopicFeed feed;

    KafkaTransport(Path folder, Path copy, Orders orders, long wantedRows) throws IOException {
        this.copy = copy;
        broker = EmbeddedBroker.start(folder, 0);
        broker.createTopic(ORDERS, PARTITIONS);
        broker.createTopic(TOTALS, 1);
        feed = new TopicFeed(orders, broker.bootstrapServers(), wantedRows);
    }

    @Override
    public void startFeed() {
        Thread.ofPlatform().name("demo-feed").daemon().start(feed);
    }

    @Override
    public Throwable feedFailure() {
        return feed.failure();
    }

    @Override
    public Source orders() {
        return Kafka.json(broker.bootstrapServers(), ORDERS, Order.class)
                .named("orders")
                .journalledByReference();
    }

    @Override
    public Sink totals() {
        return Kafka.jsonSink(broker.bootstrapServers(), TOTALS).keyColumn("category");
    }

    /** After a crash an epoch may be in the topic twice: the sink's headers tell. */
    @Override
    public Path changes() throws IOException {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        TopicPartition partition = new TopicPartition(TOTALS, 0);
        Set<String> seen = new HashSet<>();
        try (KafkaConsumer<String, String> consumer =
                        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
                BufferedWriter out = Files.newBufferedWriter(copy)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> message : consumer.poll(POLL)) {
                    if (seen.add(header(message, "pathway_time") + " " + header(message, "millrace_sequence"))) {
                        out.write(message.value());
                        out.newLine();
                    }
                }
            }
        }
        return copy;
    }

    private static String header(ConsumerRecord<String, String> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        feed.stop();
        broker.close();
    }
}
