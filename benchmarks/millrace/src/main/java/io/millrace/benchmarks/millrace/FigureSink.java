package io.millrace.benchmarks.millrace;

import io.millrace.batch.Batch;
import io.millrace.benchmarks.measure.RunClock;
import io.millrace.port.Sink;
import io.millrace.port.SinkContext;
import java.util.function.Consumer;

/** Sums the figures of the changes that it is handed, counts them, and notes when each epoch is complete. */
final class FigureSink implements Sink {
    private final RunClock clock;
    private final Consumer<Batch> figures;
    private long updates;

    FigureSink(RunClock clock, Consumer<Batch> figures) {
        this.clock = clock;
        this.figures = figures;
    }

    @Override
    public void open(SinkContext context) {}

    @Override
    public void write(long epoch, Batch batch) {
        updates += batch.selectedCount();
        figures.accept(batch);
    }

    @Override
    public void commit(long epoch) {
        clock.epochEnded();
    }

    long updates() {
        return updates;
    }
}
