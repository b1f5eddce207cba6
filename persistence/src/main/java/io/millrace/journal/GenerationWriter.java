package io.millrace.journal;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.ipc.BatchEncoder;
import io.millrace.ipc.BatchShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Writes the queues of one generation. One thread at a time. */
final class GenerationWriter implements AutoCloseable {
    private final Path directory;
    private final long number;
    private final SyncPolicy sync;
    private final BufferAllocator allocator;
    private final RecordAppender epochs;
    private final Track[] tracks;
    private final BatchEncoder encoder;
    private long lastEpoch;
    private boolean hasEpochs;

    /** A source's queue, opened with its first record, and what the open epoch holds of it. */
    private static final class Track {
        private RecordAppender queue;
        private boolean isInEpoch;
        private long lastSequence;
        private byte[] position;
    }

    /** Makes the directory of generation {@code number}, which follows {@code before}. */
    GenerationWriter(
            JournalSettings settings,
            long number,
            Recovery before,
            int sourceCount,
            BufferAllocator allocator,
            BatchPool pool)
            throws IOException {
        this.directory = Directories.generation(settings.directory(), number);
        this.number = number;
        this.sync = settings.sync();
        this.allocator = allocator;
        this.lastEpoch = before.lastEpoch();
        this.tracks = new Track[sourceCount];
        for (int i = 0; i < sourceCount; i++) {
            tracks[i] = new Track();
        }
        this.encoder = new BatchEncoder(pool);
        Files.createDirectory(directory);
        this.epochs = openQueue(Directories.epochs(directory), RecordLayout.EPOCH_LOG);
        long previous = before.lastGeneration();
        epochs.append(
                new RecordAppender.Head(RecordKind.GENERATION, 0, lastEpoch, -1, 0),
                Long.BYTES,
                address -> RecordLayout.view(address, Long.BYTES).setLong(0, previous));
        if (sync == SyncPolicy.EPOCH) {
            epochs.force();
            Directories.force(settings.directory());
        }
    }

    /** Appends a batch, or the reference to its rows; borrows it. */
    void append(int source, long epoch, Batch batch, byte[] position) throws IOException {
        Track track = track(source);
        BatchShape shape = encoder.begin(batch);
        try {
            int positionBytes = position == null ? 0 : position.length;
            long shapeOffset = RecordLayout.padded(positionBytes);
            long messageOffset = shapeOffset + shape.byteCount();
            track.lastSequence = track.queue.append(
                    new RecordAppender.Head(
                            RecordKind.DATA,
                            batch.selectedCount(),
                            epoch,
                            position == null ? -1 : positionBytes,
                            shape.byteCount()),
                    messageOffset + encoder.byteCount(),
                    address -> {
                        putBytes(address, position);
                        shape.write(address + shapeOffset);
                        encoder.write(address + messageOffset);
                    });
        } finally {
            encoder.end();
        }
        track.isInEpoch = true;
        track.position = position;
    }

    /** Appends a reference to rows. */
    void append(int source, long epoch, int rows, byte[] position, byte[] reference) throws IOException {
        Track track = track(source);
        int positionBytes = position == null ? 0 : position.length;
        long referenceOffset = RecordLayout.padded(positionBytes);
        track.lastSequence = track.queue.append(
                new RecordAppender.Head(
                        RecordKind.REFERENCE, rows, epoch, position == null ? -1 : positionBytes, reference.length),
                referenceOffset + RecordLayout.padded(reference.length),
                address -> {
                    putBytes(address, position);
                    putBytes(address + referenceOffset, reference);
                });
        track.isInEpoch = true;
        track.position = position;
    }

    /** Makes an epoch exist: data first, then the record that names them. Returns that record. */
    EpochRecord endEpoch(long epoch) throws IOException {
        List<EpochRecord.Entry> entries = new ArrayList<>();
        for (int i = 0; i < tracks.length; i++) {
            Track track = tracks[i];
            if (track.isInEpoch) {
                entries.add(new EpochRecord.Entry(i, track.lastSequence, track.position));
                track.isInEpoch = false;
                if (sync == SyncPolicy.EPOCH) {
                    track.queue.force();
                }
            }
        }
        EpochRecord record = new EpochRecord(epoch, lastEpoch, entries);
        record.append(epochs);
        if (sync == SyncPolicy.EPOCH) {
            epochs.force();
        }
        lastEpoch = epoch;
        hasEpochs = true;
        return record;
    }

    private Track track(int source) throws IOException {
        Track track = tracks[source];
        if (track.queue == null) {
            track.queue = openQueue(Directories.source(directory, source), source);
            if (sync == SyncPolicy.EPOCH) {
                Directories.force(directory);
            }
        }
        return track;
    }

    private RecordAppender openQueue(Path queue, int source) throws IOException {
        Files.createDirectory(queue);
        RecordAppender appender = new RecordAppender(queue, number, source, allocator);
        if (sync == SyncPolicy.EPOCH) {
            Directories.force(queue);
        }
        return appender;
    }

    private static void putBytes(long address, byte[] bytes) {
        if (bytes == null) {
            return;
        }
        long byteCount = RecordLayout.padded(bytes.length);
        ArrowBuf view = RecordLayout.view(address, byteCount);
        view.setBytes(0, bytes);
        view.setZero(bytes.length, byteCount - bytes.length);
    }

    /** Closes the queues; a generation without an epoch leaves nothing. */
    @Override
    public void close() throws IOException {
        encoder.close();
        for (Track track : tracks) {
            if (track.queue != null) {
                track.queue.close();
            }
        }
        epochs.close();
        if (!hasEpochs) {
            Directories.remove(directory);
        }
    }
}
