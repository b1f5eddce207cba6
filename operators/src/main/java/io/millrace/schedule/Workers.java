package io.millrace.schedule;

import io.millrace.batch.Batch;
import java.io.IOException;

/** All workers of a run, as its driver sees them. Called by the driver's thread only. */
sealed interface Workers extends AutoCloseable permits InlineWorker, ThreadedWorkers {
    /** Takes ownership of a batch of the open epoch; may wait until a worker has room. */
    void push(int sourceNode, Batch batch);

    /** Ends the open epoch; returns once every operator of every worker has ended it. */
    void endEpoch(long epoch);

    void commit(long epoch);

    void finish();

    /** Has every worker do something on its thread, between two epochs; returns, or throws the first failure, when all have. */
    void each(Task task) throws IOException;

    /** Something that is done on the thread of a worker. */
    @FunctionalInterface
    interface Task {
        void run(Worker worker) throws IOException;
    }

    /** State and output so far, summed over workers. */
    Progress progress();

    @Override
    void close();

    /**
     * Counters by node.
     *
     * @param stateBytes bytes of state that each node keeps
     * @param rowsOut rows that each node has put out
     */
    record Progress(long[] stateBytes, long[] rowsOut) {
        Progress plus(Progress other) {
            long[] bytes = stateBytes.clone();
            long[] rows = rowsOut.clone();
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] += other.stateBytes[i];
                rows[i] += other.rowsOut[i];
            }
            return new Progress(bytes, rows);
        }
    }
}
