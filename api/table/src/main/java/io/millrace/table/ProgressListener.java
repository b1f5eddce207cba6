package io.millrace.table;

import io.millrace.schedule.EpochListener;
import io.millrace.schedule.Execution;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** Counts epochs, and looks at the operators' counters from time to time, on the driver's thread as they want it. */
final class ProgressListener implements EpochListener {
    private static final long REFRESH_NANOS = 100_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long[] NONE = {};

    private final SingleWriterRecorder latencies = new SingleWriterRecorder(3);
    private Execution execution;
    private long refreshedNanos;
    private volatile Progress progress = new Progress(-1, 0, 0, 0, 0);
    private volatile long[] rowsOut = NONE;
    private volatile long[] stateBytes = NONE;

    void watch(Execution watched) {
        execution = watched;
    }

    @Override
    public void epochCommitted(long epoch, long rows, long firstEmittedNanos, long committedNanos) {
        progress = new Progress(epoch, progress.epochs() + 1, progress.rows() + rows, 0, progress.stateBytes());
        latencies.recordValue(Math.max(0, (committedNanos - firstEmittedNanos) / NANOS_PER_MICRO));
        if (committedNanos - refreshedNanos >= REFRESH_NANOS) {
            refreshedNanos = committedNanos;
            refresh();
        }
    }

    /** Reads the counters now; only on the driver's thread. */
    void refresh() {
        var counters = execution.progress();
        rowsOut = counters.rowsOut();
        stateBytes = counters.stateBytes();
        long bytes = Arrays.stream(stateBytes).sum();
        progress = new Progress(progress.epoch(), progress.epochs(), progress.rows(), 0, bytes);
    }

    Progress current(long errors) {
        Progress now = progress;
        return new Progress(now.epoch(), now.epochs(), now.rows(), errors, now.stateBytes());
    }

    /** Microseconds from source to published of the epochs since the last call; any thread. */
    Histogram takeLatencies() {
        return latencies.getIntervalHistogram();
    }

    long rowsOut(int node) {
        return node < rowsOut.length ? rowsOut[node] : 0;
    }

    long stateBytes(int node) {
        return node < stateBytes.length ? stateBytes[node] : 0;
    }
}
