package io.millrace.kafka;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.port.SourceOutput;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes batches of messages and emits them, each with the position behind it. Owns its builder. One thread. */
final class RowBatches implements AutoCloseable {
    private final SourceOutput output;
    private final Positions positions;
    private final Reference reference;
    private final MessageRows rows;
    private final BatchBuilder builder;
    private final int capacity;
    private int messageCount;

    /**
     * @param positions advanced with every message, and emitted; null in replay, where the journal knows them
     * @param reference filled with every message, and emitted and cleared with every batch; null to journal rows
     */
    RowBatches(SourceSettings settings, SourceOutput output, Positions positions, Reference reference) {
        this.output = output;
        this.positions = positions;
        this.reference = reference;
        builder = output.newBuilder();
        capacity = builder.freeRows();
        if (settings.isUpsert() && builder.keys() == null) {
            builder.close();
            throw new IllegalStateException(
                    "source " + settings.name + " replaces rows by their id, so that the plan must ask for row ids");
        }
        rows = settings.format == MessageFormat.JSON ? new JsonRows(settings, output) : new PlainRows(settings, output);
    }

    /** Takes a message; emits those before it when they fill a batch. */
    void add(ConsumerRecord<ByteBuffer, ByteBuffer> message) {
        if (messageCount == capacity) {
            emit();
        }
        messageCount++;
        rows.add(message, builder);
        if (positions != null) {
            positions.set(message.partition(), message.offset() + 1);
        }
        if (reference != null) {
            reference.add(message);
        }
    }

    /** Emits the rows of all messages added. */
    void emit() {
        if (messageCount == 0) {
            return;
        }
        messageCount = 0;
        rows.end(builder);
        if (rows.droppedCount() > 0) {
            leaveOutDropped();
        }
        if (builder.rowCount() > 0) {
            byte[] position = positions == null ? null : positions.encode();
            if (positions == null || reference == null) {
                output.emit(builder.build(0, 0), position);
            } else {
                output.emit(builder.build(0, 0), position, reference.encode());
            }
        }
        if (positions != null && reference != null) {
            reference.clear();
        }
    }

    private void leaveOutDropped() {
        try (Batch all = builder.build(0, 0)) {
            for (int row = 0; row < all.rowCount(); row++) {
                if (!rows.isDropped(row)) {
                    for (int column = 0; column < all.columnCount(); column++) {
                        builder.column(column).appendFrom(all.column(column), row);
                    }
                    if (builder.keys() != null) {
                        builder.keys().appendFrom(all.keys(), row);
                    }
                    builder.endRow(all.weight(row));
                }
            }
        }
    }

    @Override
    public void close() {
        rows.close();
        builder.close();
    }
}
