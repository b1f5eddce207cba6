package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.port.DataError;
import io.millrace.port.Journal;
import io.millrace.port.SourceOutput;
import java.util.List;

/** Runs the epochs that a journal holds again, with the same batches at the same times, before anything new is read. */
final class Replay {
    private final Execution execution;
    private final Journal journal;
    private final List<Feed> feeds;

    Replay(Execution execution, Journal journal, List<Feed> feeds) {
        this.execution = execution;
        this.journal = journal;
        this.feeds = feeds;
    }

    void run() throws Exception {
        for (long epoch = journal.nextEpoch(); epoch != -1; epoch = journal.nextEpoch()) {
            execution.begin(epoch, System.nanoTime());
            journal.replay(source -> new Replayed(source));
            execution.endReplayed();
        }
    }

    /** Takes one source's batches back; what it says of epochs is already decided. */
    private final class Replayed implements SourceOutput {
        private final int source;

        Replayed(int source) {
            this.source = source;
        }

        @Override
        public BatchBuilder newBuilder() {
            return feeds.get(source).newBuilder();
        }

        @Override
        public void emit(Batch batch, byte[] position) {
            execution.pushReplayed(source, batch);
        }

        @Override
        public void emit(Batch batch, byte[] position, byte[] reference) {
            execution.pushReplayed(source, batch);
        }

        @Override
        public void commit() {}

        @Override
        public void beginAtomic() {}

        @Override
        public void endAtomic() {}

        @Override
        public void report(DataError.Kind kind, String message) {
            feeds.get(source).report(kind, message);
        }

        @Override
        public boolean isStopped() {
            return false;
        }
    }
}
