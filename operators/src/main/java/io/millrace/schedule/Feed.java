package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.port.DataError;
import io.millrace.port.ErrorLog;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.apache.arrow.memory.BufferAllocator;

/** A source on its thread and the bounded queue that it fills; the driver takes from the other end. Owns its pool. */
final class Feed implements SourceOutput, AutoCloseable {
    private final Source source;
    private final int node;
    private final boolean needsKeys;
    private final ErrorLog errors;
    private final BufferAllocator allocator;
    private final BatchPool pool;
    private final OneToOneConcurrentArrayQueue<Item> queue;
    /** A full queue lasts for milliseconds: a source that spins meanwhile only takes the processor from the workers. */
    private final IdleStrategy idle = new BackoffIdleStrategy(1, 1, 100_000, 1_000_000);

    private Thread thread;
    private volatile boolean stopped;

    /** What the source says, in order. */
    sealed interface Item {
        record Rows(Batch batch, byte[] position, byte[] reference, long emittedNanos) implements Item {}

        record Commit() implements Item {}

        record BeginAtomic() implements Item {}

        record EndAtomic() implements Item {}

        /** Nothing follows; {@code failure} is null where the source returned. */
        record End(Throwable failure) implements Item {}
    }

    Feed(Dataflow.SourceNode sourceNode, int node, RunSettings settings, BufferAllocator parent) {
        this.source = sourceNode.source();
        this.node = node;
        this.needsKeys = sourceNode.needsKeys();
        this.errors = settings.errors();
        this.allocator = parent.newChildAllocator("source-" + source.name(), 0, parent.getLimit());
        this.pool = new BatchPool(allocator, settings.batchRows());
        this.queue = new OneToOneConcurrentArrayQueue<>(settings.queuedBatches());
    }

    Source source() {
        return source;
    }

    int node() {
        return node;
    }

    /** Starts reading behind {@code position}; null from the beginning. */
    void start(byte[] position) {
        thread = Thread.ofPlatform()
                .name("millrace-source-" + source.name())
                .daemon()
                .start(() -> read(position));
    }

    private void read(byte[] position) {
        Throwable failure = null;
        try {
            source.run(this, position);
        } catch (Throwable e) {
            failure = e;
        }
        put(new Item.End(failure));
    }

    /** The next thing the source said, or null; the driver owns its batch. */
    Item poll() {
        return queue.poll();
    }

    Item peek() {
        return queue.peek();
    }

    /** Asks the source to return, and waits until it has. */
    void stop() {
        stopped = true;
        if (thread == null) {
            return;
        }
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            queue.drain(Feed::drop);
            try {
                thread.join(10);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public BatchBuilder newBuilder() {
        return new BatchBuilder(pool, source.schema(), needsKeys);
    }

    @Override
    public void emit(Batch batch, byte[] position) {
        emit(batch, position, null);
    }

    @Override
    public void emit(Batch batch, byte[] position, byte[] reference) {
        put(new Item.Rows(batch, position, reference, System.nanoTime()));
    }

    @Override
    public void commit() {
        put(new Item.Commit());
    }

    @Override
    public void beginAtomic() {
        put(new Item.BeginAtomic());
    }

    @Override
    public void endAtomic() {
        put(new Item.EndAtomic());
    }

    private void put(Item item) {
        idle.reset();
        while (!queue.offer(item)) {
            if (stopped) {
                drop(item);
                return;
            }
            idle.idle();
        }
    }

    private static void drop(Item item) {
        if (item instanceof Item.Rows rows) {
            rows.batch().close();
        }
    }

    @Override
    public void report(DataError.Kind kind, String message) {
        errors.report(new DataError(kind, -1, source.name(), message, null));
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }

    @Override
    public void close() {
        queue.drain(Feed::drop);
        pool.close();
        allocator.close();
    }
}
