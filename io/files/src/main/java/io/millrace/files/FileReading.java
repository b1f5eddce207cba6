package io.millrace.files;

import io.millrace.format.BlockBuffer;
import io.millrace.format.DecodeErrors;
import io.millrace.format.RecordDecoder;
import io.millrace.port.SourceOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Reads ranges of files by blocks into rows. Owns its buffer, which is charged as the rows are. */
final class FileReading implements AutoCloseable {
    /** Small enough that a block is still in the cache when its columns are read. */
    private static final int BLOCK_BYTES = (256 << 10) - RecordDecoder.PADDING_BYTES;

    private final SourceOutput output;
    private final RecordDecoder decoder;
    private final RowEmitter rows;
    private final BlockBuffer block;

    FileReading(SourceOutput output, RecordDecoder decoder, RowEmitter rows) {
        this.output = output;
        this.decoder = decoder;
        this.rows = rows;
        block = new BlockBuffer(rows.builder().allocator(), BLOCK_BYTES);
    }

    /** Hears of the bytes that gave the rows which were completed last. */
    interface Progress {
        void done(ByteBuffer bytes, byte lastByte) throws IOException;
    }

    /**
     * Decodes {@code [from, to)} of a file; {@code last} says that a record without a line break may stand at the end, which is
     * otherwise left alone. Stops early when the pipeline does.
     */
    void decode(Range range, DecodeErrors errors, Progress progress) throws IOException {
        byte[] metadata = range.metadata().getBytes(StandardCharsets.UTF_8);
        decoder.begin(range.from(), range.weight(), errors);
        block.clear();
        long at = range.from();
        long limit = range.to();
        while (!output.isStopped()) {
            at = load(range.channel(), at, limit);
            boolean end = at == limit || block.room().hasRemaining();
            decoder.feed(block.address(), block.byteCount(), end && range.last());
            int taken = 0;
            boolean full;
            do {
                full = decoder.fill(rows.builder());
                rows.complete(decoder, range.path(), metadata);
                int consumed = decoder.consumedBytes();
                if (consumed > taken) {
                    progress.done(block.slice(taken, consumed), block.byteAt(consumed - 1));
                    taken = consumed;
                }
                if (full) {
                    rows.flush();
                }
            } while (full);
            block.consume(taken);
            if (end) {
                return;
            }
            if (taken == 0) {
                block.grow();
            }
        }
    }

    /**
     * What to read.
     *
     * @param path as rows are named by
     * @param weight of the rows
     */
    record Range(FileChannel channel, String path, String metadata, long from, long to, long weight, boolean last) {}

    /** Fills the block from the file and returns where to read on. */
    private long load(FileChannel channel, long from, long limit) throws IOException {
        long at = from;
        ByteBuffer room = block.room();
        if (room.remaining() > limit - at) {
            room.limit((int) (limit - at));
        }
        while (room.hasRemaining()) {
            int count = channel.read(room, at);
            if (count < 0) {
                break;
            }
            block.added(count);
            at += count;
        }
        return at;
    }

    /** Reads what stands at the start of a file before its records; returns its length. */
    int preamble(FileChannel channel, long byteCount) throws IOException {
        block.clear();
        long at = 0;
        while (true) {
            at = load(channel, at, byteCount);
            boolean last = at == byteCount || block.room().hasRemaining();
            int length = decoder.readPreamble(block.address(), block.byteCount(), last);
            if (length >= 0) {
                return length;
            }
            if (last) {
                return block.byteCount();
            }
            block.grow();
        }
    }

    /** Sums up {@code [from, to)} of a file, and hands the bytes on; null where the file is shorter. */
    CRC32C checksum(FileChannel channel, long from, long to, Progress progress) throws IOException {
        CRC32C sum = new CRC32C();
        long at = from;
        while (at < to) {
            block.clear();
            long next = load(channel, at, Math.min(to, at + block.capacity()));
            if (next == at) {
                return null;
            }
            sum.update(block.slice(0, block.byteCount()));
            progress.done(block.slice(0, block.byteCount()), block.byteAt(block.byteCount() - 1));
            at = next;
        }
        return sum;
    }

    @Override
    public void close() {
        block.close();
    }
}
