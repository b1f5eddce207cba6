package io.millrace.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Appends records to one new queue. One thread at a time. */
final class RecordAppender implements AutoCloseable {
    /** Writes a payload at an address. */
    @FunctionalInterface
    interface Payload {
        void write(long address);
    }

    /** What varies in the headers of a queue. */
    record Head(RecordKind kind, int rows, long epoch, int positionBytes, int detailBytes) {}

    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final BufferAllocator allocator;
    private final long generation;
    private final int source;
    private FileChannel file;
    private long nextSequence;
    private boolean isDirty;

    RecordAppender(Path directory, long generation, int source, BufferAllocator allocator) {
        this.generation = generation;
        this.source = source;
        this.allocator = allocator;
        this.queue = RecordQueue.open(directory, false);
        this.appender = queue.createAppender();
        // Opened on the caller's thread, used on the journal's.
        queue.singleThreadedCheckDisabled(true);
        appender.singleThreadedCheckDisabled(true);
    }

    /** Appends a record and returns its sequence, that of its last frame. */
    long append(Head head, long payloadBytes, Payload payload) {
        isDirty = true;
        if (payloadBytes <= RecordLayout.FRAME_BYTES) {
            appendFrame(head, 0, 1, payloadBytes, payload);
            return nextSequence - 1;
        }
        int frames = Math.toIntExact((payloadBytes + RecordLayout.FRAME_BYTES - 1) / RecordLayout.FRAME_BYTES);
        try (ArrowBuf whole = allocator.buffer(payloadBytes)) {
            payload.write(whole.memoryAddress());
            for (int frame = 0; frame < frames; frame++) {
                long from = (long) frame * RecordLayout.FRAME_BYTES;
                long byteCount = Math.min(RecordLayout.FRAME_BYTES, payloadBytes - from);
                appendFrame(
                        head,
                        frame,
                        frames,
                        byteCount,
                        address -> RecordLayout.view(address, byteCount).setBytes(0, whole, from, byteCount));
            }
        }
        return nextSequence - 1;
    }

    private void appendFrame(Head head, int frame, int frames, long payloadBytes, Payload payload) {
        long recordBytes = RecordLayout.HEADER_BYTES + payloadBytes;
        DocumentContext excerpt = appender.writingDocument();
        boolean isDone = false;
        try {
            Bytes<?> bytes = excerpt.wire().bytes();
            long start = bytes.writePosition();
            bytes.ensureCapacity(start + recordBytes);
            long address = bytes.addressForWrite(start);
            ArrowBuf header = RecordLayout.view(address, RecordLayout.HEADER_BYTES);
            header.setInt(RecordLayout.MAGIC_OFFSET, RecordLayout.MAGIC);
            header.setShort(RecordLayout.VERSION_OFFSET, RecordLayout.VERSION);
            header.setShort(RecordLayout.KIND_OFFSET, head.kind().code());
            header.setInt(RecordLayout.PAYLOAD_BYTES_OFFSET, (int) payloadBytes);
            header.setLong(RecordLayout.GENERATION_OFFSET, generation);
            header.setInt(RecordLayout.SOURCE_OFFSET, source);
            header.setInt(RecordLayout.ROWS_OFFSET, head.rows());
            header.setLong(RecordLayout.EPOCH_OFFSET, head.epoch());
            header.setLong(RecordLayout.SEQUENCE_OFFSET, nextSequence);
            header.setInt(RecordLayout.FRAME_OFFSET, frame);
            header.setInt(RecordLayout.FRAMES_OFFSET, frames);
            header.setInt(RecordLayout.POSITION_BYTES_OFFSET, head.positionBytes());
            header.setInt(RecordLayout.DETAIL_BYTES_OFFSET, head.detailBytes());
            payload.write(address + RecordLayout.HEADER_BYTES);
            header.setInt(RecordLayout.CRC_OFFSET, RecordLayout.checksum(address, recordBytes));
            bytes.writeSkip(recordBytes);
            isDone = true;
        } finally {
            if (!isDone) {
                excerpt.rollbackOnClose();
            }
            excerpt.close();
        }
        nextSequence++;
    }

    /** Forces what was appended since the last time to the disk. */
    void force() throws IOException {
        if (isDirty) {
            if (file == null) {
                file = FileChannel.open(appender.currentFile().toPath(), StandardOpenOption.WRITE);
            }
            file.force(false);
            isDirty = false;
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            appender.close();
            queue.close();
        }
    }
}
