package io.millrace.port;

import io.millrace.batch.BatchPool;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What an operator on one worker may use. All of it is borrowed for the operator's life.
 *
 * @param operatorId position of the operator in the plan, as the error log and {@code explain()} print it
 * @param name what the operator is called in plans and logs
 * @param allocator the operator's own allocator, for state
 * @param pool the worker's pool, for batches
 * @param errors where cells in error are reported
 */
public record OperatorContext(
        int operatorId,
        String name,
        int worker,
        int workerCount,
        BufferAllocator allocator,
        BatchPool pool,
        ErrorLog errors) {
    /** The key groups whose state is on this worker. */
    public KeyGroups keyGroups() {
        return KeyGroups.of(worker, workerCount);
    }

    /** Reports one data error of this operator. */
    public void report(DataError.Kind kind, String message, String userLine) {
        errors.report(new DataError(kind, operatorId, name, message, userLine));
    }
}
