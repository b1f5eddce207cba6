package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.memory.Allocators;
import io.millrace.port.CheckpointInput;
import io.millrace.port.CheckpointOutput;
import io.millrace.port.Epochs;
import io.millrace.port.Journal;
import io.millrace.type.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A running dataflow. {@link #run} takes batches from the sources, opens and closes epochs, and publishes them; with no sources
 * the program itself may {@link #push} and {@link #step}. Owns its workers, its sources' queues and its memory; the journal is
 * borrowed. One thread, except {@link #stop}.
 *
 * <p>Epochs adapt to load: one ends when nothing more is queued, when it has {@link RunSettings#maxEpochRows} rows or has been
 * open for {@link RunSettings#autocommit}, when a source asks for it, but never inside a source's atomic block.
 */
public final class Execution implements AutoCloseable {
    private final RunSettings settings;
    private final Journal journal;
    private final EpochListener listener;
    private final BufferAllocator allocator;
    private final BatchPool pool;
    private final List<Feed> feeds = new ArrayList<>();
    private final Workers workers;
    private final IdleStrategy idle = new BackoffIdleStrategy(200, 20, 1_000, 200_000);
    private final Epoch open = new Epoch();
    private final boolean hasRetractionEpochs;
    private final boolean hasLastEpoch;
    private long lastEpoch = -2;
    private volatile boolean stopped;

    /** What the driver knows of the epoch that is open. */
    private static final class Epoch {
        long time;
        boolean isOpen;
        boolean commitAsked;
        long rows;
        long openedNanos;
        long firstEmittedNanos;
        int atomicBlocks;
    }

    /**
     * Opens every operator of every worker; starts nothing yet.
     *
     * @param journal where input is written ahead, numbered by the order of the dataflow's sources; null for none
     */
    public Execution(Dataflow dataflow, RunSettings settings, Journal journal, EpochListener listener) {
        this.settings = settings;
        this.journal = journal;
        this.listener = listener;
        this.hasRetractionEpochs = dataflow.hasRetractionEpochs();
        this.hasLastEpoch = dataflow.hasLastEpoch();
        this.allocator = Allocators.root(settings.memoryLimitBytes());
        this.pool = new BatchPool(allocator, settings.batchRows());
        List<Dataflow.Node> nodes = dataflow.nodes();
        for (int id = 0; id < nodes.size(); id++) {
            if (nodes.get(id) instanceof Dataflow.SourceNode node && node.source() != null) {
                feeds.add(new Feed(node, id, settings, allocator));
            }
        }
        try {
            workers = settings.workers() == 1
                    ? new InlineWorker(dataflow, settings, allocator)
                    : new ThreadedWorkers(dataflow, settings, allocator);
        } catch (RuntimeException | Error e) {
            feeds.forEach(Feed::close);
            allocator.close();
            throw e;
        }
    }

    /** Runs until every source has ended or {@link #stop} is called. Throws what ended the run otherwise. */
    public void run() throws Exception {
        if (journal != null) {
            new Replay(this, journal, feeds).run();
        }
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).start(journal == null ? null : journal.position(i));
        }
        runOwnTimes();
        runLive();
        if (!stopped) {
            if (hasLastEpoch) {
                // Not in the journal: it says nothing but that all input has ended, which a restart may find to be
                // otherwise.
                begin(Epochs.LAST, System.nanoTime());
                workers.endEpoch(Epochs.LAST);
                publish();
            }
            workers.finish();
        }
    }

    /** Asks {@link #run} to return after the open epoch. Any thread. */
    public void stop() {
        stopped = true;
    }

    /** Returns an owned builder for batches to {@link #push}; close it before this execution. */
    public BatchBuilder newBuilder(Schema schema, boolean hasKeys) {
        return new BatchBuilder(pool, schema, hasKeys);
    }

    /** Pushes a batch into an input of the program's own; takes ownership. It joins the epoch that {@link #step} ends. */
    public void push(int node, Batch batch) {
        if (!open.isOpen) {
            begin(nextTime(), System.nanoTime());
        }
        open.rows += batch.selectedCount();
        batch.stampEpoch(open.time);
        workers.push(node, batch);
    }

    /** Ends the open epoch on this thread, publishes it and returns its time. */
    public long step() {
        if (!open.isOpen) {
            begin(nextTime(), System.nanoTime());
        }
        end();
        return lastEpoch;
    }

    /**
     * Saves the state of all operators as it is after the last epoch; no epoch may be open.
     *
     * @return that epoch, or −2 where there was none
     * @throws IOException what the output threw, or the first of it; the run can go on
     */
    public long saveTo(CheckpointOutput out) throws IOException {
        if (open.isOpen) {
            throw new IllegalStateException("epoch " + open.time + " is open; state is saved between epochs");
        }
        workers.each(worker -> worker.saveTo(out));
        return lastEpoch;
    }

    /**
     * Restores what {@link #saveTo} saved of the same dataflow, on any number of workers, before anything runs.
     *
     * @param epoch that it returned
     * @throws IOException when the bytes are damaged or of another dataflow; this execution can then only be closed
     */
    public void restoreFrom(CheckpointInput in, long epoch) throws IOException {
        if (open.isOpen || lastEpoch != -2) {
            throw new IllegalStateException("state is restored before the first epoch");
        }
        workers.each(worker -> worker.restoreFrom(in));
        lastEpoch = epoch;
    }

    /** State and output of every node, summed over workers. */
    public Workers.Progress progress() {
        return workers.progress();
    }

    /** Off-heap bytes in use by the whole run. */
    public long allocatedBytes() {
        return allocator.getAllocatedMemory();
    }

    /** Sources whose rows bring their own times: epoch by epoch, each ends once all of them are past it. */
    private void runOwnTimes() throws Exception {
        List<Integer> alive = new ArrayList<>();
        for (int i = 0; i < feeds.size(); i++) {
            if (feeds.get(i).source().hasOwnTimes()) {
                alive.add(i);
            }
        }
        while (!alive.isEmpty() && !stopped) {
            long time = Long.MAX_VALUE;
            boolean waiting = false;
            for (int feed : List.copyOf(alive)) {
                switch (feeds.get(feed).peek()) {
                    case null -> waiting = true;
                    case Feed.Item.Rows rows ->
                        time = Math.min(time, rows.batch().epoch());
                    case Feed.Item.End end -> {
                        feeds.get(feed).poll();
                        alive.remove((Integer) feed);
                        failOn(end);
                    }
                    case Feed.Item other -> feeds.get(feed).poll();
                }
            }
            long floor = open.isOpen ? open.time : lastEpoch + 2;
            if (!takeOwnTimes(alive, waiting ? -1 : time, floor) && waiting) {
                awaitSilent(alive);
            }
            if (open.isOpen && !waiting && allPast(alive, open.time)) {
                end();
            }
        }
        if (open.isOpen) {
            end();
        }
    }

    /** Pushes what belongs to the open epoch, or where none is open to {@code time}, which is −1 until every source has spoken. */
    private boolean takeOwnTimes(List<Integer> alive, long time, long floor) {
        boolean took = false;
        for (int feed : alive) {
            while (feeds.get(feed).peek() instanceof Feed.Item.Rows rows) {
                long at = Math.max(rows.batch().epoch(), floor);
                if (open.isOpen ? at > open.time : time < 0 || at > Math.max(time, floor)) {
                    break;
                }
                feeds.get(feed).poll();
                if (!open.isOpen) {
                    begin(at, rows.emittedNanos());
                }
                take(feed, rows);
                took = true;
            }
        }
        return took;
    }

    private boolean allPast(List<Integer> alive, long time) {
        return alive.stream()
                .allMatch(feed -> feeds.get(feed).peek() instanceof Feed.Item.Rows rows
                        && rows.batch().epoch() > time);
    }

    private void runLive() throws Exception {
        List<Integer> alive = new ArrayList<>();
        for (int i = 0; i < feeds.size(); i++) {
            if (!feeds.get(i).source().hasOwnTimes()) {
                alive.add(i);
            }
        }
        while (!alive.isEmpty() && !stopped) {
            boolean took = false;
            for (int at = alive.size() - 1; at >= 0 && !isDue(); at--) {
                Feed.Item item = feeds.get(alive.get(at)).poll();
                if (item == null) {
                    continue;
                }
                took = true;
                if (item instanceof Feed.Item.End end) {
                    alive.remove(at);
                    failOn(end);
                } else {
                    takeLive(alive.get(at), item);
                }
            }
            if (open.isOpen && open.atomicBlocks == 0 && (!took || isDue())) {
                end();
            } else if (!took) {
                awaitSilent(alive);
            }
        }
        if (open.isOpen && open.atomicBlocks == 0) {
            end();
        }
    }

    /**
     * Waits until a source that had nothing to say has, or the run is stopped. A method of its own: the loop that takes batches
     * would look hot to the JVM by waiting alone, and be compiled with all the operators in it.
     */
    private void awaitSilent(List<Integer> alive) {
        List<Feed> silent = new ArrayList<>();
        for (int feed : alive) {
            if (feeds.get(feed).peek() == null) {
                silent.add(feeds.get(feed));
            }
        }
        idle.reset();
        while (!stopped && !silent.isEmpty() && countSilent(silent) == silent.size()) {
            idle.idle();
        }
    }

    private static int countSilent(List<Feed> sources) {
        int count = 0;
        for (Feed source : sources) {
            if (source.peek() == null) {
                count++;
            }
        }
        return count;
    }

    private void takeLive(int feed, Feed.Item item) {
        switch (item) {
            case Feed.Item.Rows rows -> {
                if (!open.isOpen) {
                    begin(nextTime(), rows.emittedNanos());
                }
                take(feed, rows);
            }
            case Feed.Item.Commit commit -> open.commitAsked = open.isOpen;
            case Feed.Item.BeginAtomic begin -> open.atomicBlocks++;
            case Feed.Item.EndAtomic end -> open.atomicBlocks--;
            case Feed.Item.End end -> throw new AssertionError("handled by the loop: " + end);
        }
    }

    /** Whether the open epoch must end before more is taken. */
    private boolean isDue() {
        return open.isOpen
                && open.atomicBlocks == 0
                && (open.commitAsked
                        || open.rows >= settings.maxEpochRows()
                        || System.nanoTime() - open.openedNanos
                                >= settings.autocommit().toNanos());
    }

    private static void failOn(Feed.Item.End end) throws Exception {
        switch (end.failure()) {
            case null -> {}
            case Exception e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private void take(int feed, Feed.Item.Rows rows) {
        Batch batch = rows.batch();
        batch.stampEpoch(open.time);
        open.rows += batch.selectedCount();
        if (journal != null) {
            journal.append(feed, open.time, batch, rows.position(), rows.reference());
        }
        workers.push(feeds.get(feed).node(), batch);
    }

    /** Pushes a batch that the journal gave back. */
    void pushReplayed(int feed, Batch batch) {
        open.rows += batch.selectedCount();
        workers.push(feeds.get(feed).node(), batch);
    }

    private long nextTime() {
        return Math.max(lastEpoch + 2, System.currentTimeMillis() & ~1L);
    }

    void begin(long time, long firstEmittedNanos) {
        open.time = time;
        open.isOpen = true;
        open.commitAsked = false;
        open.rows = 0;
        open.openedNanos = System.nanoTime();
        open.firstEmittedNanos = firstEmittedNanos;
    }

    private void end() {
        CompletableFuture<Void> durable = journal == null ? null : journal.endEpoch(open.time);
        workers.endEpoch(open.time);
        if (durable != null) {
            try {
                durable.join();
            } catch (CompletionException e) {
                throw new IllegalStateException("the journal could not be written", e.getCause());
            }
        }
        publish();
    }

    /** Ends an epoch that the journal already holds. */
    void endReplayed() {
        workers.endEpoch(open.time);
        publish();
    }

    private void publish() {
        workers.commit(open.time);
        if (hasRetractionEpochs) {
            long retraction = Epochs.retractionOf(open.time);
            workers.endEpoch(retraction);
            workers.commit(retraction);
        }
        lastEpoch = open.time;
        open.isOpen = false;
        listener.epochCommitted(open.time, open.rows, open.firstEmittedNanos, System.nanoTime());
    }

    @Override
    public void close() {
        stopped = true;
        feeds.forEach(Feed::stop);
        try {
            workers.close();
        } finally {
            feeds.forEach(Feed::close);
            pool.close();
            allocator.close();
        }
    }
}
