package io.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.column.CellStatus;
import io.millrace.kafka.broker.EmbeddedBroker;
import io.millrace.key.JsonText;
import io.millrace.key.Pointer;
import io.millrace.memory.Allocators;
import io.millrace.port.DataError;
import io.millrace.port.SinkContext;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(BrokerExtension.class)
class KafkaSinkTest {
    private static final Schema WORDS =
            Schema.builder().column("word", Type.STRING).column("n", Type.INT64).build();

    private final EmbeddedBroker broker;
    private final BufferAllocator allocator = Allocators.root(1L << 28);
    private final BatchPool pool = new BatchPool(allocator, 64);
    private final List<DataError> errors = new ArrayList<>();

    KafkaSinkTest(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @AfterEach
    void nothingIsLeft() {
        pool.close();
        allocator.close();
    }

    private KafkaSink open(KafkaSink sink, Schema schema) {
        sink.open(new SinkContext("out", schema, pool, errors::add));
        return sink;
    }

    /** Writes rows, each behind its weight. */
    private void write(KafkaSink sink, Schema schema, long epoch, Object[]... rows) {
        try (BatchBuilder builder = new BatchBuilder(pool, schema, sink.needsKeys())) {
            for (Object[] row : rows) {
                for (int column = 0; column < schema.size(); column++) {
                    Values.append(builder.column(column), schema.type(column), row[column + 1]);
                }
                if (sink.needsKeys()) {
                    builder.keys().append128(0x0102030405060708L, 0x1112131415161718L);
                }
                builder.endRow((int) row[0]);
            }
            try (Batch batch = builder.build(epoch, 0)) {
                sink.write(epoch, batch);
            }
        }
    }

    private static Object[] row(int weight, Object... cells) {
        List<Object> row = new ArrayList<>(List.of(weight));
        row.addAll(Arrays.asList(cells));
        return row.toArray();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> values(List<ConsumerRecord<byte[], byte[]>> messages) {
        return messages.stream().map(message -> text(message.value())).toList();
    }

    private static String headers(ConsumerRecord<byte[], byte[]> message) {
        StringBuilder all = new StringBuilder();
        for (Header header : message.headers()) {
            all.append(header.key()).append('=').append(text(header.value())).append(' ');
        }
        return all.toString();
    }

    @Test
    void everyChangeIsAJsonMessageWithItsTimeAndDiff() throws Exception {
        Topic topic = Topic.create(broker, "json-out", 1);
        try (KafkaSink sink = open(Kafka.jsonSink(topic.address(), topic.name()).keyColumn("word"), WORDS)) {
            write(sink, WORDS, 4, row(1, "eel \"\n\u0001ö", 1L));
            write(sink, WORDS, 4, row(-1, "cod", 2L), row(3, "ray", 3L));
            sink.commit(4);
            write(sink, WORDS, 6, row(1, "cod", -5L));
            sink.commit(6);
        }
        List<ConsumerRecord<byte[], byte[]>> messages = topic.read(4);
        assertEquals(
                List.of(
                        "{\"word\":\"eel \\\"\\n\\u0001ö\",\"n\":1,\"diff\":1,\"time\":4}",
                        "{\"word\":\"cod\",\"n\":2,\"diff\":-1,\"time\":4}",
                        "{\"word\":\"ray\",\"n\":3,\"diff\":3,\"time\":4}",
                        "{\"word\":\"cod\",\"n\":-5,\"diff\":1,\"time\":6}"),
                values(messages));
        assertEquals("cod", text(messages.get(1).key()));
        assertEquals("pathway_time=4 pathway_diff=-1 millrace_sink=out millrace_sequence=1 ", headers(messages.get(1)));
        assertEquals("pathway_time=4 pathway_diff=3 millrace_sink=out millrace_sequence=2 ", headers(messages.get(2)));
        assertEquals("pathway_time=6 pathway_diff=1 millrace_sink=out millrace_sequence=0 ", headers(messages.get(3)));
    }

    @Test
    void valuesOfAllTypesHavePathwaysJsonForms() throws Exception {
        Topic topic = Topic.create(broker, "types-out", 1);
        Schema schema = Schema.builder()
                .column("bool", Type.BOOL)
                .column("float", Type.FLOAT64)
                .column("bytes", Type.BYTES)
                .column("pointer", Type.POINTER)
                .column("naive", Type.DATE_TIME_NAIVE)
                .column("utc", Type.DATE_TIME_UTC)
                .column("duration", Type.DURATION)
                .column("date", Type.DATE)
                .column("json", Type.JSON)
                .column("none", Type.optional(Type.INT64))
                .column("list", Type.list(Type.INT64))
                .build();
        try (KafkaSink sink = open(Kafka.jsonSink(topic.address(), topic.name()), schema)) {
            write(
                    sink,
                    schema,
                    0,
                    row(
                            1,
                            true,
                            1.5,
                            new byte[] {1, 2, 3},
                            Pointer.of("k1"),
                            LocalDateTime.of(2024, 2, 29, 1, 2, 3, 5),
                            Instant.ofEpochSecond(1_700_000_000L),
                            Duration.ofSeconds(2),
                            LocalDate.of(2024, 1, 2),
                            new JsonText("{\"a\":[1]}"),
                            null,
                            List.of(1L, 2L)));
            write(
                    sink,
                    schema,
                    0,
                    row(
                            1,
                            false,
                            Double.NaN,
                            new byte[0],
                            Pointer.EMPTY,
                            LocalDateTime.of(1969, 1, 1, 0, 0),
                            Instant.EPOCH,
                            Duration.ofNanos(-1),
                            LocalDate.EPOCH,
                            new JsonText("null"),
                            7L,
                            List.of()));
            sink.commit(0);
        }
        assertEquals(
                List.of(
                        "{\"bool\":true,\"float\":1.5,\"bytes\":\"AQID\",\"pointer\":\"" + Pointer.of("k1")
                                + "\",\"naive\":\"2024-02-29T01:02:03.000000005\","
                                + "\"utc\":\"2023-11-14T22:13:20.000000000+0000\",\"duration\":2000000000,"
                                + "\"date\":\"2024-01-02\",\"json\":{\"a\":[1]},\"none\":null,\"list\":[1,2],"
                                + "\"diff\":1,\"time\":0}",
                        "{\"bool\":false,\"float\":null,\"bytes\":\"\",\"pointer\":\"" + Pointer.EMPTY
                                + "\",\"naive\":\"1969-01-01T00:00:00.000000000\","
                                + "\"utc\":\"1970-01-01T00:00:00.000000000+0000\",\"duration\":-1,"
                                + "\"date\":\"1970-01-01\",\"json\":null,\"none\":7,\"list\":[],\"diff\":1,\"time\":0}"),
                values(topic.read(2)));
    }

    @Test
    void textAndBytesAreWrittenAsTheyAre() throws Exception {
        Topic text = Topic.create(broker, "text-out", 1);
        try (KafkaSink sink = open(
                Kafka.plaintextSink(text.address(), text.name())
                        .valueColumn("word")
                        .keyColumn("n"),
                WORDS)) {
            write(sink, WORDS, 2, row(1, "zwölf", 12L));
            sink.commit(2);
        }
        ConsumerRecord<byte[], byte[]> word = text.read(1).getFirst();
        assertEquals("zwölf", text(word.value()));
        assertEquals("12", text(word.key()));
        Topic raw = Topic.create(broker, "raw-out", 1);
        Schema bytes =
                Schema.builder().column("data", Type.optional(Type.BYTES)).build();
        try (KafkaSink sink = open(Kafka.rawSink(raw.address(), raw.name()).keyFromRowId(), bytes)) {
            assertTrue(sink.needsKeys());
            write(sink, bytes, 2, row(1, new byte[] {0, -1}), row(1, (Object) null));
            sink.commit(2);
        }
        List<ConsumerRecord<byte[], byte[]>> messages = raw.read(2);
        assertArrayEquals(new byte[] {0, -1}, messages.getFirst().value());
        assertArrayEquals(
                new byte[] {0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11, 8, 7, 6, 5, 4, 3, 2, 1},
                messages.getFirst().key());
        assertNull(messages.getLast().value());
    }

    @Test
    void aRowInErrorIsReportedAndNotWritten() throws Exception {
        Topic topic = Topic.create(broker, "errors-out", 1);
        try (KafkaSink sink = open(Kafka.jsonSink(topic.address(), topic.name()), WORDS)) {
            write(sink, WORDS, 2, row(1, "a", CellStatus.ERROR), row(1, "b", 1L));
            sink.commit(2);
        }
        assertEquals(List.of("{\"word\":\"b\",\"n\":1,\"diff\":1,\"time\":2}"), values(topic.read(1)));
        assertEquals(1, errors.size());
        assertEquals(DataError.Kind.ERROR_IN_OUTPUT, errors.getFirst().kind());
        assertEquals(
                "a row was not written to topic errors-out: its column n is error",
                errors.getFirst().message());
    }

    @Test
    void whatTheBrokerRefusesFailsTheEpoch() throws Exception {
        broker.createTopic("small", 1, Map.of("max.message.bytes", "200"));
        try (KafkaSink sink = open(Kafka.jsonSink(broker.bootstrapServers(), "small"), WORDS)) {
            write(sink, WORDS, 2, row(1, "x".repeat(1000), 1L));
            IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> sink.commit(2));
            assertTrue(
                    thrown.getMessage().startsWith("sink out could not write to topic small: "), thrown.getMessage());
            assertThrows(IllegalStateException.class, () -> write(sink, WORDS, 4, row(1, "a", 1L)));
        }
    }

    @Test
    void aTopicThatIsNotThereIsSaidSoInTime() {
        KafkaSink sink = Kafka.jsonSink(broker.bootstrapServers(), "nowhere").timeout(Duration.ofMillis(300));
        String message = assertThrows(IllegalStateException.class, () -> open(sink, WORDS))
                .getMessage();
        assertTrue(
                message.startsWith("sink out cannot write to topic nowhere at " + broker.bootstrapServers()
                        + " (waited 300 ms); is the broker running, and is there such a topic?"),
                message);
        sink.close();
    }

    @Test
    void whatAFormatCannotHoldIsRefusedBeforeAnythingIsWritten() {
        KafkaSink text = Kafka.plaintextSink("localhost:1", "t");
        assertThrows(IllegalArgumentException.class, () -> open(text, WORDS));
        assertThrows(IllegalArgumentException.class, () -> open(text.valueColumn("n"), WORDS));
        assertThrows(IllegalArgumentException.class, () -> open(text.valueColumn("no such"), WORDS));
        Schema reserved = Schema.builder().column("time", Type.INT64).build();
        KafkaSink json = Kafka.jsonSink("localhost:1", "t");
        assertThrows(IllegalArgumentException.class, () -> open(json, reserved));
        assertThrows(IllegalArgumentException.class, () -> open(json.keyColumn("no such"), WORDS));
        assertThrows(IllegalArgumentException.class, () -> json.valueColumn("word"));
        assertThrows(IllegalArgumentException.class, () -> json.producerSetting("transactional.id", "x"));
        assertThrows(IllegalArgumentException.class, () -> json.timeout(Duration.ofSeconds(-1)));
    }
}
