package io.millrace.kafka;

import io.millrace.batch.Batch;
import io.millrace.port.DataError;
import io.millrace.port.Epochs;
import io.millrace.port.Sink;
import io.millrace.port.SinkContext;
import io.millrace.type.Schema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Writes every change of a table as one message. Every option returns a new sink; a sink runs once.
 *
 * <p>All messages have the headers {@code pathway_time} (the epoch), {@code pathway_diff} (the weight), {@code millrace_sink} (the
 * sink's name) and {@code millrace_sequence} (the message's number in its epoch, from 0), in decimal text. An epoch is sent
 * once it is durable in the journal, and held until then; after a crash the last one may come again, and a reader that wants it once
 * leaves out what it has seen of (sink, time, sequence).
 *
 * <p>A row with a cell in error gives no message but a report.
 */
public final class KafkaSink implements Sink {
    private static final Header ADDED = header("pathway_diff", "1");
    private static final Header TAKEN_BACK = header("pathway_diff", "-1");

    private final SinkSettings settings;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Callback onSent = (place, error) -> {
        if (error != null) {
            failure.compareAndSet(null, error);
        }
    };
    /** The messages of the epoch that is written. */
    private final List<ProducerRecord<byte[], byte[]>> unsent = new ArrayList<>();

    private SinkContext context;
    private Producer<byte[], byte[]> producer;
    private MessageValues values;
    private int keyColumn = -1;
    private Header sinkHeader;
    private Header timeHeader;
    private long headerEpoch = -1;
    private long sequence;

    KafkaSink(SinkSettings settings) {
        this.settings = settings;
    }

    /** Takes messages' values from this column; needed for raw and plain text where the table has several. */
    public KafkaSink valueColumn(String name) {
        if (settings.format == MessageFormat.JSON) {
            throw new IllegalArgumentException("valueColumn() is for raw and plain text; JSON holds all columns");
        }
        return with(next -> next.valueColumn = name);
    }

    /** Takes messages' keys from this column: bytes and text as they are, other types as JSON, None as no key. */
    public KafkaSink keyColumn(String name) {
        return with(next -> {
            next.keyColumn = name;
            next.keyIsRowId = false;
        });
    }

    /** Makes row ids the messages' keys, in 16 bytes, the lowest first, as Pathway does. */
    public KafkaSink keyFromRowId() {
        return with(next -> {
            next.keyColumn = null;
            next.keyIsRowId = true;
        });
    }

    /** Sets how long the broker may take to answer at the start, and to make room for a message; 30 seconds by default. */
    public KafkaSink timeout(Duration timeout) {
        Clients.requirePositive(timeout);
        return with(next -> next.timeout = timeout);
    }

    /**
     * Passes a setting on to Kafka's producer.
     *
     * @throws IllegalArgumentException for a setting that the sink must have its own way
     */
    public KafkaSink producerSetting(String key, String value) {
        return producerSettings(Map.of(key, value));
    }

    /** Passes settings on to Kafka's producer; see {@link #producerSetting}. */
    public KafkaSink producerSettings(Map<String, String> more) {
        more.keySet().forEach(Clients::requireFreeForProducer);
        Map<String, String> all = new HashMap<>(settings.producer);
        all.putAll(more);
        return with(next -> next.producer = Map.copyOf(all));
    }

    @Override
    public boolean needsKeys() {
        return settings.keyIsRowId;
    }

    @Override
    public void open(SinkContext newContext) {
        context = newContext;
        Schema schema = context.schema();
        keyColumn = settings.keyColumn == null ? -1 : schema.require(settings.keyColumn);
        values = MessageValues.of(settings, schema, context.pool().allocator());
        sinkHeader = header("millrace_sink", context.name());
        producer = Clients.producer(settings);
        try {
            producer.partitionsFor(settings.topic);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            close();
            throw new IllegalStateException(
                    "sink " + context.name() + " cannot write to topic " + settings.topic + " at "
                            + settings.bootstrapServers + " (waited " + settings.timeout.toMillis()
                            + " ms); is the broker running, and is there such a topic? Kafka says: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void write(long epoch, Batch batch) {
        requireNoFailure();
        if (epoch != headerEpoch) {
            headerEpoch = epoch;
            timeHeader = header("pathway_time", Epochs.text(epoch));
            sequence = 0;
        }
        boolean mayHaveErrors = false;
        for (int column = 0; column < batch.columnCount(); column++) {
            mayHaveErrors |=
                    batch.column(column).errors() != 0 || batch.column(column).pending() != 0;
        }
        values.begin(batch, epoch);
        int count = batch.selectedCount();
        for (int i = 0; i < count; i++) {
            if (!mayHaveErrors || isWhole(batch, batch.selectedRow(i))) {
                send(batch, i);
            }
        }
    }

    private void send(Batch batch, int index) {
        int row = batch.selectedRow(index);
        long diff = batch.weight(row);
        Header diffHeader = diff == 1 ? ADDED : diff == -1 ? TAKEN_BACK : header("pathway_diff", Long.toString(diff));
        List<Header> headers =
                List.of(timeHeader, diffHeader, sinkHeader, header("millrace_sequence", Long.toString(sequence++)));
        byte[] value = values.value(batch, index);
        unsent.add(new ProducerRecord<>(settings.topic, null, null, key(batch, row), value, headers));
    }

    private byte[] key(Batch batch, int row) {
        if (settings.keyIsRowId) {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(batch.keys().getLow(row))
                    .putLong(batch.keys().getHigh(row))
                    .array();
        }
        return keyColumn < 0 ? null : values.key(batch.column(keyColumn), row);
    }

    private boolean isWhole(Batch batch, int row) {
        for (int column = 0; column < batch.columnCount(); column++) {
            if (batch.column(column).isError(row) || batch.column(column).isPending(row)) {
                context.errors()
                        .report(new DataError(
                                DataError.Kind.ERROR_IN_OUTPUT,
                                -1,
                                context.name(),
                                "a row was not written to topic " + settings.topic + ": its column "
                                        + context.schema().field(column).name() + " is "
                                        + batch.column(column)
                                                .status(row)
                                                .name()
                                                .toLowerCase(Locale.ROOT),
                                null));
                return false;
            }
        }
        return true;
    }

    /** Sends the epoch, and waits until the broker has every message: before it was durable, it might never have been. */
    @Override
    public void commit(long epoch) {
        for (ProducerRecord<byte[], byte[]> message : unsent) {
            producer.send(message, onSent);
        }
        unsent.clear();
        producer.flush();
        requireNoFailure();
    }

    private void requireNoFailure() {
        Exception cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException(
                    "sink " + context.name() + " could not write to topic " + settings.topic + ": "
                            + cause.getMessage(),
                    cause);
        }
    }

    /** Drops what no epoch has prepared: it is written again after a restart. */
    @Override
    public void close() {
        if (values != null) {
            values.close();
            values = null;
        }
        if (producer == null) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            producer.close(Duration.ZERO);
        } finally {
            producer = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private KafkaSink with(Consumer<SinkSettings> option) {
        SinkSettings next = settings.copy();
        option.accept(next);
        return new KafkaSink(next);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
