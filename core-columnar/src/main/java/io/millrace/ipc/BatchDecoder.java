package io.millrace.ipc;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.memory.OffHeap;
import io.millrace.type.Lane;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.List;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** Reads record-batch messages of one schema into builders of a pool. One thread at a time. */
public final class BatchDecoder {
    private final Type[] types;
    private final BatchPool pool;

    /** Borrows the pool, to which the buffers of the batches go back. */
    public BatchDecoder(List<Type> types, BatchPool pool) {
        this.types = types.toArray(Type[]::new);
        this.pool = pool;
    }

    public BatchDecoder(Schema schema, BatchPool pool) {
        this(schema.fields().stream().map(field -> field.type()).toList(), pool);
    }

    /**
     * Returns an owned batch of the message in {@code byteCount} bytes at an address; nothing of them is kept.
     *
     * @throws CorruptBatchException when they are not exactly one message of this schema and shape
     */
    public Batch decode(long address, long byteCount, BatchShape shape, long epoch, int iteration) {
        return decode(MessageBody.parse(address, byteCount), shape, epoch, iteration);
    }

    /** Returns an owned copy of a record batch whose buffers are elsewhere. */
    Batch decode(ArrowRecordBatch message, BatchShape shape, long epoch, int iteration) {
        return decode(MessageBody.of(message), shape, epoch, iteration);
    }

    private Batch decode(MessageBody body, BatchShape shape, long epoch, int iteration) {
        if (shape.columnCount() != types.length) {
            throw new CorruptBatchException("shape of " + shape.columnCount() + " columns, expected " + types.length);
        }
        int rowCount = body.rowCount();
        Batch.Parts parts = Batch.of(pool, rowCount);
        boolean isDone = false;
        try {
            ColumnBuilder[] builders = new ColumnBuilder[types.length];
            for (int i = 0; i < types.length; i++) {
                builders[i] = read(body, types[i], parts);
            }
            if (shape.hasKeys()) {
                parts.keys(readDense(body, Type.POINTER, parts));
            }
            if (shape.hasWeights()) {
                parts.weights(readDense(body, Type.INT64, parts));
            }
            for (int i = 0; i < types.length; i++) {
                if (shape.hasErrors(i)) {
                    readBits(body, builders[i].errorsForWriting());
                }
            }
            for (int i = 0; i < types.length; i++) {
                if (shape.hasPending(i)) {
                    readBits(body, builders[i].pendingForWriting());
                }
            }
            body.requireEnd();
            Column[] columns = new Column[types.length];
            for (int i = 0; i < types.length; i++) {
                columns[i] = builders[i].view(types[i]);
            }
            Batch batch = parts.columns(columns).time(epoch, iteration).build();
            isDone = true;
            return batch;
        } finally {
            if (!isDone) {
                parts.close();
            }
        }
    }

    private Column readDense(MessageBody body, Type type, Batch.Parts parts) {
        Column column = read(body, type, parts).view(type);
        if (!column.isDense()) {
            throw new CorruptBatchException("a key or weight is null");
        }
        return column;
    }

    /** Reads the next field into a builder that {@code parts} owns. */
    private ColumnBuilder read(MessageBody body, Type type, Batch.Parts parts) {
        ColumnBuilder builder = pool.take(type.lane());
        parts.owning(builder);
        int rowCount = body.rowCount();
        builder.reserve(rowCount);
        Type stored = ArrowSchemas.storedType(type);
        int nullCount = body.nextField();
        if (stored == Type.NONE) {
            OffHeap.fill(builder.data(), BatchEncoder.bitmapBytes(rowCount), (byte) 0);
            builder.setWritten(rowCount, 0);
            OffHeap.fill(builder.validityForWriting(), BatchEncoder.bitmapBytes(rowCount), (byte) 0);
            return builder;
        }
        body.nextBuffer();
        if (nullCount > 0) {
            body.copyTo(builder.validityForWriting(), BatchEncoder.bitmapBytes(rowCount));
        }
        int byteCount = 0;
        switch (type.lane()) {
            case BIT -> {
                body.nextBuffer();
                body.copyTo(builder.data(), BatchEncoder.bitmapBytes(rowCount));
            }
            case I64, F64 -> {
                body.nextBuffer();
                body.copyTo(builder.data(), (long) rowCount * Long.BYTES);
            }
            case I128 -> {
                body.nextBuffer();
                body.copyTo(builder.data(), (long) rowCount * 2 * Long.BYTES);
                if (stored == Type.UUID) {
                    BatchEncoder.reverse(builder.data(), builder.data(), rowCount);
                }
            }
            case BYTES -> byteCount = readBytes(body, builder, rowCount);
        }
        builder.setWritten(rowCount, byteCount);
        return builder;
    }

    private static int readBytes(MessageBody body, ColumnBuilder builder, int rowCount) {
        assert builder.lane() == Lane.BYTES;
        body.nextBuffer();
        if (rowCount > 0) {
            body.copyTo(builder.offsets(), (rowCount + 1L) * Integer.BYTES);
        }
        body.nextBuffer();
        int first = OffHeap.getInt(builder.offsets());
        int last = OffHeap.getInt(builder.offsets() + ((long) rowCount << 2));
        if (first != 0 || last < 0 || last > body.bufferBytes() || !ascend(builder.offsets(), rowCount)) {
            throw new CorruptBatchException("offsets of " + rowCount + " cells run from " + first + " to " + last
                    + " and do not fit " + body.bufferBytes() + " bytes of data");
        }
        builder.reserveBytes(last);
        body.copyTo(builder.data(), last);
        return last;
    }

    private static boolean ascend(long offsets, int rowCount) {
        // The sign bit of the sum of all bits is set by an offset below 0 and, where there is none, by one below the
        // last.
        int signs = 0;
        for (int row = 0; row < rowCount; row++) {
            long at = offsets + ((long) row << 2);
            int next = OffHeap.getInt(at + Integer.BYTES);
            signs |= next | next - OffHeap.getInt(at);
        }
        return signs >= 0;
    }

    private static void readBits(MessageBody body, long to) {
        body.nextField();
        body.nextBuffer();
        body.nextBuffer();
        body.copyTo(to, BatchEncoder.bitmapBytes(body.rowCount()));
    }
}
