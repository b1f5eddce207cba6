package io.millrace.table;

import io.millrace.port.ErrorLog;
import io.millrace.schedule.RunSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a pipeline runs.
 *
 * @param memoryLimit off-heap bytes
 * @param storage where input is written ahead, or null
 */
record PipelineOptions(
        String name,
        int workers,
        long memoryLimit,
        Duration autocommit,
        long maxEpochRows,
        int batchRows,
        Path storage,
        boolean failFast) {
    static PipelineOptions defaults() {
        RunSettings settings = RunSettings.of(error -> {}, Runtime.getRuntime().maxMemory());
        return new PipelineOptions(
                "pipeline",
                settings.workers(),
                settings.memoryLimitBytes(),
                settings.autocommit(),
                settings.maxEpochRows(),
                settings.batchRows(),
                null,
                true);
    }

    RunSettings settings(ErrorLog errors) {
        return RunSettings.of(errors, memoryLimit)
                .withWorkers(workers)
                .withAutocommit(autocommit)
                .withMaxEpochRows(maxEpochRows)
                .withBatchRows(batchRows);
    }

    PipelineOptions withName(String value) {
        return new PipelineOptions(value, workers, memoryLimit, autocommit, maxEpochRows, batchRows, storage, failFast);
    }

    PipelineOptions withWorkers(int value) {
        return new PipelineOptions(name, value, memoryLimit, autocommit, maxEpochRows, batchRows, storage, failFast);
    }

    PipelineOptions withMemoryLimit(long value) {
        return new PipelineOptions(name, workers, value, autocommit, maxEpochRows, batchRows, storage, failFast);
    }

    PipelineOptions withAutocommit(Duration value) {
        return new PipelineOptions(name, workers, memoryLimit, value, maxEpochRows, batchRows, storage, failFast);
    }

    PipelineOptions withMaxEpochRows(long value) {
        return new PipelineOptions(name, workers, memoryLimit, autocommit, value, batchRows, storage, failFast);
    }

    PipelineOptions withBatchRows(int value) {
        return new PipelineOptions(name, workers, memoryLimit, autocommit, maxEpochRows, value, storage, failFast);
    }

    PipelineOptions withStorage(Path value) {
        return new PipelineOptions(name, workers, memoryLimit, autocommit, maxEpochRows, batchRows, value, failFast);
    }

    PipelineOptions withFailFast(boolean value) {
        return new PipelineOptions(name, workers, memoryLimit, autocommit, maxEpochRows, batchRows, storage, value);
    }
}
