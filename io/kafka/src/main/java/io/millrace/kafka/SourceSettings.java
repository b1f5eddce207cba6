package io.millrace.kafka;

import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that the user said about a source. An option is set on a copy that nobody else has seen; after that nothing changes. */
final class SourceSettings {
    static final String KEY_COLUMN = "key";
    static final String DATA_COLUMN = "data";
    static final String METADATA_COLUMN = "_metadata";

    final String bootstrapServers;
    final String topic;
    final MessageFormat format;
    String name;
    /** Columns that come from keys and values. */
    Schema messageSchema;

    boolean withMetadata;
    /** Names of the columns that come from the key of a JSON message. */
    Set<String> keyColumns = Set.of();
    /** JSON pointers of columns that are not found under their own name. */
    Map<String, String> fieldPaths = Map.of();
    /** Whether ids come from places even where messages have keys. */
    boolean generatedIds;

    StartPosition start = new StartPosition.Beginning();
    boolean isStatic;
    /** Whether the journal keeps offsets instead of rows. */
    boolean byReference;
    /** How long the broker may take to answer at the start and in replay. */
    Duration timeout = Duration.ofSeconds(30);

    Map<String, String> consumer = Map.of();

    SourceSettings(String bootstrapServers, String topic, MessageFormat format, Schema schema) {
        Clients.requireAddress(bootstrapServers, topic);
        if (schema.indexOf(METADATA_COLUMN) >= 0) {
            throw new IllegalArgumentException("a column cannot be named " + METADATA_COLUMN
                    + ": that is what withMetadata() adds; rename the column");
        }
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.format = format;
        name = "kafka-" + topic;
        messageSchema = schema;
    }

    SourceSettings copy() {
        SourceSettings copy = new SourceSettings(bootstrapServers, topic, format, messageSchema);
        copy.name = name;
        copy.withMetadata = withMetadata;
        copy.keyColumns = keyColumns;
        copy.fieldPaths = fieldPaths;
        copy.generatedIds = generatedIds;
        copy.start = start;
        copy.isStatic = isStatic;
        copy.byReference = byReference;
        copy.timeout = timeout;
        copy.consumer = consumer;
        return copy;
    }

    /** Columns of the source: those of messages, then the metadata. */
    Schema schema() {
        if (!withMetadata) {
            return messageSchema;
        }
        List<Field> fields = new ArrayList<>(messageSchema.fields());
        fields.add(Field.of(METADATA_COLUMN, Type.JSON));
        return new Schema(fields, messageSchema.appendOnly());
    }

    /** Whether a row replaces the last one with its id. */
    boolean isUpsert() {
        return format == MessageFormat.JSON ? !messageSchema.keyColumns().isEmpty() : !generatedIds;
    }

    /** The same rows and ids with fewer columns. */
    SourceSettings withColumns(Set<String> names) {
        SourceSettings copy = copy();
        List<Field> kept = messageSchema.fields().stream()
                .filter(field -> field.isKey() || names.contains(field.name()))
                .toList();
        copy.messageSchema = new Schema(kept, messageSchema.appendOnly());
        copy.withMetadata = withMetadata && names.contains(METADATA_COLUMN);
        copy.fieldPaths = new HashMap<>(fieldPaths);
        copy.fieldPaths.keySet().retainAll(copy.messageSchema.names());
        copy.keyColumns = new HashSet<>(keyColumns);
        copy.keyColumns.retainAll(copy.messageSchema.names());
        return copy;
    }
}
