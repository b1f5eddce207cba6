package io.millrace.files;

import io.millrace.format.CsvDecoder;
import io.millrace.format.CsvSettings;
import io.millrace.format.JsonLinesDecoder;
import io.millrace.format.LinesDecoder;
import io.millrace.format.RecordDecoder;
import io.millrace.format.WholeDecoder;
import io.millrace.type.Schema;
import java.util.Map;

/** How the bytes of a source's files are read. */
sealed interface FileFormat {
    /** A new decoder into the columns of {@code schema}. */
    RecordDecoder decoder(Schema schema);

    /** Whether a file is a sequence of records, so that it can be read on where it ended. */
    default boolean hasRecords() {
        return true;
    }

    /** Whether a file begins with something that says how to read the rest. */
    default boolean hasPreamble() {
        return false;
    }

    record Csv(CsvSettings settings) implements FileFormat {
        @Override
        public boolean hasPreamble() {
            return true;
        }

        @Override
        public RecordDecoder decoder(Schema schema) {
            return new CsvDecoder(schema, settings);
        }
    }

    record JsonLines(Map<String, String> fieldPaths) implements FileFormat {
        public JsonLines {
            fieldPaths = Map.copyOf(fieldPaths);
        }

        @Override
        public RecordDecoder decoder(Schema schema) {
            return new JsonLinesDecoder(schema, fieldPaths);
        }

        JsonLines only(java.util.Collection<String> names) {
            Map<String, String> kept = new java.util.HashMap<>(fieldPaths);
            kept.keySet().retainAll(names);
            return new JsonLines(kept);
        }
    }

    record Lines() implements FileFormat {
        @Override
        public RecordDecoder decoder(Schema schema) {
            return new LinesDecoder(schema);
        }
    }

    record Whole() implements FileFormat {
        @Override
        public RecordDecoder decoder(Schema schema) {
            return new WholeDecoder(schema);
        }

        @Override
        public boolean hasRecords() {
            return false;
        }
    }
}
