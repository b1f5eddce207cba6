package io.millrace.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a crash cut or a disk changed: everything comes back, or only the torn end is missing, or a clear refusal. */
final class DamagedJournalTest {
    private static final int EPOCHS = 8;

    private final JournalFixture fixture = new JournalFixture();
    private final TreeMap<Long, List<String>> appended = new TreeMap<>();

    @TempDir
    Path directory;

    @BeforeEach
    void twoGenerationsAreWritten() throws Exception {
        JournalScript script = new JournalScript(2, 4);
        for (int run = 0; run < 2; run++) {
            try (ChronicleJournal journal = fixture.open(directory)) {
                assertEquals(appended, Replayed.all(journal, fixture.pool));
                for (int i = run * EPOCHS / 2; i < (run + 1) * EPOCHS / 2; i++) {
                    appended.put(JournalScript.epoch(i), script.append(journal, fixture.pool, i));
                    script.end(journal, i).join();
                }
                script.append(journal, fixture.pool, 100 + run); // never ended
            }
        }
    }

    @AfterEach
    void nothingLeaks() {
        fixture.close();
    }

    @Test
    void anEpochLogCutAtAnyByteOfItsLastRecordLosesThatEpochOnly() throws Exception {
        Path log = queueFile(Directories.epochs(Directories.generation(directory, 2)));
        long end = endOfRecords(log, 2, RecordLayout.EPOCH_LOG);
        long start = lastRecord(log, 2, RecordLayout.EPOCH_LOG);
        TreeMap<Long, List<String>> allButLast = new TreeMap<>(appended.headMap(appended.lastKey()));
        assertTrue(end - start > RecordLayout.HEADER_BYTES);
        try (Damage damage = new Damage(log)) {
            for (long length = end - 1; length >= start; length--) {
                damage.truncate(length);
                String cut = "cut at " + length + " of " + end;
                try (ChronicleJournal journal = fixture.open(directory)) {
                    assertEquals(allButLast.lastKey(), journal.lastEpoch(), cut);
                    if (length % 16 == 0) {
                        assertEquals(allButLast, Replayed.all(journal, fixture.pool), cut);
                    }
                }
                damage.restore();
            }
        }
        assertEquals(appended, replayed());
    }

    @Test
    void aSourcesQueueCutInARecordThatNoEpochNamesLosesNothing() throws Exception {
        for (int source = 0; source < JournalScript.SOURCES; source++) {
            Path queue = queueFile(Directories.source(Directories.generation(directory, 2), source));
            if (isNamed(source)) {
                continue;
            }
            long end = endOfRecords(queue, 2, source);
            long start = lastRecord(queue, 2, source);
            try (Damage damage = new Damage(queue)) {
                for (long length = end - 1; length >= start; length -= 37) {
                    damage.truncate(length);
                    assertEquals(appended, replayed(), "source " + source + " cut at " + length + " of " + end);
                    damage.restore();
                }
            }
        }
    }

    @Test
    void anyCutOfAnyFileGivesAPrefixOrAClearRefusal() throws Exception {
        Random random = new Random(3);
        int refusals = 0;
        for (Path file : files()) {
            try (Damage damage = new Damage(file)) {
                for (int i = 0; i < tries(file); i++) {
                    long length = random.nextLong(damage.usedBytes() + 1);
                    damage.truncate(length);
                    refusals += requirePrefixOrRefusal(file + " cut at " + length, file);
                    damage.restore();
                }
            }
        }
        assertTrue(refusals > 20, "only " + refusals + " were refused");
        assertEquals(appended, replayed());
    }

    @Test
    void anyFlippedBitGivesAPrefixOrAClearRefusal() throws Exception {
        Random random = new Random(4);
        int refusals = 0;
        for (Path file : files()) {
            try (Damage damage = new Damage(file)) {
                long records = Math.max(0, firstRecord(file) - 8);
                for (int i = 0; i < 2 * tries(file); i++) {
                    // Half of the bits in the records themselves, half anywhere, indexes of the queue included.
                    long from = i % 2 == 0 && records < damage.usedBytes() ? records : 0;
                    long bit = (from << 3) + random.nextLong((damage.usedBytes() - from) << 3);
                    damage.flip(bit);
                    refusals += requirePrefixOrRefusal(file + " bit " + bit, file);
                    damage.restore();
                }
            }
        }
        assertTrue(refusals > 20, "only " + refusals + " were refused");
        assertEquals(appended, replayed());
    }

    /** Chronicle waits for a second before it does without a queue's metadata. */
    private static int tries(Path file) {
        return file.toString().endsWith(".cq4t") ? 1 : 8;
    }

    /** Returns 1 for a refusal, 0 for a prefix of what was appended. */
    private int requirePrefixOrRefusal(String damage, Path file) {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> {
                    try {
                        Map<Long, List<String>> epochs = replayed();
                        boolean isLog = file.startsWith(Directories.epochs(Directories.generation(directory, 2)));
                        // Only a torn end of the last epoch log can be missing, and then without a hole.
                        Map<Long, List<String>> prefix = new TreeMap<>(appended);
                        if (isLog && epochs.size() < appended.size()) {
                            prefix.keySet()
                                    .retainAll(appended.keySet().stream()
                                            .limit(epochs.size())
                                            .toList());
                        }
                        assertEquals(prefix, epochs, damage);
                        return 0;
                    } catch (DamagedJournalException e) {
                        assertTrue(e.getMessage().contains(directory.toString()), e.getMessage());
                        return 1;
                    }
                },
                damage);
    }

    private Map<Long, List<String>> replayed() throws Exception {
        try (ChronicleJournal journal = fixture.open(directory)) {
            return Replayed.all(journal, fixture.pool);
        }
    }

    /** Whether the last record of a source in the second generation belongs to an epoch that exists. */
    private boolean isNamed(int source) {
        try (RecordReader reader = new RecordReader(
                Directories.source(Directories.generation(directory, 2), source), 2, source, fixture.allocator)) {
            long epoch = -1;
            while (reader.next()) {
                epoch = reader.epoch();
            }
            return appended.containsKey(epoch);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(path -> path.toString().contains("generation-"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static Path queueFile(Path queue) throws IOException {
        try (Stream<Path> files = Files.list(queue)) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static long lastRecord(Path file, long generation, int source) throws IOException {
        long last = -1;
        for (long at = 0; (at = RecordScan.find(file, at, generation, source)) >= 0; at += Integer.BYTES) {
            last = at;
        }
        return last;
    }

    private static long firstRecord(Path file) throws IOException {
        for (long generation = 1; generation <= 2; generation++) {
            for (int source = RecordLayout.EPOCH_LOG; source < JournalScript.SOURCES; source++) {
                long at = RecordScan.find(file, 0, generation, source);
                if (at >= 0) {
                    return at;
                }
            }
        }
        return -1;
    }

    private static long endOfRecords(Path file, long generation, int source) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(RecordLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long last = lastRecord(file, generation, source);
            channel.read(header, last);
            return last + RecordLayout.HEADER_BYTES + header.getInt(RecordLayout.PAYLOAD_BYTES_OFFSET);
        }
    }

    /** Changes a file and puts it back as it was. */
    private static final class Damage implements AutoCloseable {
        private final FileChannel channel;
        private final long length;
        private final byte[] used;

        Damage(Path file) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            length = channel.size();
            ByteBuffer all = ByteBuffer.allocate((int) length);
            while (all.hasRemaining() && channel.read(all, all.position()) > 0) {
                assert all.position() <= length;
            }
            int end = all.position();
            while (end > 0 && all.get(end - 1) == 0) {
                end--;
            }
            used = new byte[end];
            all.get(0, used);
        }

        /** Bytes up to the last that is not 0. */
        long usedBytes() {
            return used.length;
        }

        void truncate(long toLength) throws IOException {
            channel.truncate(toLength);
        }

        void flip(long bit) throws IOException {
            byte flipped = (byte) (used[(int) (bit >>> 3)] ^ 1 << (bit & 7));
            channel.write(ByteBuffer.wrap(new byte[] {flipped}), bit >>> 3);
        }

        void restore() throws IOException {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(used), 0);
            if (length > used.length) {
                channel.write(ByteBuffer.allocate(1), length - 1);
            }
        }

        @Override
        public void close() throws IOException {
            restore();
            channel.close();
        }
    }
}
