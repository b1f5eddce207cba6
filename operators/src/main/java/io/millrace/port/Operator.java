package io.millrace.port;

import io.millrace.batch.Batch;

/**
 * A stateful or stateless step of a dataflow on one worker. The worker's thread calls it: any number of {@link #push}, then
 * {@link #endEpoch} once all inputs have ended the epoch, over and over, and {@link #close} at last.
 */
public interface Operator extends AutoCloseable {
    /** Takes a batch of the open epoch at input {@code input}; borrows it until return. */
    void push(int input, Batch batch);

    /** All of {@code epoch} has been pushed: emits what is left to say about it. */
    default void endEpoch(long epoch) {}

    /** Bytes of state that this operator keeps between epochs. */
    default long stateBytes() {
        return 0;
    }

    /** Frees the state. */
    @Override
    default void close() {}
}
