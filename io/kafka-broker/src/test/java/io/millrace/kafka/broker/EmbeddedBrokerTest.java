package io.millrace.kafka.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedBrokerTest {
    @TempDir
    Path directory;

    private static void send(String bootstrapServers, String... values) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("words", 1, null, value));
            }
        }
    }

    private static List<String> readAll(String bootstrapServers, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("words", 1);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(100))) {
                    values.add(message.value());
                }
            }
        }
        return values;
    }

    @Test
    void whatWasSentOutlivesTheProcessThatHeldIt() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String said = holder.inputReader(StandardCharsets.UTF_8).readLine();
            assertTrue(said != null && said.startsWith("127.0.0.1:"), "the holder said " + said);
            send(said, "one", "two");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            broker.createTopic("words", 2);
            send(broker.bootstrapServers(), "three");
            assertEquals(List.of("one", "two", "three"), readAll(broker.bootstrapServers(), 3));
            assertThrows(IOException.class, () -> broker.createTopic("not a name", 1));
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            IOException thrown =
                    assertThrows(IOException.class, () -> EmbeddedBroker.start(directory, taken.getLocalPort()));
            assertEquals("port " + taken.getLocalPort() + " is taken", thrown.getMessage());
        }
    }

    /** A broker in a process of its own, which the test kills. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), 0);
            broker.createTopic("words", 2);
            System.out.println(broker.bootstrapServers());
            Thread.currentThread().join();
        }
    }
}
