package io.millrace.schedule;

import io.millrace.batch.Batch;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;

/** One worker on the driver's own thread: no queue, no exchange. */
final class InlineWorker implements Workers {
    private final Worker worker;

    InlineWorker(Dataflow dataflow, RunSettings settings, BufferAllocator allocator) {
        worker = new Worker(dataflow, settings, 0, allocator, null);
    }

    @Override
    public void push(int sourceNode, Batch batch) {
        try (batch) {
            worker.push(sourceNode, batch);
        }
    }

    @Override
    public void endEpoch(long epoch) {
        worker.endEpoch(epoch);
    }

    @Override
    public void commit(long epoch) {
        worker.commit(epoch);
    }

    @Override
    public void finish() {
        worker.finish();
    }

    @Override
    public void each(Task task) throws IOException {
        task.run(worker);
    }

    @Override
    public Progress progress() {
        return new Progress(worker.stateBytes(), worker.rowsOut());
    }

    @Override
    public void close() {
        worker.close();
    }
}
