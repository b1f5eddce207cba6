package io.millrace.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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
    /**
     * Zeros written behind a record, where the next one's excerpt will begin. Chronicle looks there through its mapping, and a
     * look at a page that the file does not have yet makes the kernel read ahead, that is zero megabytes of pages.
     */
    private static final int AHEAD_BYTES = 64;

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
    private ArrowBuf record;
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
    long append(Head head, long payloadBytes, Payload payload) throws IOException {
        isDirty = true;
        if (payloadBytes <= RecordLayout.FRAME_BYTES) {
            reserve(payloadBytes);
            payload.write(record.memoryAddress() + RecordLayout.HEADER_BYTES);
            appendFrame(head, 0, 1, payloadBytes);
            return nextSequence - 1;
        }
        int frames = Math.toIntExact((payloadBytes + RecordLayout.FRAME_BYTES - 1) / RecordLayout.FRAME_BYTES);
        reserve(RecordLayout.FRAME_BYTES);
        try (ArrowBuf whole = allocator.buffer(payloadBytes)) {
            payload.write(whole.memoryAddress());
            for (int frame = 0; frame < frames; frame++) {
                long from = (long) frame * RecordLayout.FRAME_BYTES;
                long byteCount = Math.min(RecordLayout.FRAME_BYTES, payloadBytes - from);
                record.setBytes(RecordLayout.HEADER_BYTES, whole, from, byteCount);
                appendFrame(head, frame, frames, byteCount);
            }
        }
        return nextSequence - 1;
    }

    private void reserve(long payloadBytes) {
        long byteCount = RecordLayout.HEADER_BYTES + payloadBytes + AHEAD_BYTES;
        if (record == null || record.capacity() < byteCount) {
            if (record != null) {
                record.close();
                record = null;
            }
            record = allocator.buffer(byteCount);
        }
    }

    /** Appends the payload that stands in the buffer. */
    private void appendFrame(Head head, int frame, int frames, long payloadBytes) throws IOException {
        record.setInt(RecordLayout.MAGIC_OFFSET, RecordLayout.MAGIC);
        record.setShort(RecordLayout.VERSION_OFFSET, RecordLayout.VERSION);
        record.setShort(RecordLayout.KIND_OFFSET, head.kind().code());
        record.setInt(RecordLayout.PAYLOAD_BYTES_OFFSET, (int) payloadBytes);
        record.setLong(RecordLayout.GENERATION_OFFSET, generation);
        record.setInt(RecordLayout.SOURCE_OFFSET, source);
        record.setInt(RecordLayout.ROWS_OFFSET, head.rows());
        record.setLong(RecordLayout.EPOCH_OFFSET, head.epoch());
        record.setLong(RecordLayout.SEQUENCE_OFFSET, nextSequence);
        record.setInt(RecordLayout.FRAME_OFFSET, frame);
        record.setInt(RecordLayout.FRAMES_OFFSET, frames);
        record.setInt(RecordLayout.POSITION_BYTES_OFFSET, head.positionBytes());
        record.setInt(RecordLayout.DETAIL_BYTES_OFFSET, head.detailBytes());
        int recordBytes = (int) (RecordLayout.HEADER_BYTES + payloadBytes);
        record.setInt(RecordLayout.CRC_OFFSET, RecordLayout.checksum(record.memoryAddress(), recordBytes));
        DocumentContext excerpt = appender.writingDocument();
        boolean isDone = false;
        try {
            Bytes<?> bytes = excerpt.wire().bytes();
            record.setZero(recordBytes, AHEAD_BYTES);
            write(record.nioBuffer(0, recordBytes + AHEAD_BYTES), bytes.writePosition());
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

    /**
     * Writes into the file what Chronicle would copy into its mapping of it, which is the same pages: a call for the whole
     * record costs a third of a page fault for each 4 KiB. Chronicle publishes the excerpt after that, in its mapping.
     */
    private void write(ByteBuffer bytes, long offset) throws IOException {
        if (file == null) {
            file = FileChannel.open(appender.currentFile().toPath(), StandardOpenOption.WRITE);
        }
        long at = offset;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    /** Forces what was appended since the last time to the disk. */
    void force() throws IOException {
        if (isDirty) {
            file.force(false);
            isDirty = false;
        }
    }

    @Override
    public void close() {
        try {
            if (record != null) {
                record.close();
                record = null;
            }
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
