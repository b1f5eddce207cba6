package io.millrace.files;

import io.millrace.format.DecodeErrors;
import io.millrace.port.DataError;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/** One run of a source of files: what it knows, and what it does about what it finds. */
final class FileRun implements AutoCloseable {
    /** Two changes within this time may leave the same modification time, as coarse as some file systems are. */
    private static final long COARSEST_CLOCK_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** A copy that nothing needs any more stays as long as a crash might go back to a position that does. */
    private static final long OBSOLETE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final FileOptions options;
    private final SourceOutput output;
    private final FileListing listing;
    private final FileCopies copies;
    private final RowEmitter rows;
    private final FileReading reading;
    private final Map<String, KnownFile> files = FilePosition.none();
    private final Deque<Obsolete> obsolete = new ArrayDeque<>();
    private long nextVersion;

    private record Obsolete(KnownFile file, long sinceNanos) {}

    FileRun(FileOptions options, Schema schema, SourceOutput output) throws IOException {
        this.options = options;
        this.output = output;
        listing = new FileListing(options.path(), options.namePattern());
        copies = options.streaming() && !schema.appendOnly() ? new FileCopies(options.copiesFolder()) : null;
        rows = new RowEmitter(output, schema, () -> FilePosition.write(files, nextVersion));
        reading = new FileReading(output, options.format().decoder(FileSource.decoded(schema)), rows);
    }

    /** Takes up where a former run stood. */
    void resume(byte[] position) throws IOException {
        nextVersion = FilePosition.read(position, files);
        if (copies != null) {
            copies.keepOnly(files.values());
            for (KnownFile file : files.values()) {
                restoreCopy(file);
            }
        }
    }

    /** Makes sure that the rows of a file can be taken back. */
    private void restoreCopy(KnownFile file) throws IOException {
        if (copies.has(file)) {
            try (FileChannel channel = copies.open(file)) {
                if (matches(reading.checksum(channel, 0, file.readBytes, (bytes, last) -> {}), file.checksum)) {
                    return;
                }
            }
        }
        copies.delete(file);
        long readBytes = file.readBytes;
        file.readBytes = 0;
        try (FileChannel channel = FileChannel.open(Path.of(file.path), StandardOpenOption.READ);
                FileChannel copy = copies.appendTo(file)) {
            CRC32C sum = reading.checksum(channel, 0, readBytes, (bytes, last) -> FileCopies.writeAll(copy, bytes));
            if (!matches(sum, file.checksum)) {
                throw cannotTakeBack(file, "was changed");
            }
        } catch (NoSuchFileException e) {
            throw cannotTakeBack(file, "was deleted");
        } finally {
            file.readBytes = readBytes;
        }
    }

    private static IOException cannotTakeBack(KnownFile file, String what) {
        return new IOException(
                file.path + " " + what + " while nobody looked, and there is no copy of what it was: its rows"
                        + " cannot be taken back; keep the copies with keepCopiesIn(folder), or start anew without the journal");
    }

    private static boolean matches(CRC32C sum, int expected) {
        return sum != null && (int) sum.getValue() == expected;
    }

    /** Looks at all files once and emits what changed; returns how many files there are. */
    int scan() throws IOException {
        dropObsolete();
        Map<String, FileStat> found = listing.list();
        for (Map.Entry<String, FileStat> entry : found.entrySet()) {
            if (output.isStopped()) {
                return found.size();
            }
            try {
                look(entry.getKey(), entry.getValue());
            } catch (NoSuchFileException e) {
                // Deleted since it was listed: the next look at the folder takes its rows back.
                continue;
            }
        }
        if (options.streaming()) {
            List<KnownFile> gone = new ArrayList<>();
            files.values().stream()
                    .filter(file -> !found.containsKey(file.path))
                    .forEach(gone::add);
            for (KnownFile file : gone) {
                delete(file);
            }
        }
        if (!output.isStopped()) {
            rows.flush();
        }
        return found.size();
    }

    private void look(String path, FileStat stat) throws IOException {
        KnownFile known = files.get(path);
        if (known == null) {
            KnownFile file = open(path, stat);
            read(file, options.streaming() && options.format().hasRecords());
            return;
        }
        if (stat.equals(known.stat)) {
            if (known.mayHideChange && !isStillWhatItWas(known)) {
                replace(known, stat);
            } else if (known.readBytes < stat.byteCount()) {
                // Nothing came behind the last record's start since the last look: it is whole, or never will be.
                readOn(known, stat, false);
            }
            return;
        }
        if (hasOnlyGrown(known, stat)) {
            readOn(known, stat, options.streaming());
        } else if (isOnlyTouched(known, stat)) {
            known.stat = stat;
        } else {
            replace(known, stat);
        }
    }

    private KnownFile open(String path, FileStat stat) throws IOException {
        KnownFile file = new KnownFile(path, nextVersion++, stat);
        if (options.withMetadata()) {
            file.metadata = FileMetadata.of(Path.of(path), stat);
        }
        return file;
    }

    /** Reads a file from its first byte. */
    private void read(KnownFile file, boolean holdsTail) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(file.path), StandardOpenOption.READ)) {
            files.put(file.path, file);
            read(file, channel, new CRC32C(), holdsTail);
        }
    }

    /** Reads what stands behind the bytes read so far, which must be what they were. */
    private void readOn(KnownFile file, FileStat stat, boolean holdsTail) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(file.path), StandardOpenOption.READ)) {
            CRC32C sum = reading.checksum(channel, 0, file.readBytes, (bytes, last) -> {});
            if (!matches(sum, file.checksum)) {
                replace(file, stat);
                return;
            }
            file.stat = stat;
            read(file, channel, sum, holdsTail);
        }
    }

    private void read(KnownFile file, FileChannel channel, CRC32C sum, boolean holdsTail) throws IOException {
        file.mayHideChange = file.stat.modifiedNanos() + COARSEST_CLOCK_NANOS > now();
        int preambleBytes = 0;
        int preambleChecksum = 0;
        if (options.format().hasPreamble()) {
            preambleBytes = reading.preamble(channel, file.stat.byteCount());
            preambleChecksum = (int) reading.checksum(channel, 0, preambleBytes, (bytes, last) -> {})
                    .getValue();
        }
        try (FileChannel copy = copies == null ? null : copies.appendTo(file)) {
            References references = new References(file, preambleBytes, preambleChecksum);
            FileReading.Progress progress = (bytes, lastByte) -> {
                references.add(bytes.duplicate());
                sum.update(bytes.duplicate());
                file.readBytes += bytes.remaining();
                file.checksum = (int) sum.getValue();
                file.endsLine = lastByte == '\n';
                if (copy != null) {
                    FileCopies.writeAll(copy, bytes);
                }
            };
            FileReading.Range range = new FileReading.Range(
                    channel, file.path, file.metadata, file.readBytes, file.stat.byteCount(), 1, !holdsTail);
            reading.decode(range, errorsOf(file), progress);
        }
    }

    private DecodeErrors errorsOf(KnownFile file) {
        return (kind, byteOffset, message) ->
                output.report(kind, file.path + " at byte " + byteOffset + ": " + message);
    }

    /** Names the bytes that each piece of rows came from. */
    private final class References {
        private final KnownFile file;
        private final int preambleBytes;
        private final int preambleChecksum;
        private final CRC32C sum = new CRC32C();

        References(KnownFile file, int preambleBytes, int preambleChecksum) {
            this.file = file;
            this.preambleBytes = preambleBytes;
            this.preambleChecksum = preambleChecksum;
        }

        void add(ByteBuffer bytes) {
            sum.reset();
            int byteCount = bytes.remaining();
            sum.update(bytes);
            rows.addReference(new FileReference(
                    file.path,
                    file.readBytes,
                    byteCount,
                    (int) sum.getValue(),
                    preambleBytes,
                    preambleChecksum,
                    file.metadata));
        }
    }

    private boolean isStillWhatItWas(KnownFile file) throws IOException {
        long start = now();
        try (FileChannel channel = FileChannel.open(Path.of(file.path), StandardOpenOption.READ)) {
            if (!matches(reading.checksum(channel, 0, file.readBytes, (bytes, last) -> {}), file.checksum)) {
                return false;
            }
        }
        file.mayHideChange = file.stat.modifiedNanos() + COARSEST_CLOCK_NANOS > start;
        return true;
    }

    private boolean hasOnlyGrown(KnownFile known, FileStat stat) {
        return options.format().hasRecords()
                && !options.withMetadata()
                && stat.inode().equals(known.stat.inode())
                && stat.byteCount() > known.readBytes
                && (known.endsLine || known.readBytes == 0);
    }

    private boolean isOnlyTouched(KnownFile known, FileStat stat) throws IOException {
        return !options.withMetadata()
                && stat.byteCount() == known.stat.byteCount()
                && known.readBytes == stat.byteCount()
                && isStillWhatItWas(known);
    }

    /** Takes the old rows back and adds the new ones, all in one epoch. */
    private void replace(KnownFile known, FileStat stat) throws IOException {
        if (copies == null) {
            refuse(known);
            known.stat = stat;
            known.mayHideChange = false;
            return;
        }
        rows.flush();
        output.beginAtomic();
        KnownFile next = open(known.path, stat);
        files.put(next.path, next);
        retract(known);
        try {
            read(next, false);
        } catch (NoSuchFileException e) {
            files.remove(next.path);
        }
        rows.flush();
        output.endAtomic();
        drop(known);
    }

    private void delete(KnownFile known) throws IOException {
        if (copies == null) {
            // Append-only rows stay when their file goes.
            return;
        }
        rows.flush();
        output.beginAtomic();
        files.remove(known.path);
        retract(known);
        output.endAtomic();
        drop(known);
    }

    private void refuse(KnownFile known) throws IOException {
        if (!options.streaming()) {
            throw new IOException(
                    known.path + " was changed after it had been read; in static mode its rows cannot be taken"
                            + " back: start anew without the journal, or read it with streaming()");
        }
        output.report(
                DataError.Kind.APPEND_ONLY_VIOLATION,
                known.path + " was changed, but its schema is append-only: the rows that it had stay");
    }

    private void retract(KnownFile known) throws IOException {
        try (FileChannel copy = copies.open(known)) {
            FileReading.Range range =
                    new FileReading.Range(copy, known.path, known.metadata, 0, known.readBytes, -1, true);
            reading.decode(range, DecodeErrors.IGNORED, (bytes, lastByte) -> rows.addReference(null));
        }
        rows.flush();
    }

    private void drop(KnownFile file) throws IOException {
        if (options.copiesFolder() == null) {
            copies.delete(file);
        } else {
            obsolete.add(new Obsolete(file, System.nanoTime()));
        }
    }

    private void dropObsolete() throws IOException {
        for (Iterator<Obsolete> each = obsolete.iterator(); each.hasNext(); ) {
            Obsolete next = each.next();
            if (System.nanoTime() - next.sinceNanos < OBSOLETE_NANOS) {
                return;
            }
            copies.delete(next.file);
            each.remove();
        }
    }

    private static long now() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    @Override
    public void close() throws IOException {
        rows.close();
        reading.close();
        if (copies != null) {
            copies.close();
        }
    }
}
