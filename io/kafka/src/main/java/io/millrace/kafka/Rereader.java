package io.millrace.kafka;

import io.millrace.port.SourceOutput;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads the messages behind references again. References usually follow each other, so what was fetched too far is kept for
 * the next one. Owns its consumer. One thread.
 */
final class Rereader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final SourceSettings settings;
    private final Consumer<ByteBuffer, ByteBuffer> consumer;
    private final List<TopicPartition> partitions;
    private final Map<Integer, Fetched> fetched = new HashMap<>();

    /** What was fetched of a partition and not used yet. */
    private static final class Fetched {
        final TopicPartition partition;
        final ArrayDeque<ConsumerRecord<ByteBuffer, ByteBuffer>> messages = new ArrayDeque<>();
        /** Offset from which on everything is in {@link #messages} or still to be polled. */
        long from = Positions.NONE;

        Fetched(TopicPartition partition) {
            this.partition = partition;
        }
    }

    Rereader(SourceSettings settings) {
        this.settings = settings;
        consumer = Clients.consumer(settings);
        try {
            partitions = Clients.partitions(consumer, settings);
        } catch (RuntimeException | Error e) {
            consumer.close();
            throw e;
        }
    }

    void replay(SourceOutput output, byte[] bytes) {
        Reference reference = Reference.decode(bytes);
        Reference again = new Reference();
        try (RowBatches batches = new RowBatches(settings, output, null, again)) {
            for (int run = 0; run < reference.runCount(); run++) {
                reread(reference.partition(run), reference.first(run), reference.last(run), batches);
            }
            if (!reference.isOf(again)) {
                throw new IllegalStateException("source " + settings.name + ": the messages from "
                        + Places.text(settings.topic, reference.partition(0), reference.first(0))
                        + " on are not those that were read before (compaction, or another topic of the same name);"
                        + " without journalledByReference() the journal keeps the rows themselves");
            }
            batches.emit();
        } catch (TimeoutException e) {
            throw Clients.silent(settings.name, settings.bootstrapServers, settings.timeout, e);
        }
    }

    private void reread(int partition, long first, long last, RowBatches batches) {
        Fetched source = seek(partition, first, last);
        try {
            consumer.resume(List.of(source.partition));
            long deadline = System.nanoTime() + settings.timeout.toNanos();
            while (true) {
                for (ConsumerRecord<ByteBuffer, ByteBuffer> next = source.messages.peek();
                        next != null;
                        next = source.messages.peek()) {
                    if (next.offset() > last) {
                        source.from = last + 1;
                        return;
                    }
                    batches.add(source.messages.poll());
                    if (next.offset() == last) {
                        source.from = last + 1;
                        return;
                    }
                    deadline = System.nanoTime() + settings.timeout.toNanos();
                }
                if (consumer.position(source.partition, settings.timeout) > last) {
                    // The last message itself is gone; the checksum will tell.
                    source.from = last + 1;
                    return;
                }
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("nothing came for " + settings.timeout);
                }
                for (ConsumerRecord<ByteBuffer, ByteBuffer> message : consumer.poll(POLL)) {
                    fetched.get(message.partition()).messages.add(message);
                }
            }
        } catch (OffsetOutOfRangeException e) {
            throw gone(source.partition, first, last, e);
        } finally {
            consumer.pause(List.of(source.partition));
        }
    }

    /** Makes sure that what comes next of a partition begins at {@code first}. */
    private Fetched seek(int number, long first, long last) {
        TopicPartition partition = new TopicPartition(settings.topic, number);
        if (!partitions.contains(partition)) {
            throw gone(partition, first, last, null);
        }
        Fetched source = fetched.get(number);
        if (source == null) {
            source = new Fetched(partition);
            fetched.put(number, source);
            List<TopicPartition> used =
                    fetched.values().stream().map(other -> other.partition).toList();
            consumer.assign(used);
            consumer.pause(used);
        }
        while (!source.messages.isEmpty() && source.messages.peek().offset() < first) {
            source.messages.poll();
        }
        boolean follows = source.from != Positions.NONE && source.from <= first;
        if (!follows || source.messages.isEmpty() && consumer.position(partition, settings.timeout) != first) {
            source.messages.clear();
            List<TopicPartition> asked = List.of(partition);
            long beginning = consumer.beginningOffsets(asked, settings.timeout).get(partition);
            long end = consumer.endOffsets(asked, settings.timeout).get(partition);
            if (first < beginning || last >= end) {
                throw gone(partition, first, last, null);
            }
            consumer.seek(partition, first);
        }
        source.from = first;
        return source;
    }

    private IllegalStateException gone(TopicPartition partition, long first, long last, Exception cause) {
        return new IllegalStateException(
                "source " + settings.name + " must read "
                        + Places.text(settings.topic, partition.partition(), first) + " to " + last
                        + " again, and the broker does not have all of them any more; keep messages longer than the"
                        + " journal (retention.ms, retention.bytes), or journal the rows themselves",
                cause);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
