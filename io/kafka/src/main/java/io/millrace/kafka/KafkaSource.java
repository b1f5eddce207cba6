package io.millrace.kafka;

import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads all partitions of a topic, from its beginning and for ever unless told otherwise. Every option returns a new source.
 *
 * <p>Row ids, as Pathway's: of raw and plain text the message's key, and the place (topic, partition, offset) where there is
 * none; of JSON the {@link io.millrace.type.Key} columns, and the place where the schema has none. Where ids come from keys a
 * later message replaces the row of an earlier one, and a message without a value removes it.
 *
 * <p>A message that is no JSON object gives no row but a report with topic, partition and offset; a field that does not fit its
 * column gives an error cell and a report; a row whose key columns are in error is dropped.
 *
 * <p>The source keeps the position, a next offset for each partition; nothing is committed to the broker. Messages of
 * transactions that are open or aborted are not read, unless the consumer setting {@code isolation.level} says so. Partitions
 * that are added while it runs are read from their beginning.
 */
public final class KafkaSource implements Source {
    private final SourceSettings settings;
    /** Open while the journal is replayed; used by the thread that replays, and by the source's own once that is over. */
    private Rereader rereader;

    KafkaSource(SourceSettings settings) {
        this.settings = settings;
    }

    /** Names the source; {@code kafka-} and the topic by default. */
    public KafkaSource named(String name) {
        return with(next -> next.name = name);
    }

    /** Begins at the oldest message; the default. A run that goes on from a journal goes on where it was, whatever is set here. */
    public KafkaSource fromBeginning() {
        return with(next -> next.start = new StartPosition.Beginning());
    }

    /** Begins behind the messages that are there at the start. */
    public KafkaSource fromEnd() {
        return with(next -> next.start = new StartPosition.End());
    }

    /** Begins at the first message whose timestamp is not before {@code instant}. */
    public KafkaSource fromTimestamp(Instant instant) {
        return with(next -> next.start = new StartPosition.Timestamp(instant));
    }

    /** Ends behind the messages that are there at the start, all of which are of one epoch. */
    public KafkaSource asStatic() {
        return with(next -> next.isStatic = true);
    }

    /**
     * Lets the journal keep offsets and a checksum instead of rows. Only for topics whose messages outlive the journal: a
     * restart fails where retention or compaction has removed some.
     */
    public KafkaSource journalledByReference() {
        return with(next -> next.byReference = true);
    }

    /**
     * Adds column {@code _metadata}, a JSON object of {@code headers} (pairs of name and base64 or null), {@code offset}, {@code
     * partition}, {@code timestamp_millis} (null where the message has none) and {@code topic}.
     */
    public KafkaSource withMetadata() {
        return with(next -> next.withMetadata = true);
    }

    /**
     * Reads the named columns of a JSON source from the message's key, which must be JSON as well.
     *
     * @throws IllegalArgumentException when a column does not exist or the format is not JSON
     */
    public KafkaSource keyColumns(String... names) {
        requireJson("keyColumns");
        List.of(names).forEach(settings.messageSchema::require);
        return with(next -> next.keyColumns = Set.of(names));
    }

    /** Reads columns of a JSON source from the JSON pointers (RFC 6901) that are the map's values. */
    public KafkaSource fieldPaths(Map<String, String> pointers) {
        requireJson("fieldPaths");
        pointers.keySet().forEach(settings.messageSchema::require);
        return with(next -> next.fieldPaths = Map.copyOf(pointers));
    }

    /** Takes ids from the messages' places even where they have keys: every message is a row of its own. */
    public KafkaSource withGeneratedIds() {
        if (settings.format == MessageFormat.JSON) {
            throw new IllegalArgumentException(
                    "withGeneratedIds() is for raw and plain text; of JSON the schema's key columns decide");
        }
        return with(next -> next.generatedIds = true);
    }

    /** Sets how long the broker may take to answer at the start and in replay; 30 seconds by default. */
    public KafkaSource timeout(Duration timeout) {
        Clients.requirePositive(timeout);
        return with(next -> next.timeout = timeout);
    }

    /** Sets the consumer group that the broker sees for authorisation and quotas. Offsets are not committed to it. */
    public KafkaSource group(String id) {
        return consumerSetting("group.id", id);
    }

    /**
     * Passes a setting on to Kafka's consumer.
     *
     * @throws IllegalArgumentException for a setting that the source must have its own way
     */
    public KafkaSource consumerSetting(String key, String value) {
        return consumerSettings(Map.of(key, value));
    }

    /** Passes settings on to Kafka's consumer; see {@link #consumerSetting}. */
    public KafkaSource consumerSettings(Map<String, String> more) {
        more.keySet().forEach(Clients::requireFreeForConsumer);
        Map<String, String> all = new HashMap<>(settings.consumer);
        all.putAll(more);
        return with(next -> next.consumer = Map.copyOf(all));
    }

    @Override
    public String name() {
        return settings.name;
    }

    @Override
    public Schema schema() {
        return settings.schema();
    }

    @Override
    public Session session() {
        return settings.isUpsert() ? Session.UPSERT : Session.NATIVE;
    }

    @Override
    public boolean hasOwnTimes() {
        return settings.isStatic;
    }

    @Override
    public KafkaSource withColumns(Set<String> names) {
        return new KafkaSource(settings.withColumns(names));
    }

    @Override
    public void run(SourceOutput output, byte[] position) throws Exception {
        closeRereader();
        try (TopicReader reader = new TopicReader(settings, output)) {
            reader.run(position);
        }
    }

    @Override
    public void replay(SourceOutput output, byte[] reference) throws Exception {
        if (rereader == null) {
            rereader = new Rereader(settings);
        }
        try {
            rereader.replay(output, reference);
        } catch (Exception | Error e) {
            closeRereader();
            throw e;
        }
    }

    private void closeRereader() {
        if (rereader != null) {
            rereader.close();
            rereader = null;
        }
    }

    private void requireJson(String option) {
        if (settings.format != MessageFormat.JSON) {
            throw new IllegalArgumentException(option + "() is for JSON; this source reads "
                    + settings.format.name().toLowerCase(Locale.ROOT));
        }
    }

    private KafkaSource with(Consumer<SourceSettings> option) {
        SourceSettings next = settings.copy();
        option.accept(next);
        return new KafkaSource(next);
    }
}
