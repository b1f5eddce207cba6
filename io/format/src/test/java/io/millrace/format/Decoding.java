package io.millrace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.memory.Allocators;
import io.millrace.memory.OffHeap;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Decodes bytes on the heap, cut into blocks, into rows of Java objects. */
final class Decoding implements AutoCloseable {
    /** What a cell in error reads as. */
    static final String ERROR = "Error";

    private final BufferAllocator allocator = Allocators.root(1L << 30);
    private final int batchRows;

    final List<List<Object>> rows = new ArrayList<>();
    final List<Long> offsets = new ArrayList<>();
    final List<String> errors = new ArrayList<>();
    final List<Long> errorOffsets = new ArrayList<>();

    Decoding(int batchRows) {
        this.batchRows = batchRows;
    }

    static Decoding whole(RecordDecoder decoder, Schema schema, String text) {
        return cut(decoder, schema, text.getBytes(StandardCharsets.UTF_8), null);
    }

    /** Cuts the bytes at random places, or not at all without {@code random}. */
    static Decoding cut(RecordDecoder decoder, Schema schema, byte[] bytes, Random random) {
        int batchRows = random == null ? 4096 : 1 + random.nextInt(600);
        try (Decoding decoding = new Decoding(batchRows)) {
            decoding.decode(decoder, schema, bytes, random);
            return decoding;
        }
    }

    private void decode(RecordDecoder decoder, Schema schema, byte[] bytes, Random random) {
        try (BatchPool pool = new BatchPool(allocator, batchRows);
                ArrowBuf memory = allocator.buffer(bytes.length + RecordDecoder.PADDING_BYTES + 2L);
                BatchBuilder builder = new BatchBuilder(pool, schema, false)) {
            // What stands behind a block must not matter.
            OffHeap.fill(
                    memory.memoryAddress(), memory.capacity(), (byte) (random == null ? '"' : random.nextInt(128)));
            decoder.begin(0, 1, (kind, offset, message) -> {
                errors.add(kind + ": " + message);
                errorOffsets.add(offset);
            });
            int from = 0;
            int length = 0;
            boolean last = false;
            // Blocks of a few bytes or of a few records.
            int step = random == null ? 0 : random.nextInt(4) == 0 ? 100 : 5000;
            while (!last) {
                length = random == null
                        ? bytes.length
                        : Math.min(bytes.length - from, length + 1 + random.nextInt(step));
                last = from + length == bytes.length && (random == null || random.nextBoolean());
                OffHeap.copy(bytes, from, memory.memoryAddress(), length);
                decoder.feed(memory.memoryAddress(), length, last);
                while (decoder.fill(builder)) {
                    take(decoder, schema, builder);
                }
                take(decoder, schema, builder);
                int consumed = decoder.consumedBytes();
                from += consumed;
                length -= consumed;
            }
            assertEquals(bytes.length, from, "all bytes are consumed");
        }
    }

    private void take(RecordDecoder decoder, Schema schema, BatchBuilder builder) {
        for (int row = 0; row < builder.rowCount(); row++) {
            offsets.add(decoder.recordOffset(row));
        }
        try (Batch batch = builder.build(0, 0)) {
            assertTrue(batch.rowCount() <= batchRows);
            for (int row = 0; row < batch.rowCount(); row++) {
                List<Object> values = new ArrayList<>();
                for (int column = 0; column < schema.size(); column++) {
                    values.add(value(batch.column(column), row));
                }
                rows.add(values);
            }
        }
    }

    /** Errors of different columns come in no order. */
    List<String> sortedErrors() {
        return errors.stream().sorted().toList();
    }

    static Object value(Column column, int row) {
        CellStatus status = column.status(row);
        if (status != CellStatus.VALUE) {
            return status == CellStatus.ERROR ? ERROR : null;
        }
        Type type = column.type().required();
        return switch (type.lane()) {
            case BIT -> column.getBool(row);
            case I64 -> column.getLong(row);
            case F64 -> column.getDouble(row);
            case I128 -> Long.toHexString(column.getHigh(row)) + ":" + Long.toHexString(column.getLow(row));
            case BYTES ->
                type == Type.STRING || type == Type.JSON
                        ? column.getString(row)
                        : java.util.HexFormat.of().formatHex(column.getBytes(row));
        };
    }

    @Override
    public void close() {
        allocator.close();
    }
}
