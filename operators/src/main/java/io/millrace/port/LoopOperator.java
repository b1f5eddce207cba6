package io.millrace.port;

/**
 * An operator inside a loop that has something to say at the end of an iteration. Batches that it is given and puts out carry the
 * iteration that they are a change of. Of an epoch, iterations come in ascending order, and those are left out at which no operator
 * of any worker has something to say. {@link #endEpoch} comes once all of them have ended.
 *
 * <p>Other operators inside a loop, which keep nothing, are told {@link #endEpoch} at the end of each iteration.
 */
public interface LoopOperator extends Operator {
    /** What {@link #nextIteration} returns where there is none. */
    int NONE = Integer.MAX_VALUE;

    /** An iteration begins. The first one, 0, has begun with the epoch, and is not announced. */
    default void beginIteration(long epoch, int iteration) {}

    /** All of the iteration has been pushed: emits what is left to say about it. */
    void endIteration(long epoch, int iteration);

    /** The first iteration after the one that has ended at which this operator has something to say whatever comes, or {@link #NONE}. */
    int nextIteration();
}
