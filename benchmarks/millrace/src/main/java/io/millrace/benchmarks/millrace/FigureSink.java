package io.millrace.benchmarks.millrace;

import io.millrace.batch.Batch;
import io.millrace.port.Sink;
import io.millrace.port.SinkContext;
import java.util.function.Consumer;

/** Sums the figures of the changes that it is handed, counts them, and notes when each epoch is complete. */
final class FigureSink implements Sink {
    private final FirstRow first;
    private final Consumer<Batch> figures;
    private long updates;

    FigureSink(FirstRow first, Consumer<Batch> figures) {
        this.first = first;
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
        first.clock().epochEnded();
    }

    long updates() {
        return updates;
    }
}
