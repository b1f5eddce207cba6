package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.port.Operator;
import io.millrace.port.Output;
import io.millrace.schedule.Mesh.Message;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * One worker's end of all exchanges. Sending never processes what comes in, since an operator may be in the middle of a push: a
 * full queue makes the worker stash its own inbound messages, so that two workers that send to each other cannot block.
 *
 * <p>A peer may be an epoch ahead while this worker is still ending one; its messages wait until this one is there too.
 */
final class Exchanges implements AutoCloseable {
    private final Mesh mesh;
    private final int index;
    private final Map<Integer, Inbox> inboxes = new HashMap<>();
    /** By loop, what each peer has asked for and this worker has not yet read. */
    private final Map<Integer, ArrayDeque<Integer>[]> ballots = new HashMap<>();

    private final ArrayDeque<Message> stashed = new ArrayDeque<>();
    private final ArrayDeque<Message> ahead = new ArrayDeque<>();
    private final IdleStrategy idle = new BackoffIdleStrategy(100, 10, 1_000, 50_000);
    private long endingEpoch = Long.MAX_VALUE;

    /** What this worker receives at one exchange. */
    private static final class Inbox {
        final Output output;
        int markers;

        Inbox(Output output) {
            this.output = output;
        }
    }

    Exchanges(Mesh mesh, int index) {
        this.mesh = mesh;
        this.index = index;
    }

    int index() {
        return index;
    }

    int workers() {
        return mesh.workers();
    }

    Operator open(int id, Partitioning partitioning, BatchPool pool, Output output) {
        inboxes.put(id, new Inbox(output));
        return new ExchangeOperator(this, id, partitioning, pool, output);
    }

    /** Takes ownership of a batch for another worker; waits for room. */
    void send(int exchange, int worker, Batch batch) {
        send(worker, Message.of(exchange, batch));
    }

    private void send(int worker, Message message) {
        OneToOneConcurrentArrayQueue<Message> queue = mesh.queue(index, worker);
        while (!queue.offer(message)) {
            if (mesh.failure() != null) {
                if (message.batch() != null) {
                    message.batch().close();
                }
                mesh.failIfAnyFailed();
            }
            if (stashInbound() == 0) {
                idle.idle();
            } else {
                idle.reset();
            }
        }
    }

    private int stashInbound() {
        int count = 0;
        for (int from = 0; from < mesh.workers(); from++) {
            count += mesh.queue(from, index).drain(stashed::add);
        }
        return count;
    }

    /** Delivers what has come in; returns how many messages that was. Called while no operator is in a push. */
    int deliver() {
        int count = 0;
        stashInbound();
        for (Message message = stashed.poll(); message != null; message = stashed.poll()) {
            count++;
            if (message.epoch() > endingEpoch) {
                ahead.add(message);
            } else {
                deliver(message);
            }
        }
        return count;
    }

    private void deliver(Message message) {
        if (message.iteration() != Message.NO_ITERATION) {
            ballots.computeIfAbsent(message.exchange(), loop -> newBallots())[message.from()].add(message.iteration());
            return;
        }
        Inbox inbox = inboxes.get(message.exchange());
        if (message.batch() == null) {
            inbox.markers++;
            return;
        }
        try (Batch batch = message.batch()) {
            inbox.output.push(batch);
        }
    }

    /** From now on messages of later epochs wait. */
    void beginEnding(long epoch) {
        endingEpoch = epoch;
    }

    /** Tells every peer that this worker has sent all of the epoch at an exchange, and waits for the same word from each. */
    void endEpoch(int exchange, long epoch) {
        for (int worker = 0; worker < mesh.workers(); worker++) {
            if (worker != index) {
                send(worker, Message.marker(exchange, epoch));
            }
        }
        Inbox inbox = inboxes.get(exchange);
        while (inbox.markers < mesh.workers() - 1) {
            if (deliver() == 0) {
                mesh.idle(idle);
            } else {
                idle.reset();
            }
        }
        inbox.markers = 0;
    }

    /**
     * Tells every peer the next iteration that this worker needs of a loop, and waits for what each of them needs; returns the
     * first of these. All workers so go from one iteration to the next together. A peer may have asked for more than one by then.
     */
    int nextIteration(int loop, long epoch, int own) {
        for (int worker = 0; worker < mesh.workers(); worker++) {
            if (worker != index) {
                send(worker, Message.vote(loop, epoch, index, own));
            }
        }
        ArrayDeque<Integer>[] votes = ballots.computeIfAbsent(loop, absent -> newBallots());
        int first = own;
        for (int worker = 0; worker < mesh.workers(); worker++) {
            while (worker != index && votes[worker].isEmpty()) {
                if (deliver() == 0) {
                    mesh.idle(idle);
                } else {
                    idle.reset();
                }
            }
            first = worker == index ? first : Math.min(first, votes[worker].poll());
        }
        return first;
    }

    private ArrayDeque<Integer>[] newBallots() {
        @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of a generic type
        ArrayDeque<Integer>[] votes = new ArrayDeque[mesh.workers()];
        Arrays.setAll(votes, worker -> new ArrayDeque<>());
        return votes;
    }

    /** The epoch has ended at every operator here: what peers sent ahead is next. */
    void endedEpoch() {
        endingEpoch = Long.MAX_VALUE;
        stashed.addAll(ahead);
        ahead.clear();
    }

    @Override
    public void close() {
        stashed.addAll(ahead);
        for (Message message : stashed) {
            if (message.batch() != null) {
                message.batch().close();
            }
        }
        stashed.clear();
        ahead.clear();
    }
}
