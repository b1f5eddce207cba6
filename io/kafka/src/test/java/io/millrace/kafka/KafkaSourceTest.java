package io.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.column.CellStatus;
import io.millrace.kafka.broker.EmbeddedBroker;
import io.millrace.key.JsonText;
import io.millrace.key.Pointer;
import io.millrace.port.Source;
import io.millrace.type.Key;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(BrokerExtension.class)
class KafkaSourceTest {
    private final EmbeddedBroker broker;

    KafkaSourceTest(EmbeddedBroker broker) {
        this.broker = broker;
    }

    record Order(String item, long quantity) {}

    record Stock(@Key String item, long count) {}

    private static List<Object> row(Object... cells) {
        return Arrays.asList(cells);
    }

    private static String bytes(String text) {
        return Arrays.toString(Topic.utf8(text));
    }

    @Test
    void rawMessagesReplaceEachOtherByTheirKeys() throws Exception {
        Topic topic = Topic.create(broker, "raw", 1);
        topic.send(0, Topic.utf8("k1"), Topic.utf8("one"));
        topic.send(0, null, Topic.utf8("loose"));
        topic.send(0, Topic.utf8("k1"), null);
        KafkaSource source = Kafka.raw(topic.address(), topic.name()).asStatic();
        ReadRows read = ReadRows.all(source);
        assertEquals(Source.Session.UPSERT, source.session());
        assertEquals(
                List.of(row(bytes("k1"), bytes("one")), row(null, bytes("loose")), row(bytes("k1"), null, -1L)),
                read.rows());
        assertEquals(Pointer.parse("^GKGQ0ZAWRGCQE39C7QRK8AEVQ0"), read.ids().get(0));
        assertEquals(read.ids().get(0), read.ids().get(2));
        assertEquals(List.of(), read.reports());
    }

    @Test
    void textThatIsNotUtf8IsAnErrorCellAndAReport() throws Exception {
        Topic topic = Topic.create(broker, "text", 1);
        topic.send(0, Topic.utf8("k1"), Topic.utf8("zwölf 🐟"));
        topic.send(0, null, new byte[] {'a', (byte) 0xC3});
        topic.send(0, null, new byte[0]);
        topic.send(0, null, null);
        ReadRows read =
                ReadRows.all(Kafka.plaintext(topic.address(), topic.name()).asStatic());
        assertEquals(List.of(row("k1", "zwölf 🐟"), row(null, CellStatus.ERROR), row(null, "")), read.rows());
        assertEquals(Pointer.of("k1"), read.ids().getFirst());
        assertEquals(
                List.of(
                        "PARSE topic text, partition 0, offset 1: the value is not UTF-8",
                        "MISSING_VALUE topic text, partition 0, offset 3: has no value"),
                read.reports());
    }

    @Test
    void withGeneratedIdsEveryMessageIsARowOfItsPlace() throws Exception {
        Topic topic = Topic.create(broker, "orders", 4);
        topic.send(0, Topic.utf8("k"), Topic.utf8("a"));
        topic.send(0, Topic.utf8("k"), Topic.utf8("b"));
        KafkaSource source = Kafka.plaintext(topic.address(), topic.name())
                .withGeneratedIds()
                .asStatic();
        ReadRows read = ReadRows.all(source);
        assertEquals(Source.Session.NATIVE, source.session());
        assertEquals(List.of(row("k", "a"), row("k", "b")), read.rows());
        // The hash of "orders", partition 0 and offset 0, computed with another implementation of XXH3.
        assertEquals(Pointer.parse("^Y393M0R9MFG2Y2D57ZSJCAN4WM"), read.ids().getFirst());
    }

    @Test
    void jsonOfSeveralPartitionsBecomesTypedRowsWithMetadata() throws Exception {
        Topic topic = Topic.create(broker, "json", 3);
        topic.send(List.of(
                new ProducerRecord<>(
                        "json",
                        0,
                        1_700_000_000_000L,
                        null,
                        Topic.utf8("{\"item\":\"eel\",\"quantity\":3}"),
                        List.of(new RecordHeader("a\"b", Topic.utf8("x")), new RecordHeader("none", (byte[]) null))),
                new ProducerRecord<>("json", 2, 7L, null, Topic.utf8("{\"quantity\": -1, \"item\": \"c\\u00f6d\"}"))));
        ReadRows read = ReadRows.all(Kafka.json(topic.address(), topic.name(), Order.class)
                .withMetadata()
                .asStatic());
        read.rows().sort((a, b) -> ((String) b.getFirst()).compareTo((String) a.getFirst()));
        assertEquals(
                List.of(
                        row(
                                "eel",
                                3L,
                                new JsonText("{\"headers\":[[\"a\\\"b\",\"eA==\"],[\"none\",null]],\"offset\":0,"
                                        + "\"partition\":0,\"timestamp_millis\":1700000000000,\"topic\":\"json\"}")),
                        row(
                                "cöd",
                                -1L,
                                new JsonText("{\"headers\":[],\"offset\":0,\"partition\":2,\"timestamp_millis\":7,"
                                        + "\"topic\":\"json\"}"))),
                read.rows());
    }

    @Test
    void whatIsNoJsonRecordGivesAReportAndNoRow() throws Exception {
        Topic topic = Topic.create(broker, "malformed", 1);
        topic.send(
                0,
                "{\"item\":\"a\",\"quantity\":1}",
                "{\"item\":\"cut",
                "{\n \"item\": \"b\",\r\n \"quantity\": 2\n}",
                "",
                " \n",
                "{\"item\":\"c\",\"quantity\":3}\n{\"item\":\"d\",\"quantity\":4}",
                "\uFEFF{\"item\":\"e\",\"quantity\":5}",
                "{\"item\":\"f\ng\",\"quantity\":6}",
                "{\"item\":\"h\",\"quantity\":\"many\"}",
                "{\"item\":\"i\",\"quantity\":7}");
        topic.send(0, null, null);
        ReadRows read = ReadRows.all(
                Kafka.json(topic.address(), topic.name(), Order.class).asStatic());
        assertEquals(List.of(row("a", 1L), row("b", 2L), row("h", CellStatus.ERROR), row("i", 7L)), read.rows());
        List<Integer> offsets = new ArrayList<>();
        for (String report : read.reports()) {
            String start = "topic malformed, partition 0, offset ";
            assertTrue(report.contains(start), report);
            String rest = report.substring(report.indexOf(start) + start.length());
            offsets.add(Integer.parseInt(rest.substring(0, rest.indexOf(':'))));
        }
        offsets.sort(null);
        assertEquals(List.of(1, 3, 4, 5, 6, 7, 8, 10), offsets, read.reports().toString());
    }

    @Test
    void columnsOfTheKeyMakeTheIdAndATombstoneRemovesTheRow() throws Exception {
        Topic topic = Topic.create(broker, "stock", 1);
        topic.send(0, Topic.utf8("{\"item\": \"eel\"}"), Topic.utf8("{\"count\":1, \"item\":\"not this\"}"));
        topic.send(0, Topic.utf8("{\"item\":\"cod\"}"), Topic.utf8("{\"count\":2}"));
        topic.send(0, Topic.utf8("{\"item\":\"eel\"}"), null);
        topic.send(0, Topic.utf8("{\"item\":\"ray\"}"), Topic.utf8("{\"count\":3},\"x\":{}"));
        topic.send(0, Topic.utf8("{\"item\":7}"), Topic.utf8("{\"count\":4}"));
        topic.send(0, Topic.utf8("{\"item\":8}"), null);
        topic.send(0, null, null);
        topic.send(0, Topic.utf8("{\"item\":\"cod\"}"), Topic.utf8("{\"count\":5}"));
        KafkaSource source = Kafka.json(topic.address(), topic.name(), Stock.class)
                .keyColumns("item")
                .asStatic();
        ReadRows read = ReadRows.all(source);
        assertEquals(Source.Session.UPSERT, source.session());
        assertEquals(4, read.rows().size(), read.rows().toString());
        assertEquals(row("eel", 1L), read.rows().get(0));
        assertEquals(row("cod", 2L), read.rows().get(1));
        assertEquals("eel", read.rows().get(2).getFirst());
        assertEquals(-1L, read.rows().get(2).getLast());
        assertEquals(row("cod", 5L), read.rows().get(3));
        assertEquals(List.of(Pointer.of("eel"), Pointer.of("cod"), Pointer.of("eel"), Pointer.of("cod")), read.ids());
        assertEquals(4, read.reports().size(), read.reports().toString());
    }

    @Test
    void aTombstoneOfAnIdInTheValueIsReported() throws Exception {
        Topic topic = Topic.create(broker, "stock-value", 1);
        topic.send(0, Topic.utf8("eel"), Topic.utf8("{\"item\":\"eel\",\"count\":1}"));
        topic.send(0, Topic.utf8("eel"), null);
        ReadRows read = ReadRows.all(
                Kafka.json(topic.address(), topic.name(), Stock.class).asStatic());
        assertEquals(List.of(row("eel", 1L)), read.rows());
        assertEquals(
                List.of(
                        "MISSING_VALUE topic stock-value, partition 0, offset 1: has no value, and what it removes is not"
                                + " said by its key"),
                read.reports());
    }

    @Test
    void fieldsAreReadFromTheirPaths() throws Exception {
        Topic topic = Topic.create(broker, "paths", 1);
        topic.send(0, Topic.utf8("[\"k/1\"]"), Topic.utf8("{\"deep\":{\"q~\":5}}"));
        KafkaSource source = Kafka.json(topic.address(), topic.name(), Order.class)
                .keyColumns("item")
                .fieldPaths(Map.of("item", "/0", "quantity", "/deep/q~0"))
                .asStatic();
        assertEquals(List.of(row("k/1", 5L)), ReadRows.all(source).rows());
        assertEquals(
                List.of(row(5L)),
                ReadRows.all(source.withColumns(Set.of("quantity"))).rows());
    }

    @Test
    void aSourceGoesOnFromItsPositionInEveryPartition() throws Exception {
        Topic topic = Topic.create(broker, "positions", 2);
        topic.send(0, "a0", "a1", "a2", "a3");
        topic.send(1, "b0");
        KafkaSource source = Kafka.plaintext(topic.address(), topic.name())
                .withGeneratedIds()
                .consumerSetting("max.poll.records", "2")
                .consumerSetting("metadata.max.age.ms", "500")
                .withColumns(Set.of("data"));
        List<Object> seen = new ArrayList<>();
        byte[] position;
        try (ReadRows first = new ReadRows(source, 2, false).stopAt(3)) {
            source.run(first, null);
            seen.addAll(first.firstCells());
            position = first.lastPosition();
        }
        assertTrue(seen.size() < 5, "stopped in the middle: " + seen);
        topic.send(1, "b1");
        topic.growTo(3);
        topic.send(2, "c0");
        try (ReadRows second = new ReadRows(source, 2, false).stopAt(7 - seen.size())) {
            source.run(second, position);
            seen.addAll(second.firstCells());
        }
        seen.sort(null);
        assertEquals(List.of("a0", "a1", "a2", "a3", "b0", "b1", "c0"), seen);
    }

    @Test
    void partitionsThatAreAddedWhileASourceRunsAreRead() throws Exception {
        Topic topic = Topic.create(broker, "growing", 1);
        KafkaSource source =
                Kafka.plaintext(topic.address(), topic.name()).consumerSetting("metadata.max.age.ms", "200");
        topic.send(0, "first");
        try (ReadRows read = new ReadRows(source, 2, true).stopAt(2)) {
            Thread grower = Thread.ofVirtual().start(() -> {
                try {
                    topic.growTo(2);
                    topic.send(1, "second");
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            source.run(read, null);
            grower.join();
            assertEquals(List.of(row(null, "first"), row(null, "second")), read.rows());
        }
    }

    @Test
    void aSourceMayBeginAtATimeOrAtTheEnd() throws Exception {
        Topic topic = Topic.create(broker, "starts", 1);
        List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
        for (long i = 0; i < 5; i++) {
            messages.add(new ProducerRecord<>("starts", 0, 1000 * i, null, Topic.utf8("m" + i)));
        }
        topic.send(messages);
        KafkaSource source = Kafka.plaintext(topic.address(), topic.name()).asStatic();
        assertEquals(
                List.of(row(null, "m3"), row(null, "m4")),
                ReadRows.all(source.fromTimestamp(Instant.ofEpochMilli(2001))).rows());
        assertEquals(
                List.of(),
                ReadRows.all(source.fromTimestamp(Instant.ofEpochSecond(100))).rows());
        assertEquals(List.of(), ReadRows.all(source.fromEnd()).rows());
        assertEquals(5, ReadRows.all(source.fromEnd().fromBeginning()).rows().size());
    }

    @Test
    void onlyCommittedTransactionsAreReadAndTheirMarkersDoNotHoldUpTheEnd() throws Exception {
        Topic topic = Topic.create(broker, "transactions", 1);
        topic.sendInTransaction(true, "kept");
        topic.sendInTransaction(false, "aborted");
        ReadRows read =
                ReadRows.all(Kafka.plaintext(topic.address(), topic.name()).asStatic());
        assertEquals(List.of(row(null, "kept")), read.rows());
    }

    @Test
    void manyMessagesOfAllSizesKeepTheirOrderInTheirPartition() throws Exception {
        Topic topic = Topic.create(broker, "many", 2);
        List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String padding = "x".repeat(i % 7 == 0 ? i : i % 30);
            messages.add(new ProducerRecord<>(
                    "many", i % 2, null, Topic.utf8("{\"item\":\"" + padding + "\",\"quantity\":" + i + "}")));
        }
        topic.send(messages);
        ReadRows read = ReadRows.all(Kafka.json(topic.address(), topic.name(), Order.class)
                .asStatic()
                .consumerSetting("max.poll.records", "777"));
        assertEquals(3000, read.rows().size());
        assertTrue(read.batchSizes().stream().allMatch(size -> size <= 64), "batches are cut at 64 rows");
        for (int half = 0; half < 2; half++) {
            int parity = half;
            assertEquals(
                    IntStream.range(0, 1500).mapToObj(i -> 2L * i + parity).toList(),
                    read.rows().stream()
                            .map(row -> (Long) row.get(1))
                            .filter(quantity -> quantity % 2 == parity)
                            .toList());
        }
        for (List<Object> row : read.rows()) {
            int i = (int) (long) row.get(1);
            assertEquals(i % 7 == 0 ? i : i % 30, ((String) row.getFirst()).length());
        }
    }

    @Test
    void referencesGiveTheSameRowsAndIdsAgain() throws Exception {
        Topic topic = Topic.create(broker, "references", 3);
        for (int partition = 0; partition < 3; partition++) {
            String[] values = new String[400];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 50 == 49 ? "broken" : "{\"item\":\"p" + partition + "\",\"quantity\":" + i + "}";
            }
            topic.send(partition, values);
        }
        KafkaSource source = Kafka.json(topic.address(), topic.name(), Order.class)
                .journalledByReference()
                .consumerSetting("max.poll.records", "100");
        try (ReadRows live = new ReadRows(source, 16, true).stopAt(3 * 392);
                ReadRows again = new ReadRows(source, 16, true).stopAt(3 * 392 + 1)) {
            source.run(live, null);
            for (byte[] reference : live.references()) {
                source.replay(again, reference);
            }
            assertEquals(live.rows(), again.rows());
            assertEquals(live.ids(), again.ids());
            assertEquals(live.reports(), again.reports());
            assertEquals(live.batchSizes(), again.batchSizes());
            topic.send(1, "{\"item\":\"new\",\"quantity\":0}");
            source.run(again, live.lastPosition());
            assertEquals("new", again.rows().getLast().getFirst());
        }
    }

    @Test
    void aReferenceToMessagesThatAreGoneOrOthersIsRefused() throws Exception {
        Topic topic = Topic.create(broker, "gone", 1);
        topic.send(0, "a", "b", "c", "d");
        KafkaSource source = Kafka.plaintext(topic.address(), topic.name())
                .journalledByReference()
                .asStatic();
        try (ReadRows live = new ReadRows(source, 2, true);
                ReadRows again = new ReadRows(source, 2, true)) {
            source.run(live, null);
            byte[] spoilt = live.references().getLast().clone();
            spoilt[spoilt.length - 1] ^= 1;
            assertTrue(assertThrows(IllegalStateException.class, () -> source.replay(again, spoilt))
                    .getMessage()
                    .startsWith("source kafka-gone: the messages from topic gone, partition 0, offset 2 on are not"));
            topic.deleteBefore(0, 1);
            String message = assertThrows(
                            IllegalStateException.class,
                            () -> source.replay(again, live.references().getFirst()))
                    .getMessage();
            assertTrue(
                    message.startsWith("source kafka-gone must read topic gone, partition 0, offset 0 to 1 again"),
                    message);
            source.replay(again, live.references().getLast());
            assertEquals(List.of(row(null, "c"), row(null, "d")), again.rows());
        }
    }

    @Test
    void aPositionThatTheBrokerDoesNotHaveIsRefused() throws Exception {
        Topic topic = Topic.create(broker, "retention", 1);
        topic.send(0, "a", "b", "c");
        KafkaSource source = Kafka.plaintext(topic.address(), topic.name());
        byte[] position;
        try (ReadRows read = new ReadRows(source, 1, true).stopAt(1)) {
            source.consumerSetting("max.poll.records", "1").run(read, null);
            position = read.lastPosition();
        }
        topic.deleteBefore(0, 2);
        try (ReadRows read = new ReadRows(source, 1, true)) {
            String message = assertThrows(IllegalStateException.class, () -> source.run(read, position))
                    .getMessage();
            assertTrue(
                    message.startsWith(
                            "source kafka-retention stands at topic retention, partition 0, offset 1, and the"
                                    + " broker has offsets 2 to 3"),
                    message);
        }
        Topic other = Topic.create(broker, "retention-other", 1);
        KafkaSource elsewhere = Kafka.plaintext(other.address(), other.name());
        try (ReadRows read = new ReadRows(elsewhere, 1, true)) {
            assertThrows(IllegalStateException.class, () -> elsewhere.run(read, position));
        }
    }

    @Test
    void noBrokerAndNoTopicAreSaidSoInTime() throws Exception {
        int port;
        try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closedSoon.getLocalPort();
        }
        KafkaSource nobody = Kafka.raw("127.0.0.1:" + port, "t").timeout(Duration.ofMillis(500));
        try (ReadRows read = new ReadRows(nobody, 1, true)) {
            assertEquals(
                    "kafka-t: no Kafka broker answered at 127.0.0.1:" + port
                            + " within 500 ms; is it running, and is the" + " address right?",
                    assertThrows(IllegalStateException.class, () -> nobody.run(read, null))
                            .getMessage());
        }
        KafkaSource nothing = Kafka.raw(broker.bootstrapServers(), "no-such-topic");
        try (ReadRows read = new ReadRows(nothing, 1, true)) {
            assertEquals(
                    "source kafka-no-such-topic: there is no topic no-such-topic at " + broker.bootstrapServers(),
                    assertThrows(IllegalStateException.class, () -> nothing.run(read, null))
                            .getMessage());
        }
    }

    @Test
    void optionsThatWouldBeIgnoredAreRefused() {
        KafkaSource raw = Kafka.raw("localhost:1", "t");
        assertThrows(IllegalArgumentException.class, () -> raw.keyColumns("key"));
        assertThrows(IllegalArgumentException.class, () -> raw.fieldPaths(Map.of("key", "/a")));
        assertThrows(IllegalArgumentException.class, () -> raw.consumerSetting("enable.auto.commit", "true"));
        assertThrows(IllegalArgumentException.class, () -> raw.consumerSetting("auto.offset.reset", "latest"));
        assertThrows(IllegalArgumentException.class, () -> raw.timeout(Duration.ZERO));
        KafkaSource json = Kafka.json("localhost:1", "t", Order.class);
        assertThrows(IllegalArgumentException.class, json::withGeneratedIds);
        assertThrows(IllegalArgumentException.class, () -> json.keyColumns("no such"));
        Schema reserved = Schema.builder().column("_metadata", Type.JSON).build();
        assertThrows(IllegalArgumentException.class, () -> Kafka.json("localhost:1", "t", reserved));
    }

    @Test
    void aPositionOutlivesItsBytes() {
        Positions positions = new Positions();
        positions.set(5, Long.MAX_VALUE);
        positions.set(0, 0);
        positions.set(300, 128);
        Positions again = Positions.decode(positions.encode());
        assertArrayEquals(positions.encode(), again.encode());
        assertEquals(Long.MAX_VALUE, again.get(5));
        assertEquals(128, again.get(300));
        assertEquals(Positions.NONE, again.get(1));
        byte[] short1 = Arrays.copyOf(positions.encode(), 5);
        assertThrows(IllegalStateException.class, () -> Positions.decode(short1));
        byte[] other = positions.encode();
        other[0] = 9;
        assertThrows(IllegalStateException.class, () -> Positions.decode(other));
    }
}
