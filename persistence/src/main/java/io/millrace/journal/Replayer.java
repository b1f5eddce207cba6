package io.millrace.journal;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.ipc.BatchDecoder;
import io.millrace.ipc.BatchShape;
import io.millrace.ipc.CorruptBatchException;
import io.millrace.port.DataError;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.arrow.memory.BufferAllocator;

/** Gives the epochs of former generations back, one after the other. One thread at a time. */
final class Replayer implements AutoCloseable {
    private final BufferAllocator allocator;
    private final Iterator<Recovery.Generation> generations;
    private final Source[] sources;
    private final BatchDecoder[] decoders;
    private final RecordReader[] queues;
    private Recovery.Generation generation;
    private RecordReader epochs;
    private EpochRecord next;

    /**
     * Stands before the first epoch.
     *
     * @param sources by their numbers in the manifest
     */
    Replayer(List<Recovery.Generation> generations, Source[] sources, BufferAllocator allocator, BatchPool pool) {
        this.allocator = allocator;
        this.generations = generations.iterator();
        this.sources = sources;
        this.decoders = new BatchDecoder[sources.length];
        this.queues = new RecordReader[sources.length];
        for (int i = 0; i < sources.length; i++) {
            decoders[i] = new BatchDecoder(sources[i].schema(), pool);
        }
        boolean isDone = false;
        try {
            advance();
            isDone = true;
        } finally {
            if (!isDone) {
                close();
            }
        }
    }

    /** The next epoch, or −1. */
    long nextEpoch() {
        return next == null ? -1 : next.epoch();
    }

    /** Emits the rows of the next epoch; {@code outputs} takes a source's number in the manifest. */
    void replay(IntFunction<SourceOutput> outputs) throws Exception {
        for (EpochRecord.Entry entry : next.entries()) {
            RecordReader queue = queue(entry.source());
            do {
                if (!queue.next()) {
                    throw queue.damaged(
                            "it is missing; epoch " + next.epoch() + " needs the records up to " + entry.lastSequence(),
                            null);
                }
                if (queue.epoch() != next.epoch() || queue.sequence() > entry.lastSequence()) {
                    throw queue.damaged(
                            "it is of epoch " + queue.epoch() + "; expected is epoch " + next.epoch() + " up to record "
                                    + entry.lastSequence(),
                            null);
                }
                emit(entry.source(), queue, outputs.apply(entry.source()));
            } while (queue.sequence() < entry.lastSequence());
        }
        advance();
    }

    private void emit(int source, RecordReader record, SourceOutput output) throws Exception {
        byte[] position = record.position();
        if (record.kind() == RecordKind.REFERENCE) {
            Recount recount = new Recount(output, next.epoch(), position);
            sources[source].replay(recount, record.detail());
            if (recount.rows != record.rows()) {
                throw new IllegalStateException("source " + sources[source].name() + " gave " + recount.rows
                        + " rows again for epoch " + next.epoch() + ", where it had given " + record.rows()
                        + ": what it reads has changed since");
            }
            return;
        }
        Batch batch;
        try {
            int columnCount = sources[source].schema().size();
            BatchShape shape = BatchShape.read(record.detailAddress(), record.detailBytes(), columnCount);
            batch = decoders[source].decode(record.bodyAddress(), record.bodyBytes(), shape, next.epoch(), 0);
        } catch (CorruptBatchException e) {
            throw record.damaged("it holds no batch of source " + sources[source].name(), e);
        }
        output.emit(batch, position);
    }

    private void advance() {
        if (epochs != null && next.epoch() < generation.lastEpoch()) {
            readEpochLog();
            next = EpochRecord.read(epochs);
            return;
        }
        close();
        next = null;
        if (generations.hasNext()) {
            generation = generations.next();
            epochs = open(Directories.epochs(generation.directory()), RecordLayout.EPOCH_LOG);
            readEpochLog(); // its first record, which says what it follows
            readEpochLog();
            next = EpochRecord.read(epochs);
        }
    }

    private void readEpochLog() {
        if (!epochs.next()) {
            throw epochs.damaged("it was there and is missing now", null);
        }
    }

    private RecordReader queue(int source) {
        if (queues[source] == null) {
            queues[source] = open(Directories.source(generation.directory(), source), source);
        }
        return queues[source];
    }

    private RecordReader open(Path directory, int source) {
        return new RecordReader(directory, generation.number(), source, allocator);
    }

    @Override
    public void close() {
        for (int i = 0; i < queues.length; i++) {
            if (queues[i] != null) {
                queues[i].close();
                queues[i] = null;
            }
        }
        if (epochs != null) {
            epochs.close();
            epochs = null;
        }
    }

    /** Counts the rows that a source reads again, and puts them into their epoch. */
    private static final class Recount implements SourceOutput {
        private final SourceOutput output;
        private final long epoch;
        private final byte[] journalled;
        private long rows;

        Recount(SourceOutput output, long epoch, byte[] journalled) {
            this.output = output;
            this.epoch = epoch;
            this.journalled = journalled;
        }

        @Override
        public BatchBuilder newBuilder() {
            return output.newBuilder();
        }

        @Override
        public void emit(Batch batch, byte[] position) {
            rows += batch.selectedCount();
            batch.stampEpoch(epoch);
            output.emit(batch, journalled);
        }

        @Override
        public void emit(Batch batch, byte[] position, byte[] reference) {
            emit(batch, position);
        }

        @Override
        public void commit() {}

        @Override
        public void beginAtomic() {}

        @Override
        public void endAtomic() {}

        @Override
        public void report(DataError.Kind kind, String message) {
            output.report(kind, message);
        }

        @Override
        public boolean isStopped() {
            return output.isStopped();
        }
    }
}
