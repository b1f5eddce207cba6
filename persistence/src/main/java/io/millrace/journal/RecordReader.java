package io.millrace.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Reads the records of one queue from the first on, each checked. A record is good until {@link #next} or {@link #close}. One
 * thread at a time.
 */
final class RecordReader implements AutoCloseable {
    private final long generation;
    private final int source;
    private final BufferAllocator allocator;
    private final Path file;
    private final long fileBytes;
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private DocumentContext excerpt;
    private ArrowBuf assembled;
    private ArrowBuf header;
    private long payload;
    private long payloadBytes;
    private long endOffset;
    private long nextSequence;

    RecordReader(Path directory, long generation, int source, BufferAllocator allocator) {
        this.generation = generation;
        this.source = source;
        this.allocator = allocator;
        this.file = queueFile(directory);
        try {
            this.fileBytes = Files.size(file);
            this.queue = RecordQueue.open(directory, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            throw new DamagedJournalException(directory, 0, "the queue cannot be opened", e);
        }
        try {
            this.tailer = queue.createTailer();
        } catch (RuntimeException | Error e) {
            queue.close();
            throw new DamagedJournalException(directory, 0, "the queue cannot be read", e);
        }
    }

    private static Path queueFile(Path directory) {
        return find(directory)
                .orElseThrow(() -> new DamagedJournalException(directory, 0, "it holds no queue file", null));
    }

    /** Returns the file of a queue: there is one at most, since queues do not roll. */
    static Optional<Path> find(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SingleChronicleQueue.SUFFIX))
                    .findFirst();
        } catch (IOException e) {
            throw new DamagedJournalException(directory, 0, "it cannot be listed", e);
        }
    }

    /**
     * Goes to the next record; false where the queue ends.
     *
     * @throws DamagedJournalException when there is something that is not a whole record
     */
    boolean next() {
        release();
        if (!nextFrame(0)) {
            return false;
        }
        int frames = header.getInt(RecordLayout.FRAMES_OFFSET);
        if (frames > 1) {
            assemble(frames);
        }
        long parts = RecordLayout.padded(Math.max(0, positionBytes())) + RecordLayout.padded(detailBytes());
        if (positionBytes() < -1 || detailBytes() < 0 || parts > payloadBytes) {
            throw damaged("its parts do not fit its " + payloadBytes + " bytes", null);
        }
        return true;
    }

    private boolean nextFrame(int frame) {
        String fault;
        try {
            excerpt = tailer.readingDocument();
            if (!excerpt.isPresent()) {
                excerpt.close();
                excerpt = null;
                return false;
            }
            Bytes<?> bytes = excerpt.wire().bytes();
            long offset = bytes.readPosition();
            long recordBytes = bytes.readRemaining();
            // Bytes behind the end of a file are no memory at all: look at nothing before this is known.
            if (recordBytes > RecordLayout.HEADER_BYTES + RecordLayout.FRAME_BYTES
                    || offset + recordBytes > fileBytes) {
                throw damaged(
                        "its " + recordBytes + " bytes at " + offset + " do not fit the file of " + fileBytes, null);
            }
            long address = bytes.addressForRead(offset);
            fault = RecordLayout.fault(address, recordBytes, generation, source);
            header = RecordLayout.view(address, recordBytes);
            payload = address + RecordLayout.HEADER_BYTES;
            payloadBytes = recordBytes - RecordLayout.HEADER_BYTES;
            endOffset = offset + recordBytes;
        } catch (DamagedJournalException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw damaged("the queue cannot be read there", e);
        }
        if (fault == null && header.getLong(RecordLayout.SEQUENCE_OFFSET) != nextSequence) {
            fault = "it is number " + header.getLong(RecordLayout.SEQUENCE_OFFSET);
        }
        if (fault == null && header.getInt(RecordLayout.FRAME_OFFSET) != frame) {
            fault = "it is frame " + header.getInt(RecordLayout.FRAME_OFFSET) + ", not " + frame;
        }
        if (fault != null) {
            throw damaged(fault, null);
        }
        nextSequence++;
        return true;
    }

    /** Puts the frames of a payload together, of which the first has been read. */
    private void assemble(int frames) {
        assembled = allocator.buffer((long) frames * RecordLayout.FRAME_BYTES + RecordLayout.HEADER_BYTES);
        assembled.setBytes(0, header, 0, RecordLayout.HEADER_BYTES);
        long written = RecordLayout.HEADER_BYTES;
        for (int frame = 0; frame < frames; frame++) {
            if (frame > 0) {
                excerpt.close();
                excerpt = null;
                if (!nextFrame(frame)) {
                    throw damaged("it has " + frame + " of " + frames + " frames", null);
                }
            }
            assembled.setBytes(written, header, RecordLayout.HEADER_BYTES, payloadBytes);
            written += payloadBytes;
        }
        header = assembled;
        payload = assembled.memoryAddress() + RecordLayout.HEADER_BYTES;
        payloadBytes = written - RecordLayout.HEADER_BYTES;
    }

    RecordKind kind() {
        return RecordKind.of(header.getShort(RecordLayout.KIND_OFFSET));
    }

    int rows() {
        return header.getInt(RecordLayout.ROWS_OFFSET);
    }

    long epoch() {
        return header.getLong(RecordLayout.EPOCH_OFFSET);
    }

    /** The sequence of the record's last frame. */
    long sequence() {
        return nextSequence - 1;
    }

    /** Returns where the source stood after the batch, or null. */
    byte[] position() {
        return positionBytes() < 0 ? null : copy(0, positionBytes());
    }

    byte[] detail() {
        return copy(RecordLayout.padded(Math.max(0, positionBytes())), detailBytes());
    }

    long detailAddress() {
        return payload + RecordLayout.padded(Math.max(0, positionBytes()));
    }

    int detailBytes() {
        return header.getInt(RecordLayout.DETAIL_BYTES_OFFSET);
    }

    long bodyAddress() {
        return detailAddress() + RecordLayout.padded(detailBytes());
    }

    long bodyBytes() {
        return payload + payloadBytes - bodyAddress();
    }

    /** A bounds-checked view of the body. */
    ArrowBuf body() {
        return RecordLayout.view(bodyAddress(), bodyBytes());
    }

    /** Where in the file the last whole record ends. */
    long endOffset() {
        return endOffset;
    }

    Path file() {
        return file;
    }

    DamagedJournalException damaged(String what, Throwable cause) {
        return new DamagedJournalException(file, nextSequence, what, cause);
    }

    @Override
    public void close() {
        release();
        tailer.close();
        queue.close();
    }

    private int positionBytes() {
        return header.getInt(RecordLayout.POSITION_BYTES_OFFSET);
    }

    private byte[] copy(long from, int byteCount) {
        byte[] bytes = new byte[byteCount];
        header.getBytes(RecordLayout.HEADER_BYTES + from, bytes, 0, byteCount);
        return bytes;
    }

    private void release() {
        if (excerpt != null) {
            excerpt.close();
            excerpt = null;
        }
        if (assembled != null) {
            assembled.close();
            assembled = null;
        }
    }
}
