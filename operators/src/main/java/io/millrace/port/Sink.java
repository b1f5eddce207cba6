package io.millrace.port;

import io.millrace.batch.Batch;

/**
 * Takes a table's changes out, whole epochs in order: any number of {@link #write}, then {@link #prepare}, then, once the
 * epoch is durable, {@link #commit}. Called by one thread at a time.
 */
public interface Sink extends AutoCloseable {
    /** Called once before the first row, with the names and types of the columns. */
    void open(SinkContext context);

    /** Takes changes of an epoch that is about to be prepared; borrows the batch until return. Within an epoch no row is both
     *  added and taken back; retractions of a key come before its insertions. */
    void write(long epoch, Batch batch);

    /** The epoch is complete: everything that can fail is done here. */
    default void prepare(long epoch) {}

    /** The epoch is durable in the journal: makes it visible. */
    default void commit(long epoch) {}

    /** Returns the last epoch that is visible outside, or −1; what was prepared after it is undone. */
    default long recover() {
        return -1;
    }

    /** Whether row ids must be in the batches. */
    default boolean needsKeys() {
        return false;
    }

    /** All inputs have ended and every epoch is committed. */
    default void finish() {}

    @Override
    default void close() {}
}
