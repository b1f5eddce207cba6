package io.millrace.batch;

import io.millrace.column.ColumnBuilder;
import io.millrace.type.Lane;
import java.util.EnumMap;
import java.util.Map;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Column buffers of one stage, used again and again. Builders are taken by the stage's thread; a batch gives them back from
 * whichever thread closes it last. Closing the pool frees what is in it; builders that are still out free themselves when they
 * come back. Borrows the allocator.
 */
public final class BatchPool implements AutoCloseable {
    /** Rows a batch: small enough that a few columns of it stay in the second-level cache. */
    public static final int DEFAULT_ROWS = 4096;

    private static final int KEPT_PER_LANE = 256;
    /** Bigger buffers than this (one huge text, say) go back to the allocator rather than into the pool. */
    private static final long KEPT_BYTES = 4L << 20;

    private final BufferAllocator allocator;
    private final int batchRows;
    private final Map<Lane, ManyToManyConcurrentArrayQueue<ColumnBuilder>> free = new EnumMap<>(Lane.class);
    private volatile boolean closed;

    public BatchPool(BufferAllocator allocator, int batchRows) {
        if (batchRows < 1) {
            throw new IllegalArgumentException("batches of " + batchRows + " rows; at least 1 is needed");
        }
        this.allocator = allocator;
        this.batchRows = batchRows;
        for (Lane lane : Lane.values()) {
            free.put(lane, new ManyToManyConcurrentArrayQueue<>(KEPT_PER_LANE));
        }
    }

    public BufferAllocator allocator() {
        return allocator;
    }

    /** Rows that a batch of this stage is cut at. */
    public int batchRows() {
        return batchRows;
    }

    /** Returns an owned, empty builder with room for {@link #batchRows} rows. */
    public ColumnBuilder take(Lane lane) {
        ColumnBuilder builder = free.get(lane).poll();
        if (builder == null) {
            return new ColumnBuilder(allocator, lane, batchRows);
        }
        builder.reset();
        return builder;
    }

    /** Takes ownership of a builder that {@link #take} gave. Any thread. */
    public void give(ColumnBuilder builder) {
        if (closed
                || builder.heldBytes() > KEPT_BYTES
                || !free.get(builder.lane()).offer(builder)) {
            builder.close();
        } else if (closed) {
            drain();
        }
    }

    @Override
    public void close() {
        closed = true;
        drain();
    }

    private void drain() {
        for (ManyToManyConcurrentArrayQueue<ColumnBuilder> builders : free.values()) {
            builders.drain(ColumnBuilder::close);
        }
    }
}
