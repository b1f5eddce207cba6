package io.millrace.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.key.JsonText;
import io.millrace.key.KeyEncoder;
import io.millrace.key.Pointer;
import io.millrace.memory.Allocators;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.type.ValueSerializer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;

final class ValuesTest {
    private static final Type COLOUR = new Type.ObjectOf<>(Colour.class, new ColourBytes());
    private static final List<Sample> SAMPLES = List.of(
            new Sample(Type.BOOL, true),
            new Sample(Type.INT64, Long.MIN_VALUE),
            new Sample(Type.FLOAT64, -1.5),
            new Sample(Type.STRING, "žluťoučký 🐎"),
            new Sample(Type.BYTES, new byte[] {0, -1, 7}),
            new Sample(Type.POINTER, Pointer.of("a")),
            new Sample(Type.DATE_TIME_NAIVE, LocalDateTime.of(1960, 2, 29, 1, 2, 3, 4)),
            new Sample(Type.DATE_TIME_UTC, Instant.parse("2023-05-15T10:13:00.000000001Z")),
            new Sample(Type.DURATION, Duration.ofNanos(-5)),
            new Sample(Type.DATE, LocalDate.of(1, 1, 1)),
            new Sample(Type.UUID, UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
            new Sample(Type.JSON, new JsonText("{\"a\":[1,null]}")),
            new Sample(new Type.Decimal(38, 9), new BigDecimal("-12345678901234567890.123456789")),
            new Sample(Type.tuple(Type.INT64, Type.optional(Type.STRING)), Arrays.asList(1L, null)),
            new Sample(Type.list(Type.FLOAT64), List.of(1.0, 2.5)),
            new Sample(Type.list(COLOUR), List.of(new Colour("red"))),
            new Sample(new Type.Tensor(Type.INT64, 2), Tensor.of(new long[] {1, 2, 3, 4}, 2, 2)),
            new Sample(new Type.Tensor(Type.FLOAT64, -1), Tensor.of(new double[] {1, 2})),
            new Sample(COLOUR, new Colour("blue")),
            new Sample(Type.ANY, "text"),
            new Sample(Type.ANY, List.of(1L, List.of(2.0, true))),
            new Sample(Type.optional(Type.INT64), null),
            new Sample(Type.ANY, null),
            new Sample(Type.NONE, null),
            new Sample(Type.future(Type.INT64), 7L));

    @Test
    void everyTypeComesBackAsItWasPut() {
        try (BufferAllocator allocator = Allocators.root(1 << 26)) {
            for (Sample sample : SAMPLES) {
                try (ColumnBuilder builder =
                        new ColumnBuilder(allocator, sample.type().lane(), 4)) {
                    Values.append(builder, sample.type(), sample.value());
                    Values.append(builder, sample.type(), CellStatus.ERROR);
                    Values.append(builder, sample.type(), CellStatus.PENDING);
                    Column column = builder.view(sample.type());
                    assertSame(sample.value(), Values.read(column, 0));
                    assertEquals(CellStatus.ERROR, Values.read(column, 1));
                    assertEquals(CellStatus.PENDING, Values.read(column, 2));
                }
            }
        }
    }

    @Test
    void anEncodedValueComesBackAndACellEncodesLikeItsObject() {
        try (BufferAllocator allocator = Allocators.root(1 << 26)) {
            for (Sample sample : SAMPLES) {
                Type type = sample.type() instanceof Type.Future future ? future.value() : sample.type();
                byte[] encoded = ValueCodec.encode(type, sample.value());
                try (ColumnBuilder builder = new ColumnBuilder(allocator, type.lane(), 4);
                        ColumnBuilder bytes = new ColumnBuilder(allocator, Type.BYTES.lane(), 4)) {
                    Values.append(builder, type, sample.value());
                    KeyEncoder encoder = new KeyEncoder();
                    Values.encode(encoder, builder.view(type), 0);
                    assertArrayEquals(
                            encoded, Arrays.copyOf(encoder.encoded(), encoder.encodedBytes()), type.toString());
                    bytes.appendBytes(encoded, 0, encoded.length);
                    long address = bytes.view(Type.BYTES).bytesAddress(0);
                    assertEquals(encoded.length, EncodedValues.byteCount(address), type.toString());
                    assertSame(sample.value(), ValueCodec.decode(type, address));
                    builder.reset();
                    Values.appendEncoded(builder, type, address);
                    assertSame(sample.value(), Values.read(builder.view(type), 0));
                }
            }
        }
    }

    @Test
    void valuesOfAllKindsHaveOneOrder() {
        List<Object> ascending = new ArrayList<>(Arrays.asList(
                null,
                false,
                true,
                Long.MIN_VALUE,
                -1L,
                7L,
                Double.NEGATIVE_INFINITY,
                0.0,
                1.5,
                Double.POSITIVE_INFINITY,
                Double.NaN,
                new Pointer(0, -1),
                new Pointer(1, 0),
                new Pointer(-1, 0),
                "",
                "Z",
                "a",
                "é",
                new byte[] {1},
                new byte[] {-1},
                List.of(),
                List.of(1L),
                List.of(1L, 2L),
                List.of(2L),
                List.of("a"),
                Tensor.of(new long[] {3, 4}),
                Tensor.of(new long[] {1, 2}, 1, 2),
                Tensor.of(new double[] {1}),
                LocalDateTime.of(1950, 1, 1, 0, 0),
                LocalDateTime.of(2020, 1, 1, 0, 0),
                Instant.EPOCH,
                Duration.ofNanos(-1),
                Duration.ZERO,
                new JsonText("1"),
                LocalDate.EPOCH,
                new UUID(1, 0),
                new UUID(-1, 0),
                new BigDecimal("-2.5"),
                new BigDecimal("1"),
                new BigDecimal("1.25")));
        try (BufferAllocator allocator = Allocators.root(1 << 26);
                ColumnBuilder any = new ColumnBuilder(allocator, Type.ANY.lane(), 64)) {
            for (Object value : ascending) {
                byte[] encoded = ValueCodec.encode(Type.ANY, value);
                any.appendBytes(encoded, 0, encoded.length);
            }
            Column column = any.view(Type.ANY);
            for (int i = 0; i < ascending.size(); i++) {
                for (int j = 0; j < ascending.size(); j++) {
                    assertEquals(
                            Integer.compare(i, j),
                            Integer.signum(EncodedValues.compare(column.bytesAddress(i), column.bytesAddress(j))),
                            ascending.get(i) + " against " + ascending.get(j));
                }
            }
        }
    }

    @Test
    void cellsOfAColumnCompareNoneFirstAndErrorsLast() {
        try (BufferAllocator allocator = Allocators.root(1 << 26);
                ColumnBuilder builder = new ColumnBuilder(allocator, Type.FLOAT64.lane(), 8)) {
            Type type = Type.optional(Type.FLOAT64);
            for (Object cell : Arrays.asList(null, -0.0, 1.0, Double.NaN, CellStatus.ERROR, CellStatus.PENDING)) {
                Values.append(builder, type, cell);
            }
            Column column = builder.view(type);
            for (int i = 0; i < column.rowCount(); i++) {
                for (int j = 0; j < column.rowCount(); j++) {
                    assertEquals(
                            Integer.compare(i, j), Integer.signum(Values.compare(column, i, column, j)), i + "," + j);
                }
            }
        }
    }

    @Test
    void numbersOfOtherJavaClassesAreConvertedAndOtherObjectsRefused() {
        try (BufferAllocator allocator = Allocators.root(1 << 26);
                ColumnBuilder builder = new ColumnBuilder(allocator, Type.FLOAT64.lane(), 8)) {
            Values.append(builder, Type.FLOAT64, 3);
            Values.append(builder, Type.FLOAT64, 2.5f);
            assertEquals(3.0, builder.view(Type.FLOAT64).getDouble(0));
            assertEquals(2.5, builder.view(Type.FLOAT64).getDouble(1));
            String refused = assertThrows(
                            IllegalArgumentException.class, () -> Values.append(builder, Type.FLOAT64, "1.0"))
                    .getMessage();
            assertEquals("1.0 of class java.lang.String is not a value of type float", refused);
            assertThrows(IllegalArgumentException.class, () -> Values.append(builder, Type.FLOAT64, null));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ValueCodec.encode(new Type.Decimal(3, 1), new BigDecimal("1.25")));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ValueCodec.encode(Type.DATE_TIME_UTC, Instant.parse("2300-01-01T00:00:00Z")));
            assertEquals(2, builder.rowCount());
        }
    }

    @Test
    void aRowViewShowsNamedCellsIdAndWeight() {
        Schema schema = Schema.builder()
                .column("a", Type.INT64)
                .column("b", Type.optional(Type.STRING))
                .build();
        try (BufferAllocator allocator = Allocators.root(1 << 26);
                BatchPool pool = new BatchPool(allocator, 16);
                BatchBuilder builder = new BatchBuilder(pool, schema, true)) {
            builder.column(0).appendLong(1);
            builder.column(1).appendNone();
            builder.keys().append128(0, 5);
            builder.endRow(-2);
            try (var batch = builder.build(8, 0)) {
                RowView row = new RowView(schema).moveTo(batch, 0);
                assertArrayEquals(new Object[] {1L, null}, row.toArray());
                assertEquals(1L, row.get("a"));
                assertEquals(new Pointer(0, 5), row.id());
                assertEquals(-2, row.weight());
                assertEquals(8, row.epoch());
                assertTrue(assertThrows(IllegalStateException.class, () -> row.getString(1))
                        .getMessage()
                        .contains("column b holds NONE"));
            }
        }
    }

    private static void assertSame(Object expected, Object actual) {
        if (expected instanceof byte[] bytes) {
            assertArrayEquals(bytes, (byte[]) actual);
        } else {
            assertEquals(expected, actual);
        }
    }

    private record Sample(Type type, Object value) {}

    private record Colour(String name) {}

    private static final class ColourBytes implements ValueSerializer<Colour> {
        @Override
        public byte[] serialize(Colour value) {
            return value.name().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Colour deserialize(byte[] bytes) {
            return new Colour(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
