package io.millrace.kafka;

import io.millrace.port.SourceOutput;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads a topic from a position on, until its end of the moment or for ever. Owns its consumer. The source's thread. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PARTITION_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SourceSettings settings;
    private final SourceOutput output;
    private final Consumer<ByteBuffer, ByteBuffer> consumer;
    private final Positions positions = new Positions();
    private final List<TopicPartition> assigned = new ArrayList<>();
    private long partitionsCheckedNanos = System.nanoTime();

    TopicReader(SourceSettings settings, SourceOutput output) {
        this.settings = settings;
        this.output = output;
        consumer = Clients.consumer(settings);
    }

    /** @param position what a batch was emitted with, or null to begin as the user said */
    void run(byte[] position) {
        try {
            seek(position);
            Map<TopicPartition, Long> ends = settings.isStatic ? ends(assigned) : null;
            try (RowBatches batches =
                    new RowBatches(settings, output, positions, settings.byReference ? new Reference() : null)) {
                while (!output.isStopped() && (ends == null || !isAt(ends))) {
                    read(batches);
                    if (ends == null) {
                        findNewPartitions();
                    }
                }
            }
        } catch (InterruptException e) {
            // Being stopped may interrupt a wait inside the client; anybody else's interrupt is a failure.
            if (!output.isStopped()) {
                throw e;
            }
        } catch (OffsetOutOfRangeException e) {
            throw outOfRange(e);
        } catch (TimeoutException e) {
            throw Clients.silent(settings.name, settings.bootstrapServers, settings.timeout, e);
        }
    }

    private void read(RowBatches batches) {
        ConsumerRecords<ByteBuffer, ByteBuffer> fetched = consumer.poll(POLL);
        if (fetched.isEmpty()) {
            return;
        }
        for (TopicPartition partition : fetched.partitions()) {
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> messages = fetched.records(partition);
            for (int i = 0; i < messages.size(); i++) {
                batches.add(messages.get(i));
            }
        }
        batches.emit();
    }

    private void seek(byte[] position) {
        List<TopicPartition> partitions = Clients.partitions(consumer, settings);
        assigned.addAll(partitions);
        consumer.assign(partitions);
        Map<TopicPartition, Long> starts =
                position == null ? firstStarts(partitions) : journalled(position, partitions);
        for (TopicPartition partition : partitions) {
            begin(partition, starts.get(partition));
        }
    }

    private void begin(TopicPartition partition, long offset) {
        positions.set(partition.partition(), offset);
        consumer.seek(partition, offset);
    }

    private Map<TopicPartition, Long> firstStarts(List<TopicPartition> partitions) {
        return switch (settings.start) {
            case StartPosition.Beginning beginning -> consumer.beginningOffsets(partitions, settings.timeout);
            case StartPosition.End end -> ends(partitions);
            case StartPosition.Timestamp timestamp -> {
                Map<TopicPartition, Long> starts = new HashMap<>(ends(partitions));
                Map<TopicPartition, Long> wanted = new HashMap<>();
                partitions.forEach(
                        partition -> wanted.put(partition, timestamp.instant().toEpochMilli()));
                Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(wanted, settings.timeout);
                found.forEach((partition, first) -> {
                    if (first != null) {
                        starts.put(partition, first.offset());
                    }
                });
                yield starts;
            }
        };
    }

    /** Where a former run stood; partitions that are new since then begin at their beginning. */
    private Map<TopicPartition, Long> journalled(byte[] position, List<TopicPartition> partitions) {
        Positions former = Positions.decode(position);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, settings.timeout);
        Map<TopicPartition, Long> ends = ends(partitions);
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long next = former.get(partition.partition());
            if (next == Positions.NONE) {
                starts.put(partition, beginnings.get(partition));
                continue;
            }
            if (next < beginnings.get(partition) || next > ends.get(partition)) {
                throw gone(partition, next, beginnings.get(partition), ends.get(partition));
            }
            starts.put(partition, next);
        }
        for (int partition = 0; partition < former.partitionLimit(); partition++) {
            TopicPartition wanted = new TopicPartition(settings.topic, partition);
            if (former.get(partition) != Positions.NONE && !partitions.contains(wanted)) {
                throw new IllegalStateException("source " + settings.name + " was reading partition " + partition
                        + " of topic " + settings.topic + ", which now has " + partitions.size()
                        + " partitions; it is not the topic that it was");
            }
        }
        return starts;
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        return consumer.endOffsets(partitions, settings.timeout);
    }

    /** Whether all of what there was at the start has been read; the position also passes what is no message. */
    private boolean isAt(Map<TopicPartition, Long> ends) {
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (consumer.position(end.getKey(), settings.timeout) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    private void findNewPartitions() {
        long now = System.nanoTime();
        if (now - partitionsCheckedNanos < PARTITION_CHECK_NANOS) {
            return;
        }
        partitionsCheckedNanos = now;
        // Answered from what the client knows, which it refreshes every metadata.max.age.ms.
        List<TopicPartition> known = Clients.partitions(consumer, settings);
        if (known.size() <= assigned.size()) {
            return;
        }
        known.removeAll(assigned);
        assigned.addAll(known);
        consumer.assign(assigned);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(known, settings.timeout);
        known.forEach(partition -> begin(partition, beginnings.get(partition)));
    }

    private IllegalStateException outOfRange(OffsetOutOfRangeException failure) {
        TopicPartition partition = failure.partitions().iterator().next();
        List<TopicPartition> asked = List.of(partition);
        IllegalStateException error = gone(
                partition,
                failure.offsetOutOfRangePartitions().get(partition),
                consumer.beginningOffsets(asked, settings.timeout).get(partition),
                ends(asked).get(partition));
        error.initCause(failure);
        return error;
    }

    private IllegalStateException gone(TopicPartition partition, long wanted, long first, long end) {
        return new IllegalStateException("source " + settings.name + " stands at "
                + Places.text(settings.topic, partition.partition(), wanted) + ", and the broker has offsets " + first
                + " to " + end + ": "
                + (wanted < first
                        ? "messages that were not read yet are gone; keep them longer (retention.ms, retention.bytes)"
                        : "the topic lost messages, or is another one of the same name"));
    }

    @Override
    public void close() {
        // A pending interrupt would make the client throw instead of closing its sockets.
        boolean interrupted = Thread.interrupted();
        try {
            consumer.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
