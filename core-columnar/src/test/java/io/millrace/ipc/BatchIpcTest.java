package io.millrace.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.memory.Allocators;
import io.millrace.memory.OffHeap;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.UuidVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BatchIpcTest {
    private static final int[] SIZES = {0, 1, 7, 8, 9, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097};

    private final BufferAllocator allocator = Allocators.root(1L << 30);
    private final BatchPool pool = new BatchPool(allocator, 512);

    @AfterEach
    void everythingIsFreed() {
        pool.close();
        allocator.close();
    }

    @Test
    void aBatchOfAnyTypesStatusesAndSizeComesBackCellForCell() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<Type> types =
                    new ArrayList<>(RandomBatches.TYPES.subList(0, random.nextInt(RandomBatches.TYPES.size() + 1)));
            types.add(RandomBatches.OBJECT);
            int rowCount = SIZES[seed % SIZES.length];
            try (Batch batch = RandomBatches.random(random, pool, types, rowCount, random.nextInt(3) == 0);
                    Batch copy = copy(batch, types)) {
                assertEquals(RandomBatches.rows(batch), RandomBatches.rows(copy), "seed " + seed);
                assertEquals(batch.keys() == null, copy.keys() == null, "seed " + seed);
                assertEquals(batch.weights() == null, copy.weights() == null, "seed " + seed);
                assertEquals(
                        types,
                        copy.columns().stream().map(column -> column.type()).toList(),
                        "seed " + seed);
                assertEquals(null, copy.selection(), "seed " + seed);
            }
        }
    }

    @Test
    void aColumnWithoutNullsComesBackDense() {
        try (Batch batch = RandomBatches.random(new Random(1), pool, List.of(Type.INT64, Type.STRING), 0, false);
                Batch copy = copy(batch, List.of(Type.INT64, Type.STRING))) {
            assertTrue(copy.column(0).isDense());
            assertTrue(copy.column(1).isDense());
            assertEquals(0, copy.rowCount());
        }
    }

    @Test
    void arrowsOwnReaderReadsTheStreamAndItsRootsComeBackAsBatches() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Type> types = RandomBatches.TYPES;
            Schema schema = RandomBatches.schema(types);
            List<Batch> batches = new ArrayList<>();
            boolean hasKeys = seed % 2 == 0;
            while (batches.size() < 3) {
                Batch batch = RandomBatches.random(random, pool, types, random.nextInt(300), random.nextBoolean());
                if ((batch.keys() != null) == hasKeys) {
                    batches.add(batch);
                } else {
                    batch.close();
                }
            }
            byte[] stream = stream(schema, BatchShape.full(types.size(), hasKeys), batches);
            try (ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(stream), allocator)) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                assertEquals(
                        schema.fields(),
                        ArrowSchemas.fromArrow(root.getSchema()).fields());
                for (Batch batch : batches) {
                    assertTrue(reader.loadNextBatch(), "seed " + seed);
                    assertEquals(batch.selectedCount(), root.getRowCount(), "seed " + seed);
                    try (Batch copy = ArrowBatches.fromRoot(root, pool, batch.epoch(), 0)) {
                        assertEquals(RandomBatches.rows(batch), RandomBatches.rows(copy), "seed " + seed);
                    }
                }
                assertFalse(reader.loadNextBatch());
            }
            batches.forEach(Batch::close);
        }
    }

    @Test
    void otherReadersSeePlainValuesNullsAndUuids() {
        UUID uuid = new UUID(0x0123456789abcdefL, 0x8123456789abcdefL);
        Schema schema = Schema.builder()
                .column("number", Type.INT64)
                .column("text", Type.STRING)
                .column("uuid", Type.UUID)
                .build();
        try (BatchBuilder builder = new BatchBuilder(pool, schema, false)) {
            builder.column(0).appendLong(42);
            builder.column(1).appendString("grain");
            builder.column(2).append128(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
            builder.endRow(-3);
            builder.column(0).appendError();
            builder.column(1).appendNone();
            builder.column(2).appendNone();
            builder.endRow();
            try (Batch batch = builder.build(2, 0);
                    VectorSchemaRoot root = ArrowBatches.toRoot(batch, schema, BatchShape.of(batch), pool, allocator)) {
                assertEquals(42L, root.getVector("number").getObject(0));
                assertTrue(root.getVector("number").isNull(1));
                assertEquals("grain", root.getVector("text").getObject(0).toString());
                assertEquals(-3L, root.getVector("millrace.weight").getObject(0));
                assertEquals(true, root.getVector("millrace.error.0").getObject(1));
                assertEquals(
                        "arrow.uuid",
                        root.getVector("uuid").getField().getMetadata().get("ARROW:extension:name"));
                byte[] bytes = (byte[]) root.getVector("uuid").getObject(0);
                assertEquals(uuid, UuidOf.bytes(bytes));
                try (Batch copy = ArrowBatches.fromRoot(root, pool, 2, 0)) {
                    assertEquals(RandomBatches.rows(batch), RandomBatches.rows(copy));
                }
            }
        }
    }

    @Test
    void aRootOfArrowsOwnUuidVectorIsRead() {
        UUID uuid = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
        try (UuidVector vector = new UuidVector("u", allocator)) {
            vector.allocateNew();
            vector.set(0, uuid);
            vector.setValueCount(2);
            try (VectorSchemaRoot root = VectorSchemaRoot.of(vector);
                    Batch batch = ArrowBatches.fromRoot(root, pool, 0, 0)) {
                assertEquals(Type.optional(Type.UUID), batch.column(0).type());
                assertEquals(
                        uuid,
                        new UUID(batch.column(0).getHigh(0), batch.column(0).getLow(0)));
                assertFalse(batch.column(0).isValue(1));
            }
        }
    }

    @Test
    void everyTruncationIsRefused() {
        withMessage(7, (address, byteCount, shape, decoder) -> {
            for (long length = 0; length < byteCount; length++) {
                long cut = length;
                assertThrows(CorruptBatchException.class, () -> decoder.decode(address, cut, shape, 0, 0), "at " + cut);
            }
        });
    }

    @Test
    void aFlippedBitIsRefusedOrGivesAWholeBatch() {
        withMessage(11, (address, byteCount, shape, decoder) -> {
            int refused = 0;
            for (int bit = 0; bit < byteCount * 8; bit++) {
                byte before = OffHeap.getByte(address + (bit >>> 3));
                OffHeap.putByte(address + (bit >>> 3), (byte) (before ^ 1 << (bit & 7)));
                try (Batch batch = decoder.decode(address, byteCount, shape, 0, 0)) {
                    assertTrue(batch.rowCount() <= 64, "bit " + bit);
                } catch (CorruptBatchException e) {
                    refused++;
                }
                OffHeap.putByte(address + (bit >>> 3), before);
            }
            assertTrue(refused > 500, "only " + refused + " were refused");
        });
    }

    @Test
    void aMessageOfOtherTypesOrShapeIsRefused() {
        withMessage(13, (address, byteCount, shape, decoder) -> {
            BatchDecoder fewer = new BatchDecoder(List.of(Type.INT64), pool);
            assertThrows(
                    CorruptBatchException.class, () -> fewer.decode(address, byteCount, BatchShape.plain(1), 0, 0));
            BatchShape other = new BatchShape(3, !shape.hasKeys(), shape.hasWeights(), shape.errors(), shape.pending());
            assertThrows(CorruptBatchException.class, () -> decoder.decode(address, byteCount, other, 0, 0));
        });
    }

    @Test
    void aShapeIsWrittenAndReadForAnyNumberOfColumns() {
        for (int columnCount : new int[] {0, 1, 63, 64, 65, 200}) {
            for (int seed = 0; seed < 20; seed++) {
                Random random = new Random(seed);
                BitSet errors = new BitSet();
                BitSet pending = new BitSet();
                for (int i = 0; i < columnCount && random.nextBoolean(); i++) {
                    errors.set(random.nextInt(columnCount));
                    pending.set(random.nextInt(columnCount));
                }
                BatchShape shape =
                        new BatchShape(columnCount, random.nextBoolean(), random.nextBoolean(), errors, pending);
                try (ArrowBuf bytes = allocator.buffer(shape.byteCount())) {
                    shape.write(bytes.memoryAddress());
                    assertEquals(shape, BatchShape.read(bytes.memoryAddress(), shape.byteCount(), columnCount));
                    assertThrows(
                            CorruptBatchException.class,
                            () -> BatchShape.read(bytes.memoryAddress(), shape.byteCount() - 1L, columnCount));
                }
                assertEquals(
                        shape,
                        ArrowSchemas.shapeOf(ArrowSchemas.toArrow(
                                RandomBatches.schema(Collections.nCopies(columnCount, Type.INT64)), shape)));
            }
        }
    }

    @Test
    void aForeignTypeThatIsInNoLaneSaysWhatIsRead() {
        var narrow = org.apache.arrow.vector.types.pojo.Field.nullable(
                "n", new org.apache.arrow.vector.types.pojo.ArrowType.Int(32, true));
        var schema = new org.apache.arrow.vector.types.pojo.Schema(List.of(narrow));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ArrowSchemas.fromArrow(schema));
        assertTrue(e.getMessage().contains("column n is Arrow Int(32, true)"), e.getMessage());
    }

    private interface MessageTest {
        void run(long address, long byteCount, BatchShape shape, BatchDecoder decoder);
    }

    private void withMessage(long seed, MessageTest test) {
        List<Type> types = List.of(Type.INT64, Type.STRING, Type.BOOL);
        try (Batch batch = RandomBatches.random(new Random(seed), pool, types, 13, false);
                BatchEncoder encoder = new BatchEncoder(pool)) {
            BatchShape shape = encoder.begin(batch);
            try (ArrowBuf bytes = allocator.buffer(encoder.byteCount())) {
                encoder.write(bytes.memoryAddress());
                test.run(bytes.memoryAddress(), encoder.byteCount(), shape, new BatchDecoder(types, pool));
            }
        }
    }

    private Batch copy(Batch batch, List<Type> types) {
        try (BatchEncoder encoder = new BatchEncoder(pool)) {
            BatchShape shape = encoder.begin(batch);
            try (ArrowBuf bytes = allocator.buffer(encoder.byteCount())) {
                // Bytes that were there before must not matter.
                OffHeap.fill(bytes.memoryAddress(), encoder.byteCount(), (byte) 0x5a);
                encoder.write(bytes.memoryAddress());
                assertEquals(0, encoder.byteCount() % 8);
                return new BatchDecoder(types, pool)
                        .decode(bytes.memoryAddress(), encoder.byteCount(), shape, batch.epoch(), 0);
            }
        }
    }

    private byte[] stream(Schema schema, BatchShape shape, List<Batch> batches) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BatchStreamWriter writer = new BatchStreamWriter(Channels.newChannel(out), schema, shape, pool)) {
            for (Batch batch : batches) {
                writer.write(batch);
            }
        }
        return out.toByteArray();
    }

    /** RFC 9562 bytes, as {@code arrow.uuid} has them. */
    private static final class UuidOf {
        static UUID bytes(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new UUID(buffer.getLong(), buffer.getLong());
        }
    }
}
