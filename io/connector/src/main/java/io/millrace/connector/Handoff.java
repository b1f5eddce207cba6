package io.millrace.connector;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.key.Pointer;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Carries rows from the user's threads to the source's, in batches as large as the load makes them: the source's thread takes
 * what there is as soon as it is free. Owns its builder and what was not taken. The user's threads put, one thread pumps.
 */
final class Handoff implements AutoCloseable {
    /** Full batches that may wait: enough to keep both sides busy. */
    private static final int MOST_ITEMS = 8;

    private static final long STOP_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String name;
    private final SubjectRows rows;
    private final BatchBuilder builder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private long rowCount;
    private byte[] state;
    /** Whether the subject reports states, so that rows wait for the report behind them. */
    private boolean reports;

    private boolean owesReport;
    /** Whether a full batch had to go out before the report behind it. */
    private boolean isBlockOpen;

    private boolean hasEnded;
    private Throwable failure;
    private boolean closed;

    /** What the source's thread passes on, in order. */
    private sealed interface Item {
        record Rows(Batch batch, byte[] position) implements Item {}

        record Commit() implements Item {}

        record BeginAtomic() implements Item {}

        record EndAtomic() implements Item {}
    }

    Handoff(Source subject, SourceOutput output, SubjectPosition start) {
        name = subject.name();
        rows = new SubjectRows(subject);
        rowCount = start.rowCount();
        state = start.state();
        reports = state != null;
        builder = output.newBuilder();
        if (subject.session() == Source.Session.UPSERT && builder.keys() == null) {
            builder.close();
            throw new IllegalStateException(
                    "subject " + name + " replaces rows by their id, so that the plan must ask for row ids");
        }
    }

    void put(int weight, Pointer id, Object[] cells) {
        lock.lock();
        try {
            awaitRoom();
            if (builder.isFull()) {
                // Not before the next row: a report may come first.
                if (owesReport && !isBlockOpen) {
                    items.add(new Item.BeginAtomic());
                    isBlockOpen = true;
                }
                cut();
            }
            rows.append(builder, weight, id, cells, rowCount + 1, state);
            rowCount++;
            owesReport = reports;
            if (builder.rowCount() == 1) {
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    void report(byte[] newState) {
        lock.lock();
        try {
            awaitRoom();
            state = newState;
            reports = true;
            owesReport = false;
            if (isBlockOpen) {
                closeBlock();
            }
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    void commit() {
        say(new Item.Commit());
    }

    void beginAtomic() {
        say(new Item.BeginAtomic());
    }

    void endAtomic() {
        say(new Item.EndAtomic());
    }

    private void say(Item item) {
        lock.lock();
        try {
            awaitRoom();
            cut();
            if (item instanceof Item.Commit && isBlockOpen) {
                closeBlock();
            }
            items.add(item);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing follows; the first call counts. */
    void end(Throwable cause) {
        lock.lock();
        try {
            if (!hasEnded) {
                hasEnded = true;
                failure = cause;
                filled.signal();
                emptied.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Passes everything on until the end, or until the pipeline stops. Throws what the subject threw. */
    void pump(SourceOutput output) throws Exception {
        int openBlocks = 0;
        while (!output.isStopped()) {
            Item item;
            try {
                item = take();
            } catch (InterruptedException e) {
                if (output.isStopped()) {
                    return;
                }
                throw e;
            }
            switch (item) {
                case null -> {
                    if (isDone()) {
                        rethrow();
                        // A block that the subject left open would keep the last epoch from ending.
                        for (; openBlocks > 0; openBlocks--) {
                            output.endAtomic();
                        }
                        return;
                    }
                }
                case Item.Rows taken -> output.emit(taken.batch(), taken.position());
                case Item.Commit commit -> output.commit();
                case Item.BeginAtomic begin -> {
                    openBlocks++;
                    output.beginAtomic();
                }
                case Item.EndAtomic end -> {
                    openBlocks--;
                    output.endAtomic();
                }
            }
        }
    }

    /** Returns the next thing, or null when there is none for a while or at all. */
    private Item take() throws InterruptedException {
        lock.lock();
        try {
            long left = STOP_CHECK_NANOS;
            while (items.isEmpty() && !mayCut() && !hasEnded && left > 0) {
                left = filled.awaitNanos(left);
            }
            if (items.isEmpty() && mayCut()) {
                cut();
            }
            if (items.size() == MOST_ITEMS) {
                emptied.signalAll();
            }
            return items.poll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isDone() {
        lock.lock();
        try {
            return hasEnded && items.isEmpty() && builder.rowCount() == 0;
        } finally {
            lock.unlock();
        }
    }

    private void rethrow() throws Exception {
        switch (failure) {
            case null -> {}
            case Exception e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private boolean mayCut() {
        return builder.rowCount() > 0 && (hasEnded || !owesReport);
    }

    private void cut() {
        if (builder.rowCount() > 0) {
            items.add(new Item.Rows(builder.build(0, 0), new SubjectPosition(rowCount, state).encode()));
        }
    }

    private void closeBlock() {
        cut();
        items.add(new Item.EndAtomic());
        isBlockOpen = false;
    }

    private void awaitRoom() {
        while (items.size() >= MOST_ITEMS && !closed && !hasEnded) {
            emptied.awaitUninterruptibly();
        }
        if (closed || hasEnded) {
            throw new IllegalStateException("subject " + name + " has ended and gives no more rows");
        }
    }

    /** Refuses what comes, and frees what was not taken. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            emptied.signalAll();
            for (Item item = items.poll(); item != null; item = items.poll()) {
                if (item instanceof Item.Rows left) {
                    left.batch().close();
                }
            }
            builder.close();
        } finally {
            lock.unlock();
        }
    }
}
