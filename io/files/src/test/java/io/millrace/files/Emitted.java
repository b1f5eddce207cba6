package io.millrace.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.memory.Allocators;
import io.millrace.port.DataError;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import io.millrace.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;

/** Takes what a source emits, adds it up, and lets a test wait for it. */
final class Emitted implements SourceOutput, AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    /** One batch: its rows with weights, and what came with it. */
    record Piece(List<String> rows, byte[] position, byte[] reference, boolean atomic) {}

    private final BufferAllocator allocator = Allocators.root(1L << 30);
    private final BatchPool pool;
    private final Schema schema;
    private final boolean withKeys;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Long> rows = new TreeMap<>();
    private final Map<String, String> keyOfRow = new TreeMap<>();
    private boolean atomic;
    private volatile boolean stopped;
    private Thread thread;
    private Throwable failure;

    final List<Piece> pieces = Collections.synchronizedList(new ArrayList<>());
    final List<String> errors = Collections.synchronizedList(new ArrayList<>());

    Emitted(Schema schema, boolean withKeys, int batchRows) {
        this.schema = schema;
        this.withKeys = withKeys;
        this.pool = new BatchPool(allocator, batchRows);
    }

    static Emitted of(Source source) {
        return new Emitted(source.schema(), true, 64);
    }

    /** Runs a source to its end. */
    static Emitted all(Source source, byte[] position) throws Exception {
        Emitted emitted = of(source);
        source.run(emitted, position);
        return emitted;
    }

    /** Runs a source on a thread of its own. */
    static Emitted live(Source source, byte[] position) {
        Emitted emitted = of(source);
        emitted.thread = Thread.ofPlatform().start(() -> {
            try {
                source.run(emitted, position);
            } catch (Throwable e) {
                emitted.failure = e;
            }
        });
        return emitted;
    }

    /** The rows that there are, each as often as its weight says; with a weight where that is negative. */
    List<String> rows() {
        lock.lock();
        try {
            List<String> all = new ArrayList<>();
            rows.forEach((row, weight) -> {
                if (weight < 0) {
                    all.add(row + " × " + weight);
                }
                for (long i = 0; i < weight; i++) {
                    all.add(row);
                }
            });
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the rows are these, in no order. */
    void await(List<String> expected) throws InterruptedException {
        List<String> sorted = expected.stream().sorted().toList();
        if (!await(() -> rows().equals(sorted))) {
            assertEquals(sorted, rows());
        }
    }

    boolean await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0 || failure != null) {
                    return false;
                }
                left = changed.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(20)))
                        + left
                        - Math.min(left, TimeUnit.MILLISECONDS.toNanos(20));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    byte[] lastPosition() {
        return pieces.getLast().position();
    }

    /** Waits until the source ends by itself, and returns why. */
    Throwable awaitFailure() throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return failure;
    }

    Throwable stop() throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join();
        return failure;
    }

    @Override
    public BatchBuilder newBuilder() {
        return new BatchBuilder(pool, schema, withKeys);
    }

    @Override
    public void emit(Batch batch, byte[] position) {
        emit(batch, position, null);
    }

    @Override
    public void emit(Batch batch, byte[] position, byte[] reference) {
        lock.lock();
        try (batch) {
            List<String> piece = new ArrayList<>();
            for (int row = 0; row < batch.rowCount(); row++) {
                List<Object> cells = new ArrayList<>();
                for (int column = 0; column < batch.columnCount(); column++) {
                    cells.add(Values.read(batch.column(column), row));
                }
                String text = cells.toString();
                rows.merge(text, batch.weight(row), (a, b) -> a + b == 0 ? null : a + b);
                piece.add(text + " " + batch.weight(row));
                if (withKeys) {
                    String key = batch.keys().getHigh(row) + ":" + batch.keys().getLow(row);
                    keyOfRow.put(key, text);
                }
            }
            pieces.add(new Piece(piece, position, reference, atomic));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ids that were seen. */
    int keyCount() {
        return keyOfRow.size();
    }

    boolean hasError(Predicate<String> predicate) {
        synchronized (errors) {
            return errors.stream().anyMatch(predicate);
        }
    }

    @Override
    public void commit() {}

    @Override
    public void beginAtomic() {
        assertEquals(false, atomic);
        atomic = true;
    }

    @Override
    public void endAtomic() {
        assertEquals(true, atomic);
        atomic = false;
    }

    @Override
    public void report(DataError.Kind kind, String message) {
        errors.add(kind + ": " + message);
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }

    @Override
    public void close() {
        if (thread != null) {
            try {
                Throwable unused = stop();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        pool.close();
        allocator.close();
    }
}
