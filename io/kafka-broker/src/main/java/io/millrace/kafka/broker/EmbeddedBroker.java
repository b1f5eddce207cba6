package io.millrace.kafka.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka node, broker and controller in one, that listens on the loopback address only. Its data live in a directory and
 * outlive the process, also one that was killed; one process at a time may use a directory. Topics have one replica and keep
 * their messages for ever. Any thread.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();
    private static final int NODE_ID = 1;
    private static final String CONTROLLER = "CONTROLLER";
    /** A free port may be taken by somebody else before the broker binds it. */
    private static final int BIND_ATTEMPTS = 5;

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final Admin admin;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /**
     * Starts a broker and returns once it takes requests, which needs a few seconds.
     *
     * @param dataDir where messages are kept; made, and prepared for Kafka, when it is not yet
     * @param port where clients connect; 0 for a free one, which differs from start to start
     * @throws IOException when the directory cannot be prepared or is in use, or the port is taken
     */
    public static EmbeddedBroker start(Path dataDir, int port) throws IOException {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + "; it is 0 to 65535, 0 for any free one");
        }
        if (port != 0) {
            // The broker itself would fail as well, after pages of log.
            requireFree(port);
        }
        Path logs = dataDir.resolve("kafka");
        prepare(logs);
        for (int attempt = 1; ; attempt++) {
            int clientPort = port == 0 ? freePort() : port;
            KafkaRaftServer server = null;
            try {
                server = new KafkaRaftServer(config(logs, clientPort, freePort()), Time.SYSTEM);
                server.startup();
                return new EmbeddedBroker(server, HOST + ":" + clientPort);
            } catch (RuntimeException e) {
                if (server != null) {
                    server.shutdown();
                    server.awaitShutdown();
                }
                if (!isCausedBy(e, BindException.class) || attempt == BIND_ATTEMPTS) {
                    throw new IOException("no Kafka broker could be started on " + logs + ": " + e.getMessage(), e);
                }
            }
        }
    }

    /** Host and port, as clients want them. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Makes a topic; one that exists stays as it is.
     *
     * @throws IOException when the broker refuses it
     */
    public void createTopic(String name, int partitions) throws IOException {
        createTopic(name, partitions, Map.of());
    }

    /** The same with settings of the topic, by Kafka's names for them. */
    public void createTopic(String name, int partitions, Map<String, String> settings) throws IOException {
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IOException(
                        "topic " + name + " could not be made: " + e.getCause().getMessage(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while topic " + name + " was being made", e);
        }
    }

    /** Stops the broker and waits until it has. Its data stay. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            admin.close();
            server.shutdown();
            server.awaitShutdown();
        }
    }

    /** Gives the directory its identity, unless it has one. What a killed attempt left is no data yet. */
    private static void prepare(Path logs) throws IOException {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        deleteAll(logs);
        Files.createDirectories(logs);
        Formatter formatter = new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE_ID)
                .addDirectory(logs.toString())
                .setMetadataLogDirectory(logs.toString())
                .setControllerListenerName(CONTROLLER)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()));
        try {
            formatter.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("directory " + logs + " could not be prepared for Kafka", e);
        }
    }

    private static KafkaConfig config(Path logs, int clientPort, int controllerPort) {
        String controller = HOST + ":" + controllerPort;
        // The voters are named here rather than in the log, so that the controller's port may differ from start to
        // start.
        Map<String, String> settings = Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE_ID)),
                Map.entry("controller.quorum.voters", NODE_ID + "@" + controller),
                Map.entry("controller.listener.names", CONTROLLER),
                Map.entry("listener.security.protocol.map", CONTROLLER + ":PLAINTEXT,PLAINTEXT:PLAINTEXT"),
                Map.entry(
                        "listeners", "PLAINTEXT://" + HOST + ":" + clientPort + "," + CONTROLLER + "://" + controller),
                Map.entry("advertised.listeners", "PLAINTEXT://" + HOST + ":" + clientPort),
                Map.entry("log.dirs", logs.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("default.replication.factor", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // After a kill the next start waits until the dead one's session has ended.
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("log.retention.ms", "-1"),
                Map.entry("log.retention.check.interval.ms", "1000"),
                // The broker shares its process with an engine: few threads, and not 128 MB for compaction.
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "2"),
                Map.entry("background.threads", "2"));
        return KafkaConfig.apply(settings, false);
    }

    private static void requireFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assert socket.getLocalPort() == port;
        } catch (BindException e) {
            throw new IOException("port " + port + " is taken", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> cause) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (cause.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static void deleteAll(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
