package io.millrace.ipc;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.memory.OffHeap;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.ReferenceManager;
import org.apache.arrow.vector.ipc.message.ArrowBuffer;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/**
 * Writes batches as encapsulated Arrow record-batch messages: {@link #begin} a batch, ask {@link #byteCount}, {@link #write} it
 * anywhere, {@link #end}. The buffers of a batch are copied once, to where they are written; only unselected rows, UUIDs and
 * fields that a shape asks for beyond the batch's own take a second copy, in builders of the pool. One thread at a time.
 */
public final class BatchEncoder implements AutoCloseable {
    private static final int PREFIX_BYTES = 2 * Integer.BYTES;

    private final BatchPool pool;
    private final List<ColumnBuilder> scratch = new ArrayList<>();
    private final List<ArrowFieldNode> nodes = new ArrayList<>();
    private final List<ArrowBuf> buffers = new ArrayList<>();
    private Batch batch;
    private ArrowRecordBatch message;
    private ByteBuffer metadata;
    private long metadataBytes;
    private long bodyBytes;

    /** Borrows the pool, from which it takes scratch builders. */
    public BatchEncoder(BatchPool pool) {
        this.pool = pool;
    }

    /** Begins a message of the batch's own shape, which is returned. Borrows the batch until {@link #end}. */
    public BatchShape begin(Batch newBatch) {
        BatchShape shape = BatchShape.of(newBatch);
        begin(newBatch, shape);
        return shape;
    }

    /**
     * Begins a message of a given shape; weights and bitmaps that the batch does not have are made up. Borrows the batch until
     * {@link #end}.
     *
     * @throws IllegalArgumentException when the shape does not cover the batch's own
     */
    public void begin(Batch newBatch, BatchShape shape) {
        assert batch == null : "end the last batch first";
        if (!shape.covers(BatchShape.of(newBatch))) {
            throw new IllegalArgumentException("a batch of " + BatchShape.of(newBatch) + " is not covered by " + shape);
        }
        batch = newBatch;
        try {
            collect(shape);
            message = new ArrowRecordBatch(newBatch.selectedCount(), nodes, buffers);
            metadata = MessageSerializer.serializeMetadata(message, IpcOption.DEFAULT);
            // The body must start at a multiple of 8 behind the start of the message.
            metadataBytes = padded(PREFIX_BYTES + metadata.remaining()) - PREFIX_BYTES;
            bodyBytes = message.computeBodyLength();
        } catch (RuntimeException e) {
            end();
            throw e;
        }
    }

    /** Bytes of the whole message, a multiple of 8. */
    public long byteCount() {
        return PREFIX_BYTES + metadataBytes + bodyBytes;
    }

    /** Bytes of the message before its body. */
    long headBytes() {
        return PREFIX_BYTES + metadataBytes;
    }

    /** The message without its place in memory, borrowed until {@link #end}. */
    ArrowRecordBatch message() {
        return message;
    }

    /** Writes {@link #byteCount} bytes at an address. */
    public void write(long address) {
        writeHead(address);
        writeBody(address + headBytes());
    }

    void writeHead(long address) {
        OffHeap.putInt(address, MessageSerializer.IPC_CONTINUATION_TOKEN);
        OffHeap.putInt(address + Integer.BYTES, (int) metadataBytes);
        int length = metadata.remaining();
        long at = address + PREFIX_BYTES;
        OffHeap.copy(metadata.array(), metadata.arrayOffset() + metadata.position(), at, length);
        OffHeap.fill(at + length, metadataBytes - length, (byte) 0);
    }

    void writeBody(long address) {
        List<ArrowBuffer> layout = message.getBuffersLayout();
        long written = 0;
        for (int i = 0; i < layout.size(); i++) {
            ArrowBuf buffer = message.getBuffers().get(i);
            long offset = layout.get(i).getOffset();
            OffHeap.fill(address + written, offset - written, (byte) 0);
            OffHeap.copy(buffer.memoryAddress(), address + offset, buffer.writerIndex());
            written = offset + buffer.writerIndex();
        }
        OffHeap.fill(address + written, bodyBytes - written, (byte) 0);
    }

    /** Lets go of the batch. */
    public void end() {
        for (ColumnBuilder builder : scratch) {
            pool.give(builder);
        }
        scratch.clear();
        nodes.clear();
        buffers.clear();
        batch = null;
        message = null;
        metadata = null;
    }

    @Override
    public void close() {
        end();
    }

    private void collect(BatchShape shape) {
        for (int i = 0; i < batch.columnCount(); i++) {
            addColumn(batch.column(i));
        }
        if (shape.hasKeys()) {
            addColumn(batch.keys());
        }
        if (shape.hasWeights()) {
            addColumn(batch.weights() == null ? ones() : batch.weights());
        }
        for (int i = 0; i < batch.columnCount(); i++) {
            if (shape.hasErrors(i)) {
                addBitmap(batch.column(i).errors());
            }
        }
        for (int i = 0; i < batch.columnCount(); i++) {
            if (shape.hasPending(i)) {
                addBitmap(batch.column(i).pending());
            }
        }
    }

    private void addColumn(Column whole) {
        int rowCount = batch.selectedCount();
        Type stored = ArrowSchemas.storedType(whole.type());
        if (stored == Type.NONE) {
            nodes.add(new ArrowFieldNode(rowCount, rowCount));
            return;
        }
        boolean isMoved = whole.lane() == Lane.BYTES && whole.rowCount() > 0 && OffHeap.getInt(whole.offsets()) != 0;
        Column column = batch.selection() != null || isMoved ? selected(whole) : whole;
        if (column.isDense()) {
            nodes.add(new ArrowFieldNode(rowCount, 0));
            buffers.add(wrap(0, 0));
        } else {
            nodes.add(new ArrowFieldNode(rowCount, rowCount - Bitmaps.count(column.validity(), rowCount)));
            buffers.add(wrap(column.validity(), bitmapBytes(rowCount)));
        }
        switch (column.lane()) {
            case BIT -> buffers.add(wrap(column.data(), bitmapBytes(rowCount)));
            case I64, F64 -> buffers.add(wrap(column.data(), (long) rowCount * Long.BYTES));
            case I128 -> {
                long data = stored == Type.UUID ? reversed(column) : column.data();
                buffers.add(wrap(data, (long) rowCount * 2 * Long.BYTES));
            }
            case BYTES -> {
                buffers.add(wrap(column.offsets(), (rowCount + 1L) * Integer.BYTES));
                buffers.add(wrap(column.data(), OffHeap.getInt(column.offsets() + ((long) rowCount << 2))));
            }
        }
    }

    private void addBitmap(long bitmap) {
        int rowCount = batch.selectedCount();
        nodes.add(new ArrowFieldNode(rowCount, 0));
        buffers.add(wrap(0, 0));
        ColumnBuilder bits = null;
        if (bitmap == 0 || batch.selection() != null) {
            bits = take(Lane.BIT);
            bits.reserve(rowCount);
            Bitmaps.fill(bits.data(), false, rowCount);
        }
        if (bitmap != 0 && bits != null) {
            for (int i = 0; i < rowCount; i++) {
                if (OffHeap.getBit(bitmap, batch.selectedRow(i))) {
                    OffHeap.setBit(bits.data(), i);
                }
            }
        }
        buffers.add(wrap(bits == null ? bitmap : bits.data(), bitmapBytes(rowCount)));
    }

    /** The selected rows of a column, offsets from 0. */
    private Column selected(Column column) {
        ColumnBuilder builder = take(column.lane());
        for (int i = 0; i < batch.selectedCount(); i++) {
            builder.appendFrom(column, batch.selectedRow(i));
        }
        return builder.view(column.type());
    }

    private Column ones() {
        ColumnBuilder builder = take(Lane.I64);
        builder.reserve(batch.rowCount());
        for (int row = 0; row < batch.rowCount(); row++) {
            builder.appendLong(1);
        }
        return builder.view(Type.INT64);
    }

    private long reversed(Column column) {
        ColumnBuilder builder = take(Lane.I128);
        builder.reserve(column.rowCount());
        reverse(column.data(), builder.data(), column.rowCount());
        return builder.data();
    }

    /** Reverses the 16 bytes of each cell. */
    static void reverse(long from, long to, int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            long at = (long) row << 4;
            long low = OffHeap.getLong(from + at);
            long high = OffHeap.getLong(from + at + Long.BYTES);
            OffHeap.putLong(to + at, Long.reverseBytes(high));
            OffHeap.putLong(to + at + Long.BYTES, Long.reverseBytes(low));
        }
    }

    private ColumnBuilder take(Lane lane) {
        ColumnBuilder builder = pool.take(lane);
        scratch.add(builder);
        return builder;
    }

    /** A view that owns nothing: the batch or the scratch builder does. */
    private static ArrowBuf wrap(long address, long byteCount) {
        return new ArrowBuf(ReferenceManager.NO_OP, null, byteCount, address).writerIndex(byteCount);
    }

    static long bitmapBytes(int rowCount) {
        return rowCount + 7L >>> 3;
    }

    private static long padded(long byteCount) {
        return byteCount + 7 & -8;
    }
}
