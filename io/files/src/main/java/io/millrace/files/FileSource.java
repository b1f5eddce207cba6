package io.millrace.files;

import io.millrace.format.CsvSettings;
import io.millrace.format.RecordDecoder;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/**
 * A source of files, made by {@link Files}. Streaming unless {@link #asStatic} says otherwise: it looks at its files every {@link
 * #refreshInterval} until the pipeline ends. Each method returns a changed copy.
 *
 * <p>A row's id comes from its key columns, or else from the file's path and the byte at which the record begins. Where the journal
 * keeps references, the files must stay as they were until a checkpoint.
 */
public final class FileSource implements Source {
    private final String name;
    private final Schema schema;
    private final FileOptions options;
    /** Of the replay: kept from one reference to the next. */
    private RecordDecoder replayDecoder;

    private FileSource(String name, Schema schema, FileOptions options) {
        this.name = name;
        this.schema = schema;
        this.options = options;
    }

    static FileSource of(String kind, Schema schema, FileOptions options) {
        if (schema.indexOf(FileMetadata.COLUMN) >= 0) {
            throw new IllegalArgumentException(
                    "column " + FileMetadata.COLUMN + " is made by withMetadata(); rename yours");
        }
        return new FileSource(kind + ":" + options.path(), schema, options);
    }

    /** Reads what is there once, and ends. */
    public FileSource asStatic() {
        return new FileSource(name, schema, options.withStreaming(false));
    }

    /** Keeps looking for new, changed and deleted files: the default. */
    public FileSource streaming() {
        return new FileSource(name, schema, options.withStreaming(true));
    }

    /** Names the source: the name of its journal, unique in the pipeline. By default the format and the path. */
    public FileSource named(String newName) {
        return new FileSource(newName, schema, options);
    }

    /** Reads only files whose name matches a glob, such as {@code *.csv}. */
    public FileSource objectPattern(String glob) {
        return new FileSource(name, schema, options.withNamePattern(glob));
    }

    /** Adds the Json column {@code _metadata}: created_at, modified_at, seen_at, owner, path and size of the row's file. */
    public FileSource withMetadata() {
        if (options.withMetadata()) {
            return this;
        }
        List<Field> fields = new ArrayList<>(schema.fields());
        fields.add(Field.of(FileMetadata.COLUMN, Type.JSON));
        return new FileSource(name, new Schema(fields, schema.appendOnly()), options.withMetadata(true));
    }

    /** How often to look, 500 ms by default. */
    public FileSource refreshInterval(Duration interval) {
        return new FileSource(name, schema, options.withRefreshInterval(interval));
    }

    /**
     * Keeps the copies by which rows are taken back in a folder of this source's own, so that files may change while the pipeline
     * does not run. Without it they are in a temporary folder and made anew at a restart.
     */
    public FileSource keepCopiesIn(Path folder) {
        return new FileSource(name, schema, options.withCopiesFolder(folder));
    }

    /** Delimiter, quotes and so on. Only for CSV. */
    public FileSource csvSettings(CsvSettings settings) {
        if (!(options.format() instanceof FileFormat.Csv)) {
            throw new IllegalStateException("source " + name + " does not read CSV, so it has no CSV settings");
        }
        return new FileSource(name, schema, options.withFormat(new FileFormat.Csv(settings)));
    }

    /** Reads the columns that are keys from the JSON pointers (RFC 6901) that are values. Only for JSON lines. */
    public FileSource jsonFieldPaths(Map<String, String> paths) {
        if (!(options.format() instanceof FileFormat.JsonLines)) {
            throw new IllegalStateException("source " + name + " does not read JSON, so it has no JSON paths");
        }
        return new FileSource(name, schema, options.withFormat(new FileFormat.JsonLines(paths)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    /** Static files are input of time 0. */
    @Override
    public boolean hasOwnTimes() {
        return !options.streaming();
    }

    @Override
    public Source withColumns(Set<String> names) {
        if (options.format() instanceof FileFormat.Lines || options.format() instanceof FileFormat.Whole) {
            return this;
        }
        List<Field> kept = schema.fields().stream()
                .filter(field -> field.isKey() || names.contains(field.name()))
                .toList();
        if (kept.size() == schema.size()) {
            return this;
        }
        FileFormat format = options.format() instanceof FileFormat.JsonLines json
                ? json.only(kept.stream().map(Field::name).toList())
                : options.format();
        boolean metadata = kept.stream().anyMatch(field -> field.name().equals(FileMetadata.COLUMN));
        return new FileSource(
                name,
                new Schema(kept, schema.appendOnly()),
                options.withFormat(format).withMetadata(metadata));
    }

    /** The columns that a decoder fills: all but the metadata. */
    static Schema decoded(Schema schema) {
        List<Field> fields = schema.fields().stream()
                .filter(field -> !field.name().equals(FileMetadata.COLUMN))
                .toList();
        return new Schema(fields, schema.appendOnly());
    }

    @Override
    public void run(SourceOutput output, byte[] position) throws IOException {
        try (FileRun run = new FileRun(options, schema, output)) {
            if (position != null) {
                run.resume(position);
            }
            int found = run.scan();
            if (!options.streaming()) {
                if (found == 0) {
                    throw new NoSuchFileException(options.path(), null, "no file matches");
                }
                return;
            }
            while (!output.isStopped()) {
                LockSupport.parkNanos(options.refreshInterval().toNanos());
                if (!output.isStopped()) {
                    int unused = run.scan();
                }
            }
        } catch (ClosedByInterruptException e) {
            if (!output.isStopped()) {
                throw e;
            }
        }
    }

    @Override
    public void replay(SourceOutput output, byte[] reference) throws IOException {
        if (replayDecoder == null) {
            replayDecoder = options.format().decoder(decoded(schema));
        }
        try (RowEmitter rows = new RowEmitter(output, schema, () -> null);
                FileReading reading = new FileReading(output, replayDecoder, rows)) {
            for (FileReference each : FileReference.read(reference)) {
                replay(output, each, reading);
            }
            rows.flush();
        }
    }

    private void replay(SourceOutput output, FileReference reference, FileReading reading) throws IOException {
        long end = reference.from() + reference.byteCount();
        try (FileChannel channel = FileChannel.open(Path.of(reference.path()), StandardOpenOption.READ)) {
            CRC32C preamble = reading.checksum(channel, 0, reference.preambleBytes(), (bytes, last) -> {});
            CRC32C sum = reading.checksum(channel, reference.from(), end, (bytes, last) -> {});
            if (sum == null
                    || (int) sum.getValue() != reference.checksum()
                    || preamble == null
                    || (int) preamble.getValue() != reference.preambleChecksum()) {
                throw changed(
                        reference, "its bytes " + reference.from() + " to " + end + " are not what was read", null);
            }
            if (reference.from() > 0) {
                int unused = reading.preamble(channel, reference.from());
            }
            FileReading.Range range = new FileReading.Range(
                    channel, reference.path(), reference.metadata(), reference.from(), end, 1, true);
            reading.decode(
                    range,
                    (kind, byteOffset, message) ->
                            output.report(kind, reference.path() + " at byte " + byteOffset + ": " + message),
                    (bytes, lastByte) -> {});
        } catch (NoSuchFileException e) {
            throw changed(reference, "it was deleted", e);
        }
    }

    private IOException changed(FileReference reference, String what, Throwable cause) {
        return new IOException(
                "source " + name + " cannot read " + reference.path() + " again: " + what
                        + "; journal the rows themselves for files that change, or start anew without the journal",
                cause);
    }
}
