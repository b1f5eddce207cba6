package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.port.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.apache.arrow.memory.BufferAllocator;

/** Several workers, each on a thread of its own; the driver hands batches to one after the other. */
final class ThreadedWorkers implements Workers {
    private final Mesh mesh;
    private final List<WorkerThread> threads = new ArrayList<>();
    private final IdleStrategy idle = new BackoffIdleStrategy(100, 10, 1_000, 100_000);
    /** Sources of which a later row replaces an earlier one. */
    private final BitSet orderedNodes = new BitSet();

    private int next;

    /** What the driver asks of a worker. */
    private sealed interface Command {
        record Push(int sourceNode, Batch batch) implements Command {}

        record EndEpoch(long epoch, CountDownLatch ended) implements Command {}

        record Commit(long epoch, CountDownLatch committed) implements Command {}

        record Finish(CountDownLatch finished) implements Command {}

        record Each(Task task, Queue<IOException> failures, CountDownLatch done) implements Command {}

        record Report(Progress[] into, int at, CountDownLatch reported) implements Command {}

        record Stop() implements Command {}
    }

    ThreadedWorkers(Dataflow dataflow, RunSettings settings, BufferAllocator allocator) {
        this.mesh = new Mesh(settings.workers());
        for (int node = 0; node < dataflow.nodes().size(); node++) {
            orderedNodes.set(
                    node,
                    dataflow.nodes().get(node) instanceof Dataflow.SourceNode it
                            && it.source() != null
                            && it.source().session() == Source.Session.UPSERT);
        }
        CountDownLatch opened = new CountDownLatch(settings.workers());
        for (int index = 0; index < settings.workers(); index++) {
            threads.add(new WorkerThread(dataflow, settings, index, allocator, opened));
        }
        threads.forEach(Thread::start);
        try {
            await(opened);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    @Override
    public void push(int sourceNode, Batch batch) {
        if (orderedNodes.get(sourceNode)) {
            // Two workers would race to the one that owns an id: its rows must take one way.
            give(threads.get(sourceNode % threads.size()), new Command.Push(sourceNode, batch));
            return;
        }
        give(threads.get(next), new Command.Push(sourceNode, batch));
        next = (next + 1) % threads.size();
    }

    @Override
    public void endEpoch(long epoch) {
        CountDownLatch ended = new CountDownLatch(threads.size());
        threads.forEach(thread -> give(thread, new Command.EndEpoch(epoch, ended)));
        await(ended);
    }

    @Override
    public void commit(long epoch) {
        CountDownLatch committed = new CountDownLatch(1);
        give(threads.getFirst(), new Command.Commit(epoch, committed));
        await(committed);
    }

    @Override
    public void finish() {
        CountDownLatch finished = new CountDownLatch(1);
        give(threads.getFirst(), new Command.Finish(finished));
        await(finished);
    }

    @Override
    public void each(Task task) throws IOException {
        CountDownLatch done = new CountDownLatch(threads.size());
        Queue<IOException> failures = new ConcurrentLinkedQueue<>();
        threads.forEach(thread -> give(thread, new Command.Each(task, failures, done)));
        await(done);
        IOException first = failures.poll();
        if (first != null) {
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    @Override
    public Progress progress() {
        CountDownLatch reported = new CountDownLatch(threads.size());
        Progress[] parts = new Progress[threads.size()];
        for (int i = 0; i < parts.length; i++) {
            give(threads.get(i), new Command.Report(parts, i, reported));
        }
        await(reported);
        Progress sum = parts[0];
        for (int i = 1; i < parts.length; i++) {
            sum = sum.plus(parts[i]);
        }
        return sum;
    }

    @Override
    public void close() {
        for (WorkerThread thread : threads) {
            while (thread.isAlive() && !thread.commands.offer(new Command.Stop())) {
                idle.idle();
            }
        }
        for (WorkerThread thread : threads) {
            joinUninterruptibly(thread);
        }
        // Batches of one worker may be with another: all of them let go before any memory is given back.
        mesh.drain();
        threads.forEach(WorkerThread::dropInput);
        RuntimeException failure = new IllegalStateException("closing the workers failed");
        for (WorkerThread thread : threads) {
            if (thread.worker != null) {
                thread.worker.closeOperators(failure);
            }
        }
        for (WorkerThread thread : threads) {
            if (thread.worker != null) {
                thread.worker.closeMemory(failure);
            }
        }
        if (failure.getSuppressed().length > 0 && mesh.failure() == null) {
            throw failure;
        }
    }

    private void give(WorkerThread thread, Command command) {
        idle.reset();
        while (!thread.commands.offer(command)) {
            if (mesh.failure() != null) {
                drop(command);
                throw failed();
            }
            idle.idle();
        }
    }

    private static void drop(Command command) {
        if (command instanceof Command.Push push) {
            push.batch().close();
        }
    }

    private void await(CountDownLatch latch) {
        idle.reset();
        while (latch.getCount() > 0) {
            if (mesh.failure() != null) {
                throw failed();
            }
            idle.idle();
        }
    }

    private RuntimeException failed() {
        Throwable cause = mesh.failure();
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The thread of one worker. */
    private final class WorkerThread extends Thread {
        private static final int QUEUED_COMMANDS = 64;

        private final Dataflow dataflow;
        private final RunSettings settings;
        private final int index;
        private final BufferAllocator allocator;
        private final CountDownLatch opened;
        private final OneToOneConcurrentArrayQueue<Command> commands =
                new OneToOneConcurrentArrayQueue<>(QUEUED_COMMANDS);
        private final Exchanges exchanges;
        private Worker worker;

        WorkerThread(
                Dataflow dataflow, RunSettings settings, int index, BufferAllocator allocator, CountDownLatch opened) {
            super("millrace-worker-" + index);
            this.dataflow = dataflow;
            this.settings = settings;
            this.index = index;
            this.allocator = allocator;
            this.opened = opened;
            this.exchanges = new Exchanges(mesh, index);
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                worker = new Worker(dataflow, settings, index, allocator, exchanges);
                opened.countDown();
                IdleStrategy waiting = new BackoffIdleStrategy(200, 20, 1_000, 200_000);
                while (true) {
                    // First what may throw: a command once taken has to be obeyed, or its batch is nobody's.
                    int delivered = exchanges.deliver();
                    Command command = commands.poll();
                    if (command == null) {
                        if (delivered == 0) {
                            mesh.idle(waiting);
                        } else {
                            waiting.reset();
                        }
                    } else if (command instanceof Command.Stop) {
                        return;
                    } else {
                        waiting.reset();
                        obey(command);
                    }
                }
            } catch (Mesh.StoppedException e) {
                // Another worker's failure is already known.
            } catch (Throwable e) {
                mesh.fail(e);
            }
        }

        private void obey(Command command) {
            switch (command) {
                case Command.Push(int sourceNode, Batch batch) -> {
                    try (batch) {
                        worker.push(sourceNode, batch);
                    }
                }
                case Command.EndEpoch(long epoch, CountDownLatch ended) -> {
                    exchanges.beginEnding(epoch);
                    worker.endEpoch(epoch);
                    exchanges.endedEpoch();
                    ended.countDown();
                }
                case Command.Commit(long epoch, CountDownLatch committed) -> {
                    worker.commit(epoch);
                    committed.countDown();
                }
                case Command.Finish(CountDownLatch finished) -> {
                    worker.finish();
                    finished.countDown();
                }
                case Command.Each(Task task, Queue<IOException> failures, CountDownLatch done) -> {
                    try {
                        task.run(worker);
                    } catch (IOException e) {
                        failures.add(e);
                    }
                    done.countDown();
                }
                case Command.Report(Progress[] into, int at, CountDownLatch reported) -> {
                    into[at] = new Progress(worker.stateBytes(), worker.rowsOut());
                    reported.countDown();
                }
                case Command.Stop stop -> throw new AssertionError("handled by the loop: " + stop);
            }
        }

        /** Closes the batches that the thread had not taken, after it has ended. */
        void dropInput() {
            commands.drain(ThreadedWorkers::drop);
            exchanges.close();
        }
    }
}
