package io.millrace.journal;

import io.millrace.batch.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * The journal's own thread and the bounded queue in front of it. Whoever calls {@link #append} and {@link #endEpoch} does so
 * one after the other. After a failure nothing is written any more and every call throws.
 */
final class JournalWriter {
    private static final long SPINS = 100;
    private static final long YIELDS = 10;
    private static final long SHORTEST_PARK_NANOS = 1_000;
    private static final long LONGEST_PARK_NANOS = 100_000;

    private sealed interface Task {}

    /** A batch to be written, retained; or none, where a reference is kept instead of its rows. */
    private record Append(int source, long epoch, Batch batch, int rows, byte[] position, byte[] reference)
            implements Task {}

    private record EndEpoch(long epoch, CompletableFuture<Void> durable) implements Task {}

    private final GenerationWriter generation;
    private final OneToOneConcurrentArrayQueue<Task> queue;
    private final AtomicReferenceArray<byte[]> positions;
    private final IdleStrategy producerIdle = idleStrategy();
    private final Thread thread;
    private volatile long lastEpoch;
    private volatile Throwable failure;
    private volatile boolean isClosing;

    /**
     * Starts the thread. Takes ownership of the generation.
     *
     * @param positions where the sources stand by their numbers, kept up to date
     */
    JournalWriter(
            GenerationWriter generation, long lastEpoch, AtomicReferenceArray<byte[]> positions, int queuedBatches) {
        this.generation = generation;
        this.lastEpoch = lastEpoch;
        this.positions = positions;
        this.queue = new OneToOneConcurrentArrayQueue<>(queuedBatches);
        this.thread = Thread.ofPlatform().name("millrace-journal").start(this::run);
    }

    void append(int source, long epoch, Batch batch, byte[] position, byte[] reference) {
        if (reference != null) {
            offer(new Append(source, epoch, null, batch.selectedCount(), position, reference));
            return;
        }
        // Made on first use by the thread that uses the batch; two threads are about to.
        batch.selectedRows();
        batch.retain();
        boolean isOffered = false;
        try {
            offer(new Append(source, epoch, batch, batch.selectedCount(), position, null));
            isOffered = true;
        } finally {
            if (!isOffered) {
                batch.close();
            }
        }
    }

    CompletableFuture<Void> endEpoch(long epoch) {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        offer(new EndEpoch(epoch, durable));
        return durable;
    }

    long lastEpoch() {
        return lastEpoch;
    }

    private void offer(Task task) {
        producerIdle.reset();
        while (true) {
            requireOpen();
            if (queue.offer(task)) {
                return;
            }
            producerIdle.idle();
        }
    }

    /** Throws {@link IllegalStateException} after a failure or {@link #close}. */
    void requireOpen() {
        if (failure != null) {
            throw new IllegalStateException("the journal cannot be written any more", failure);
        }
        if (isClosing) {
            throw new IllegalStateException("the journal is closed");
        }
    }

    private void run() {
        IdleStrategy idle = idleStrategy();
        while (true) {
            // Read before the queue: what was offered before the closing is still taken.
            boolean wasClosing = isClosing;
            Task task = queue.poll();
            if (task != null) {
                perform(task);
                idle.reset();
            } else if (wasClosing) {
                return;
            } else {
                idle.idle();
            }
        }
    }

    private void perform(Task task) {
        switch (task) {
            case Append append -> {
                try (Batch batch = append.batch()) {
                    if (failure == null) {
                        write(append, batch);
                    }
                } catch (Throwable e) { // a failing disk under a mapped file is an InternalError
                    failure = e;
                }
            }
            case EndEpoch end -> {
                try {
                    if (failure == null) {
                        write(end);
                    }
                } catch (Throwable e) {
                    failure = e;
                }
                if (failure == null) {
                    end.durable().complete(null);
                } else {
                    end.durable().completeExceptionally(failure);
                }
            }
        }
    }

    private void write(Append append, Batch batch) throws IOException {
        if (batch == null) {
            generation.append(append.source(), append.epoch(), append.rows(), append.position(), append.reference());
        } else {
            generation.append(append.source(), append.epoch(), batch, append.position());
        }
    }

    private void write(EndEpoch end) throws IOException {
        for (EpochRecord.Entry entry : generation.endEpoch(end.epoch()).entries()) {
            positions.set(entry.source(), entry.position());
        }
        lastEpoch = end.epoch();
    }

    /** Waits until the queue is empty, ends the thread and closes the generation. */
    void close() {
        isClosing = true;
        boolean wasInterrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            generation.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IdleStrategy idleStrategy() {
        return new BackoffIdleStrategy(SPINS, YIELDS, SHORTEST_PARK_NANOS, LONGEST_PARK_NANOS);
    }
}
