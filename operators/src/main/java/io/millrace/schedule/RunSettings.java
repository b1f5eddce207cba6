package io.millrace.schedule;

import io.millrace.batch.BatchPool;
import io.millrace.port.ErrorLog;
import java.time.Duration;

/**
 * How a dataflow runs. Built once by whoever starts it.
 *
 * @param workers threads that share the state
 * @param batchRows rows that batches are cut at
 * @param maxEpochRows an epoch of live input ends at the first batch with which it has this many rows
 * @param autocommit an epoch of live input ends at the latest after this time
 * @param queuedBatches batches that a source may be ahead of the workers
 * @param memoryLimitBytes off-heap bytes of the whole run
 * @param errors where data errors go; throws in fail-fast mode
 */
public record RunSettings(
        int workers,
        int batchRows,
        long maxEpochRows,
        Duration autocommit,
        int queuedBatches,
        long memoryLimitBytes,
        ErrorLog errors) {
    public RunSettings {
        if (workers < 1 || workers > 1024) {
            throw new IllegalArgumentException(workers + " workers; there are 1 to 1024, the number of key groups");
        }
        if (batchRows < 1 || maxEpochRows < 1 || queuedBatches < 1) {
            throw new IllegalArgumentException("batchRows " + batchRows + ", maxEpochRows " + maxEpochRows
                    + " and queuedBatches " + queuedBatches + " must be positive");
        }
    }

    /** One worker, epochs of up to a million rows or a tenth of a second. */
    public static RunSettings of(ErrorLog errors, long memoryLimitBytes) {
        return new RunSettings(
                1, BatchPool.DEFAULT_ROWS, 1_000_000, Duration.ofMillis(100), 64, memoryLimitBytes, errors);
    }

    public RunSettings withWorkers(int count) {
        return new RunSettings(count, batchRows, maxEpochRows, autocommit, queuedBatches, memoryLimitBytes, errors);
    }

    public RunSettings withMaxEpochRows(long rows) {
        return new RunSettings(workers, batchRows, rows, autocommit, queuedBatches, memoryLimitBytes, errors);
    }

    public RunSettings withBatchRows(int rows) {
        return new RunSettings(workers, rows, maxEpochRows, autocommit, queuedBatches, memoryLimitBytes, errors);
    }

    public RunSettings withAutocommit(Duration interval) {
        return new RunSettings(workers, batchRows, maxEpochRows, interval, queuedBatches, memoryLimitBytes, errors);
    }
}
