package io.millrace.journal;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.port.DataError;
import io.millrace.port.Journal;
import io.millrace.port.SourceOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what a journal gives back, as text: a line for each batch and each epoch. */
final class Replayed implements SourceOutput {
    private final BatchPool pool;
    private final int source;
    private final List<String> lines;

    private Replayed(BatchPool pool, int source, List<String> lines) {
        this.pool = pool;
        this.source = source;
        this.lines = lines;
    }

    /** Replays all epochs: the lines of each, by epoch. */
    static Map<Long, List<String>> all(Journal journal, BatchPool pool) throws Exception {
        Map<Long, List<String>> epochs = new TreeMap<>();
        while (journal.nextEpoch() >= 0) {
            List<String> lines = new ArrayList<>();
            epochs.put(journal.nextEpoch(), lines);
            long epoch = journal.nextEpoch();
            journal.replay(source -> new Replayed(pool, source, lines));
            if (journal.nextEpoch() == epoch) {
                throw new AssertionError("epoch " + epoch + " twice");
            }
        }
        return epochs;
    }

    static String line(int source, byte[] position, Batch batch) {
        return source + " at " + Arrays.toString(position) + ": " + NumberedSource.rows(batch);
    }

    @Override
    public BatchBuilder newBuilder() {
        return new BatchBuilder(pool, NumberedSource.SCHEMA, false);
    }

    @Override
    public void emit(Batch batch, byte[] position) {
        try (batch) {
            lines.add(line(source, position, batch));
        }
    }

    @Override
    public void emit(Batch batch, byte[] position, byte[] reference) {
        throw new AssertionError("a replayed batch has no reference");
    }

    @Override
    public void commit() {}

    @Override
    public void beginAtomic() {}

    @Override
    public void endAtomic() {}

    @Override
    public void report(DataError.Kind kind, String message) {
        throw new AssertionError(message);
    }

    @Override
    public boolean isStopped() {
        return false;
    }
}
