package io.millrace.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.port.Source;
import io.millrace.type.Lane;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChronicleJournalTest {
    private final JournalFixture fixture = new JournalFixture();

    @TempDir
    Path directory;

    @AfterEach
    void nothingLeaks() {
        fixture.close();
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("millrace-journal")),
                "the journal's thread is still there");
    }

    @Test
    void everyRestartRepeatsTheSameEpochsWithTheSameBatches() throws Exception {
        for (int seed = 0; seed < 4; seed++) {
            Path storage = directory.resolve("seed" + seed);
            JournalScript script = new JournalScript(seed, 200);
            Map<Long, List<String>> appended = new TreeMap<>();
            Random random = new Random(seed);
            int index = 0;
            for (int run = 0; run < 5; run++) {
                try (ChronicleJournal journal = fixture.open(storage)) {
                    assertEquals(appended, Replayed.all(journal, fixture.pool), "seed " + seed + " run " + run);
                    assertEquals(index == 0 ? -1 : JournalScript.epoch(index - 1), journal.lastEpoch());
                    for (int epochs = random.nextInt(20); epochs > 0; epochs--) {
                        appended.put(JournalScript.epoch(index), script.append(journal, fixture.pool, index));
                        script.end(journal, index).join();
                        index++;
                    }
                    script.append(journal, fixture.pool, 1000 + run); // never ended
                }
            }
        }
    }

    @Test
    void aPositionIsTheLastOneOfAnEpochThatExists() throws Exception {
        try (ChronicleJournal journal = fixture.open(directory);
                Batch batch = NumberedSource.batch(fixture.pool, 1, 3)) {
            assertNull(journal.position(0));
            journal.append(0, 0, batch, new byte[] {1}, null);
            journal.append(0, 0, batch, new byte[] {2}, null);
            journal.append(1, 0, batch, new byte[0], null);
            journal.endEpoch(0).join();
            assertArrayEquals(new byte[] {2}, journal.position(0));
            journal.endEpoch(2).join();
            journal.append(0, 4, batch, new byte[] {3}, null);
        }
        try (ChronicleJournal journal = fixture.open(directory)) {
            assertArrayEquals(new byte[] {2}, journal.position(0));
            assertArrayEquals(new byte[0], journal.position(1));
            assertNull(journal.position(2));
            assertEquals(2, journal.lastEpoch());
        }
    }

    @Test
    void sourcesMayComeInAnotherOrder() throws Exception {
        List<String> appended;
        try (ChronicleJournal journal = fixture.open(directory);
                Batch batch = NumberedSource.batch(fixture.pool, 7, 5)) {
            journal.append(0, 0, batch, new byte[] {9}, null);
            journal.endEpoch(0).join();
            appended = List.of(Replayed.line(1, new byte[] {9}, batch));
        }
        List<Source> turned = List.of(fixture.sources.get(1), fixture.sources.get(0), fixture.sources.get(2));
        try (ChronicleJournal journal =
                ChronicleJournal.open(JournalFixture.settings(directory), turned, fixture.allocator)) {
            assertArrayEquals(new byte[] {9}, journal.position(1));
            assertEquals(Map.of(0L, appended), Replayed.all(journal, fixture.pool));
        }
    }

    @Test
    void aBatchOfManyMegabytesIsCutIntoFramesAndComesBackWhole() throws Exception {
        Schema schema = NumberedSource.SCHEMA;
        byte[] position = new byte[5 << 20];
        position[4 << 20] = 1;
        String text = "x".repeat(3 << 20);
        try (ChronicleJournal journal = fixture.open(directory);
                BatchBuilder builder = new BatchBuilder(fixture.pool, schema, false)) {
            for (int row = 0; row < 8; row++) {
                builder.column(0).appendString(row + text);
                builder.column(1).appendLong(row);
                builder.column(2).appendDouble(row);
                builder.column(3).appendBool(true);
                builder.endRow();
            }
            try (Batch batch = builder.build(0, 0)) {
                journal.append(1, 0, batch, position, null);
                journal.append(1, 0, batch, new byte[] {1}, null);
                journal.endEpoch(0).join();
            }
        }
        try (ChronicleJournal journal = fixture.open(directory)) {
            List<String> lines = Replayed.all(journal, fixture.pool).get(0L);
            assertEquals(2, lines.size());
            assertTrue(lines.getFirst().length() > 3 * 8 << 20);
            assertTrue(lines.getLast().startsWith("1 at [1]: [0xxx"));
            assertTrue(lines.getLast().endsWith("x|7|7.0|true|no key|1]"));
        }
    }

    @Test
    void aSelectionIsAppliedBeforeRowsAreWritten() throws Exception {
        String line;
        ColumnBuilder bits = fixture.pool.take(Lane.BIT);
        for (int row = 0; row < 100; row++) {
            bits.appendBool(row % 7 == 0);
        }
        try (ChronicleJournal journal = fixture.open(directory);
                Batch whole = NumberedSource.batch(fixture.pool, 3, 100);
                Batch some = Batch.of(fixture.pool, 100)
                        .columns(whole.columns().toArray(Column[]::new))
                        .weights(whole.weights())
                        .selection(bits.view(Type.BOOL))
                        .owning(bits)
                        .sharing(whole)
                        .build()) {
            line = Replayed.line(0, null, some);
            journal.append(0, 0, some, null, null);
            journal.endEpoch(0).join();
        }
        try (ChronicleJournal journal = fixture.open(directory)) {
            assertEquals(Map.of(0L, List.of(line)), Replayed.all(journal, fixture.pool));
        }
    }

    @Test
    void aReferenceWhoseDataChangedIsRefusedAtReplay() throws Exception {
        try (ChronicleJournal journal = fixture.open(directory);
                Batch batch = NumberedSource.batch(fixture.pool, 1, 10)) {
            journal.append(2, 0, batch, null, NumberedSource.reference(1, 10));
            journal.endEpoch(0).join();
        }
        fixture.referenced.missingRows = 1;
        try (ChronicleJournal journal = fixture.open(directory)) {
            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> Replayed.all(journal, fixture.pool));
            assertTrue(e.getMessage().contains("source referenced gave 9 rows again for epoch 0"), e.getMessage());
        }
    }

    @Test
    void aSecondInstanceIsRefusedAndToldWhoIsThere() throws Exception {
        try (ChronicleJournal journal = fixture.open(directory)) {
            assertEquals(-1, journal.nextEpoch());
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> fixture.open(directory));
            assertTrue(
                    e.getMessage()
                            .contains("is in use by process "
                                    + ProcessHandle.current().pid() + " on "),
                    e.getMessage());
        }
        fixture.open(directory).close();
    }

    @Test
    void anotherPipelineIsRefusedWithWhatChanged() throws Exception {
        fixture.open(directory).close();
        Schema other = Schema.builder()
                .column("name", Type.STRING)
                .column("number", Type.FLOAT64)
                .column("share", Type.optional(Type.FLOAT64))
                .build();
        List<Source> sources =
                List.of(new NumberedSource("first", other), fixture.referenced, new NumberedSource("third"));
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> ChronicleJournal.open(JournalSettings.at(directory, "plan 2"), sources, fixture.allocator));
        for (String part : List.of(
                "fingerprint was plan 1 and is plan 2",
                "source second is gone",
                "source third is new",
                "source first: column 0 was (name: str, part of the id) and is (name: str)",
                "source first: column 1 was (number: int) and is (number: float)",
                "source first: column (flag: bool) is gone")) {
            assertTrue(e.getMessage().contains(part), part + " is not in: " + e.getMessage());
        }
        fixture.open(directory).close();
    }

    @Test
    void twoSourcesOfOneNameAreRefused() {
        List<Source> twins = List.of(new NumberedSource("a"), new NumberedSource("a"));
        assertThrows(
                IllegalArgumentException.class,
                () -> ChronicleJournal.open(JournalFixture.settings(directory), twins, fixture.allocator));
    }

    @Test
    void aDamagedManifestIsRefused() throws Exception {
        fixture.open(directory).close();
        Path manifest = directory.resolve("manifest");
        byte[] whole = Files.readAllBytes(manifest);
        for (int bit = 0; bit < whole.length * 8; bit += 29) {
            byte[] flipped = whole.clone();
            flipped[bit >>> 3] ^= (byte) (1 << (bit & 7));
            Files.write(manifest, flipped);
            RuntimeException e = assertThrows(RuntimeException.class, () -> fixture.open(directory), "bit " + bit);
            assertTrue(
                    e.getMessage().contains("manifest") || e.getMessage().contains("format version"), e.getMessage());
        }
        Files.delete(manifest);
        Files.createDirectory(directory.resolve("generation-00000007"));
        assertThrows(DamagedJournalException.class, () -> fixture.open(directory));
    }

    @Test
    void epochsMustAscendAndEndOneAfterTheOther() throws Exception {
        try (ChronicleJournal journal = fixture.open(directory);
                Batch batch = NumberedSource.batch(fixture.pool, 1, 1)) {
            journal.append(0, 4, batch, null, null);
            assertThrows(IllegalArgumentException.class, () -> journal.append(0, 6, batch, null, null));
            assertThrows(IllegalArgumentException.class, () -> journal.endEpoch(6));
            journal.endEpoch(4).join();
            assertThrows(IllegalArgumentException.class, () -> journal.append(0, 4, batch, null, null));
            assertThrows(IllegalArgumentException.class, () -> journal.endEpoch(-2));
        }
        try (ChronicleJournal journal = fixture.open(directory)) {
            assertThrows(IllegalStateException.class, () -> journal.endEpoch(8), "epoch 4 is not replayed yet");
        }
    }

    @Test
    void aGenerationWithoutAnEpochLeavesNothing() throws Exception {
        try (ChronicleJournal journal = fixture.open(directory);
                Batch batch = NumberedSource.batch(fixture.pool, 1, 1)) {
            journal.append(0, 0, batch, null, null);
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(
                    List.of("lock", "manifest"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void everyEpochIsForcedToTheDiskWhenAskedFor() throws Exception {
        JournalSettings settings = JournalFixture.settings(directory).withSync(SyncPolicy.EPOCH);
        JournalScript script = new JournalScript(5, 50);
        Map<Long, List<String>> appended = new TreeMap<>();
        try (ChronicleJournal journal = ChronicleJournal.open(settings, fixture.sources, fixture.allocator)) {
            for (int i = 0; i < 10; i++) {
                appended.put(JournalScript.epoch(i), script.append(journal, fixture.pool, i));
                script.end(journal, i).join();
            }
        }
        try (ChronicleJournal journal = fixture.open(directory)) {
            assertEquals(appended, Replayed.all(journal, fixture.pool));
        }
    }

    @Test
    void theLibraryThatReportsUseToItsMakerIsNotHere() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("net.openhft.chronicle.analytics.Analytics"));
    }

    @Test
    void aFullQueueHoldsTheCallerBackAndLosesNothing() throws Exception {
        JournalSettings settings = new JournalSettings(directory, "plan 1", SyncPolicy.PROCESS_CRASH, 2);
        try (ChronicleJournal journal = ChronicleJournal.open(settings, fixture.sources, fixture.allocator)) {
            for (int i = 0; i < 500; i++) {
                try (Batch batch = NumberedSource.batch(fixture.pool, i, 20)) {
                    journal.append(i % 2, 0, batch, null, null);
                }
            }
            journal.endEpoch(0).join();
        }
        try (ChronicleJournal journal = fixture.open(directory)) {
            assertEquals(500, Replayed.all(journal, fixture.pool).get(0L).size());
        }
    }

    @Test
    void aFailureOfTheWriterReachesTheFutureAndEveryLaterCall() throws Exception {
        ChronicleJournal journal = fixture.open(directory);
        try (Batch batch = NumberedSource.batch(fixture.pool, 1, 5)) {
            // In the way of the queue's directory.
            Files.createFile(Directories.source(Directories.generation(directory, 1), 0));
            journal.append(0, 0, batch, null, null);
            CompletableFuture<Void> durable = endQuietly(journal);
            assertTrue(durable.isCompletedExceptionally());
            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> journal.append(1, 0, batch, null, null));
            assertTrue(e.getCause() instanceof IOException, String.valueOf(e.getCause()));
        }
        journal.close();
        assertThrows(IllegalStateException.class, () -> journal.endEpoch(0));
        assertFalse(Files.exists(Directories.generation(directory, 1)));
    }

    private static CompletableFuture<Void> endQuietly(ChronicleJournal journal) {
        CompletableFuture<Void> durable;
        try {
            durable = journal.endEpoch(0);
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e); // the failure was there before
        }
        return durable.handle((nothing, failure) -> {
                    assertTrue(failure != null);
                    return CompletableFuture.<Void>failedFuture(failure);
                })
                .join();
    }
}
