package io.millrace.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.kafka.broker.EmbeddedBroker;
import io.millrace.port.Source;
import io.millrace.schedule.Dataflow;
import io.millrace.schedule.EpochListener;
import io.millrace.schedule.Execution;
import io.millrace.schedule.Partitioning;
import io.millrace.schedule.RunSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(BrokerExtension.class)
class TopicToTopicTest {
    private final EmbeddedBroker broker;

    TopicToTopicTest(EmbeddedBroker broker) {
        this.broker = broker;
    }

    record Order(String item, long quantity) {}

    private static RunSettings settings(int workers) {
        return RunSettings.of(
                        error -> {
                            throw new IllegalStateException(error.message());
                        },
                        1L << 30)
                .withWorkers(workers)
                .withBatchRows(64);
    }

    private static Dataflow dataflow(Source source, KafkaSink sink) {
        Dataflow dataflow = new Dataflow();
        int rows = dataflow.source(source, false);
        int spread = dataflow.exchange("by item", new Partitioning.ByColumns(List.of(0)), rows);
        int same = dataflow.operator("same", (context, output) -> (input, batch) -> output.push(batch), spread);
        dataflow.sink("out", sink, source.schema(), false, same);
        return dataflow;
    }

    private static String[] orders(int from, int to) {
        List<String> values = new ArrayList<>();
        for (int i = from; i < to; i++) {
            values.add("{\"item\":\"i" + i % 10 + "\",\"quantity\":" + i + "}");
        }
        return values.toArray(String[]::new);
    }

    /** What a sink's messages say the table is: its rows by quantity, each once. */
    private static void assertOrders(Topic topic, int count) {
        List<Integer> seen = new ArrayList<>();
        topic.read(count).forEach(message -> {
            String value = new String(message.value(), StandardCharsets.UTF_8);
            String rest = value.substring(value.indexOf("\"quantity\":") + "\"quantity\":".length());
            seen.add(Integer.parseInt(rest.substring(0, rest.indexOf(','))));
            assertTrue(value.contains("\"diff\":1,"), value);
        });
        seen.sort(null);
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add(i);
        }
        assertEquals(expected, seen);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatIsInATopicAtTheStartComesOutOnce(int workers) throws Exception {
        Topic in = Topic.create(broker, "static-in-" + workers, 3);
        Topic out = Topic.create(broker, "static-out-" + workers, 2);
        for (int partition = 0; partition < 3; partition++) {
            in.send(partition, orders(partition * 500, partition * 500 + 500));
        }
        Source source = Kafka.json(in.address(), in.name(), Order.class).asStatic();
        KafkaSink sink = Kafka.jsonSink(out.address(), out.name()).keyColumn("item");
        try (Execution execution = new Execution(dataflow(source, sink), settings(workers), null, EpochListener.NONE)) {
            execution.run();
        }
        assertOrders(out, 1500);
    }

    @Test
    void whatArrivesLaterComesOutTooUntilTheRunIsStopped() throws Exception {
        Topic in = Topic.create(broker, "live-in", 2);
        Topic out = Topic.create(broker, "live-out", 1);
        Source source = Kafka.json(in.address(), in.name(), Order.class);
        KafkaSink sink = Kafka.jsonSink(out.address(), out.name());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Execution execution = new Execution(dataflow(source, sink), settings(1), null, EpochListener.NONE)) {
            Thread runner = Thread.ofPlatform().start(() -> {
                try {
                    execution.run();
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            in.send(0, orders(0, 100));
            assertOrders(out, 100);
            in.send(1, orders(100, 150));
            assertOrders(out, 150);
            execution.stop();
            runner.join();
        }
        assertNull(failure.get());
    }

    @Test
    void aRecordThatCannotBeParsedStopsTheRunWithItsPlace() throws Exception {
        Topic in = Topic.create(broker, "broken-in", 1);
        Topic out = Topic.create(broker, "broken-out", 1);
        in.send(0, "{\"item\":\"a\",\"quantity\":1}", "{\"item\":");
        Source source = Kafka.json(in.address(), in.name(), Order.class);
        KafkaSink sink = Kafka.jsonSink(out.address(), out.name());
        try (Execution execution = new Execution(dataflow(source, sink), settings(2), null, EpochListener.NONE)) {
            String message =
                    assertThrows(IllegalStateException.class, execution::run).getMessage();
            assertTrue(message.startsWith("topic broken-in, partition 0, offset 1: not a JSON record"), message);
        }
    }
}
