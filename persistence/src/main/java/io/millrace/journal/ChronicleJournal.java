package io.millrace.journal;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.port.Journal;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.apache.arrow.memory.BufferAllocator;

/** The journal in Chronicle queues under one storage directory; the package says how they lie there. */
public final class ChronicleJournal implements Journal {
    private final StorageLock lock;
    private final BatchPool pool;
    private final Replayer replayer;
    private final JournalWriter writer;
    private final AtomicReferenceArray<byte[]> positions;
    /** From the caller's number of a source to the manifest's, and back. */
    private final int[] numbers;

    private final int[] callersNumbers;
    private long openEpoch = -1;
    private long lastEnded;
    private boolean isClosed;

    private ChronicleJournal(
            StorageLock lock, BatchPool pool, Replayer replayer, JournalWriter writer, State state, long lastEpoch) {
        this.lock = lock;
        this.pool = pool;
        this.replayer = replayer;
        this.writer = writer;
        this.positions = state.positions();
        this.numbers = state.numbers();
        this.callersNumbers = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            callersNumbers[numbers[i]] = i;
        }
        this.lastEnded = lastEpoch;
    }

    private record State(AtomicReferenceArray<byte[]> positions, int[] numbers) {}

    /**
     * Opens a journal and reads what former processes left there.
     *
     * @param sources in any order, but the same by name and columns at every start; borrowed
     * @param allocator for batches that are replayed and for scratch memory; borrowed for the life of both
     * @throws IllegalStateException when another process uses the directory, or another pipeline wrote it
     * @throws DamagedJournalException when an epoch that existed cannot be found again
     */
    public static ChronicleJournal open(JournalSettings settings, List<Source> sources, BufferAllocator allocator)
            throws IOException {
        Path directory = settings.directory();
        Manifest manifest = Manifest.of(settings.fingerprint(), sources);
        Files.createDirectories(directory);
        StorageLock lock = StorageLock.take(directory);
        BatchPool pool = new BatchPool(allocator, BatchPool.DEFAULT_ROWS);
        Replayer replayer = null;
        JournalWriter writer = null;
        try {
            Manifest stored = readOrWrite(directory.resolve("manifest"), manifest, directory);
            int[] numbers = new int[sources.size()];
            Source[] byNumber = new Source[sources.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = stored.numberOf(sources.get(i).name());
                byNumber[numbers[i]] = sources.get(i);
            }
            Recovery recovery = Recovery.of(directory, numbers.length, allocator);
            AtomicReferenceArray<byte[]> positions = new AtomicReferenceArray<>(recovery.positions());
            replayer = new Replayer(recovery.generations(), byNumber, allocator, pool);
            GenerationWriter generation = new GenerationWriter(
                    settings, recovery.highestNumber() + 1, recovery, numbers.length, allocator, pool);
            writer = new JournalWriter(generation, recovery.lastEpoch(), positions, settings.queuedBatches());
            return new ChronicleJournal(
                    lock, pool, replayer, writer, new State(positions, numbers), recovery.lastEpoch());
        } finally {
            if (writer == null) {
                if (replayer != null) {
                    replayer.close();
                }
                pool.close();
                lock.close();
            }
        }
    }

    private static Manifest readOrWrite(Path file, Manifest now, Path directory) throws IOException {
        if (Files.exists(file)) {
            Manifest stored = Manifest.read(file);
            stored.requireSame(now, directory);
            return stored;
        }
        if (!Directories.generations(directory).isEmpty()) {
            throw new DamagedJournalException(file, 0, "it is missing, and there are generations beside it", null);
        }
        now.write(file);
        return now;
    }

    @Override
    public long nextEpoch() {
        return replayer.nextEpoch();
    }

    @Override
    public void replay(IntFunction<SourceOutput> outputs) throws Exception {
        if (nextEpoch() < 0) {
            throw new IllegalStateException("every epoch has been replayed");
        }
        replayer.replay(number -> outputs.apply(callersNumbers[number]));
    }

    @Override
    public long lastEpoch() {
        return writer.lastEpoch();
    }

    @Override
    public byte[] position(int source) {
        return positions.get(numbers[source]);
    }

    @Override
    public synchronized void append(int source, long epoch, Batch batch, byte[] position, byte[] reference) {
        requireOpen(epoch);
        openEpoch = epoch;
        writer.append(numbers[source], epoch, batch, position, reference);
    }

    @Override
    public synchronized CompletableFuture<Void> endEpoch(long epoch) {
        requireOpen(epoch);
        CompletableFuture<Void> durable = writer.endEpoch(epoch);
        openEpoch = -1;
        lastEnded = epoch;
        return durable;
    }

    private void requireOpen(long epoch) {
        writer.requireOpen();
        if (nextEpoch() >= 0) {
            throw new IllegalStateException("epoch " + nextEpoch() + " must be replayed before new ones are written");
        }
        if (epoch < 0 || epoch <= lastEnded) {
            throw new IllegalArgumentException(
                    "epoch " + epoch + " is not after the last one, " + lastEnded + ", or not 0 or more");
        }
        if (openEpoch >= 0 && epoch != openEpoch) {
            throw new IllegalArgumentException("epoch " + epoch + " while epoch " + openEpoch + " is open");
        }
    }

    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try (lock;
                pool;
                replayer) {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
