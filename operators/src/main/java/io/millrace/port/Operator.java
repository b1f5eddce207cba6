package io.millrace.port;

import io.millrace.batch.Batch;
import java.io.IOException;

/**
 * A stateful or stateless step of a dataflow on one worker. The worker's thread calls it: any number of {@link #push}, then
 * {@link #endEpoch} once all inputs have ended the epoch, over and over, and {@link #close} at last.
 *
 * <p>Between two epochs the state may be saved. A run that goes on from a checkpoint restores it before the first push, and then
 * puts out what a run without an interruption would. An operator without state does neither.
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

    /**
     * Writes the state as it is between two epochs, when every operator of the worker has ended the last one: rows and
     * accumulators, no indexes. Writes from off-heap memory to the channels, and copies no more than a buffer of it.
     */
    default void saveTo(StateOutput out) throws IOException {}

    /**
     * Adds what a saved state of the same plan holds of {@link OperatorContext#keyGroups}. Called once for each former worker
     * that has some of them: one, whose state is read as it lies, where the number of workers is what it was.
     *
     * @throws IOException when the bytes are damaged or of another plan; the operator can then only be closed
     */
    default void restoreFrom(StateInput in) throws IOException {}

    /** Frees the state. */
    @Override
    default void close() {}
}
