package io.millrace.kafka;

import io.millrace.batch.BatchBuilder;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Turns messages into rows of a builder, at most one each, in order: any number of {@link #add} (not more than the builder has
 * room for), then {@link #end}. Until then it may hold on to messages. One thread.
 */
sealed interface MessageRows extends AutoCloseable permits PlainRows, JsonRows {
    void add(ConsumerRecord<ByteBuffer, ByteBuffer> message, BatchBuilder into);

    /** Writes what is still owed. */
    void end(BatchBuilder into);

    /** Whether row {@code row} of the builder must go, since its id is in error. Asked after {@link #end}. */
    boolean isDropped(int row);

    /** Rows that {@link #isDropped}; forgotten at the next {@link #add}. */
    int droppedCount();

    @Override
    void close();
}
