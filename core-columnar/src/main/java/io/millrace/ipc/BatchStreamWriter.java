package io.millrace.ipc;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.memory.OffHeap;
import io.millrace.type.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/**
 * Writes an Arrow stream, schema first, that any Arrow reader understands. All batches are written in one shape, which {@link
 * ArrowSchemas} names in the schema. Borrows channel, pool and allocator; owns its buffer. One thread at a time.
 */
public final class BatchStreamWriter implements AutoCloseable {
    private static final long PIECE_BYTES = 1L << 30;

    private final WritableByteChannel channel;
    private final BatchShape shape;
    private final BufferAllocator allocator;
    private final BatchEncoder encoder;

    /** Writes the schema. */
    public BatchStreamWriter(WritableByteChannel channel, Schema schema, BatchShape shape, BatchPool pool)
            throws IOException {
        this.channel = channel;
        this.shape = shape;
        this.allocator = pool.allocator();
        this.encoder = new BatchEncoder(pool);
        MessageSerializer.serialize(new WriteChannel(channel), ArrowSchemas.toArrow(schema, shape));
    }

    /** Writes the selected rows of a batch, which it borrows. */
    public void write(Batch batch) throws IOException {
        encoder.begin(batch, shape);
        try (ArrowBuf bytes = allocator.buffer(encoder.byteCount())) {
            encoder.write(bytes.memoryAddress());
            write(bytes.memoryAddress(), encoder.byteCount());
        } finally {
            encoder.end();
        }
    }

    /** Writes the end of the stream; the channel stays open. */
    @Override
    public void close() throws IOException {
        encoder.close();
        ArrowStreamWriter.writeEndOfStream(new WriteChannel(channel), IpcOption.DEFAULT);
    }

    private void write(long address, long byteCount) throws IOException {
        for (long at = 0; at < byteCount; at += PIECE_BYTES) {
            ByteBuffer piece = OffHeap.ALL
                    .asSlice(address + at, Math.min(PIECE_BYTES, byteCount - at))
                    .asByteBuffer();
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }
    }
}
