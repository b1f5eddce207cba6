package io.millrace.schedule;

import io.millrace.batch.Batch;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * The queues between workers, one for each ordered pair, shared by all of them, and the first failure of any. A worker that waits
 * looks at {@link #failIfAnyFailed} so that none waits for one that is gone.
 */
final class Mesh {
    private static final int CAPACITY = 256;

    private final OneToOneConcurrentArrayQueue<Message>[] queues;
    private final int workers;
    private volatile Throwable failure;

    /** What one worker sends to another about an exchange, or about a loop, which has the number of its first node. */
    record Message(int exchange, long epoch, Batch batch, int from, int iteration) {
        static final int NO_ITERATION = -1;

        static Message of(int exchange, Batch batch) {
            return new Message(exchange, batch.epoch(), batch, -1, NO_ITERATION);
        }

        /** The sender has ended {@code epoch}, or an iteration of it, at an exchange. */
        static Message marker(int exchange, long epoch) {
            return new Message(exchange, epoch, null, -1, NO_ITERATION);
        }

        /** The next iteration of a loop that {@code from} asks for. */
        static Message vote(int loop, long epoch, int from, int iteration) {
            return new Message(loop, epoch, null, from, iteration);
        }
    }

    Mesh(int workers) {
        this.workers = workers;
        this.queues = newQueues(workers * workers);
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new OneToOneConcurrentArrayQueue<>(CAPACITY);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of a generic type
    private static OneToOneConcurrentArrayQueue<Message>[] newQueues(int count) {
        return new OneToOneConcurrentArrayQueue[count];
    }

    int workers() {
        return workers;
    }

    OneToOneConcurrentArrayQueue<Message> queue(int from, int to) {
        return queues[from * workers + to];
    }

    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    Throwable failure() {
        return failure;
    }

    void failIfAnyFailed() {
        Throwable cause = failure;
        if (cause != null) {
            throw new StoppedException(cause);
        }
    }

    /** Waits a little, unless another worker has failed. */
    void idle(IdleStrategy strategy) {
        failIfAnyFailed();
        strategy.idle();
    }

    /** Closes the batches that nobody took. Called when no worker runs any more. */
    void drain() {
        for (OneToOneConcurrentArrayQueue<Message> queue : queues) {
            queue.drain(message -> {
                if (message.batch() != null) {
                    message.batch().close();
                }
            });
        }
    }

    /** Another worker failed: this one only makes way. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StoppedException(Throwable cause) {
            super("another worker failed", cause);
        }
    }
}
