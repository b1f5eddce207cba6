package io.millrace.control.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends orders to a topic, order {@code i} to partition {@code i mod n}: so each partition's length tells where it goes on, however
 * the last run ended.
 */
final class TopicFeed implements Runnable {
    private static final int ORDERS_A_STEP = 10_000;
    private static final long ORDERS_A_SECOND = 100_000;

    private final Orders orders;
    private final String bootstrapServers;
    private final long wantedRows;
    private volatile boolean stopped;
    private volatile Throwable failure;

    TopicFeed(Orders orders, String bootstrapServers, long wantedRows) {
        this.orders = orders;
        this.bootstrapServers = bootstrapServers;
        this.wantedRows = wantedRows;
    }

    @Override
    public void run() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "enable.idempotence", "true",
                "linger.ms", "5");
        try (KafkaProducer<byte[], String> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new StringSerializer())) {
            long[] lengths = lengths();
            long pauseNanos = ORDERS_A_STEP * 1_000_000_000L / ORDERS_A_SECOND;
            long due = System.nanoTime();
            // What is there already, whole rounds over the partitions, need not be looked at again.
            long first = Arrays.stream(lengths).min().orElse(0) * lengths.length;
            while (!stopped && (wantedRows < 0 || first < wantedRows)) {
                long end = wantedRows < 0 ? first + ORDERS_A_STEP : Math.min(first + ORDERS_A_STEP, wantedRows);
                send(producer, lengths, first, end);
                first = end;
                due += pauseNanos;
                while (!stopped && due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
        } catch (ExecutionException | RuntimeException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(KafkaProducer<byte[], String> producer, long[] lengths, long first, long end)
            throws InterruptedException, ExecutionException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (long number = first; number < end; number++) {
            int partition = (int) (number % lengths.length);
            if (number / lengths.length >= lengths[partition]) {
                line.setLength(0);
                orders.appendJson(number, line);
                sent.add(producer.send(new ProducerRecord<>(KafkaTransport.ORDERS, partition, null, line.toString())));
            }
        }
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    /** How many orders each partition has. */
    private long[] lengths() throws InterruptedException, ExecutionException {
        long[] lengths = new long[KafkaTransport.PARTITIONS];
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            for (int partition = 0; partition < lengths.length; partition++) {
                TopicPartition place = new TopicPartition(KafkaTransport.ORDERS, partition);
                ListOffsetsResultInfo last = admin.listOffsets(Map.of(place, OffsetSpec.latest()))
                        .partitionResult(place)
                        .get();
                lengths[partition] = last.offset();
            }
            admin.close(Duration.ofSeconds(1));
        }
        return lengths;
    }

    void stop() {
        stopped = true;
    }

    Throwable failure() {
        return failure;
    }
}
