package io.millrace.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.type.Key;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final Schema WORDS =
            Schema.builder().column("word", Type.STRING).column("n", Type.INT64).build();

    record Item(@Key String name, long price) {}

    @TempDir
    Path folder;

    private FileSource csv() {
        return io.millrace.files.Files.csv(folder.toString(), WORDS).refreshInterval(OFTEN);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void staticModeReadsAllFilesBelowAFolderOnce() throws Exception {
        write("a.csv", "word,n\nx,1\ny,2\n");
        Files.createDirectories(folder.resolve("deep/er"));
        write("deep/er/b.csv", "n,word\n3,z");
        try (Emitted emitted = Emitted.all(csv().asStatic(), null)) {
            assertEquals(List.of("[x, 1]", "[y, 2]", "[z, 3]"), emitted.rows());
            assertEquals(3, emitted.keyCount());
        }
    }

    @Test
    void allFormatsAreRead() throws Exception {
        Path path = write("a.txt", "{\"word\": \"x\", \"n\": 1}\n{\"word\": \"y\", \"n\": 2}");
        String file = path.toString();
        try (Emitted json = Emitted.all(
                        io.millrace.files.Files.jsonLines(file, WORDS).asStatic(), null);
                Emitted lines =
                        Emitted.all(io.millrace.files.Files.plainText(file).asStatic(), null);
                Emitted text = Emitted.all(
                        io.millrace.files.Files.plainTextByFile(file).asStatic(), null);
                Emitted binary =
                        Emitted.all(io.millrace.files.Files.binary(file).asStatic(), null)) {
            assertEquals(List.of("[x, 1]", "[y, 2]"), json.rows());
            assertEquals(List.of("[{\"word\": \"x\", \"n\": 1}]", "[{\"word\": \"y\", \"n\": 2}]"), lines.rows());
            assertEquals(List.of("[" + Files.readString(path) + "]"), text.rows());
            assertEquals(1, binary.rows().size());
        }
    }

    @Test
    void globsAndNamePatternsChooseFiles() throws Exception {
        Files.createDirectories(folder.resolve("sub"));
        write("a.csv", "word,n\na,1\n");
        write("b.csv", "word,n\nb,1\n");
        write("a.txt", "word,n\nt,1\n");
        write("sub/a.csv", "word,n\ns,1\n");
        try (Emitted one = Emitted.all(
                        io.millrace.files.Files.csv(folder + "/*.csv", WORDS).asStatic(), null);
                Emitted deep = Emitted.all(
                        io.millrace.files.Files.csv(folder + "/**a.csv", WORDS).asStatic(), null);
                Emitted named = Emitted.all(csv().objectPattern("a.*").asStatic(), null)) {
            assertEquals(List.of("[a, 1]", "[b, 1]"), one.rows());
            assertEquals(List.of("[a, 1]", "[s, 1]"), deep.rows());
            assertEquals(List.of("[a, 1]", "[s, 1]", "[t, 1]"), named.rows());
        }
    }

    @Test
    void staticModeWithoutAFileFails() {
        FileSource source =
                io.millrace.files.Files.csv(folder + "/*.csv", WORDS).asStatic();
        assertThrows(java.nio.file.NoSuchFileException.class, () -> Emitted.all(source, null));
    }

    @Test
    void idsComeFromKeyColumnsOrFromThePlaceOfTheRecord() throws Exception {
        write("a.csv", "name,price\nx,1\ny,2\n");
        write("b.csv", "price,name\n3,x\n");
        FileSource keyed =
                io.millrace.files.Files.csv(folder.toString(), Item.class).asStatic();
        FileSource placed = io.millrace.files.Files.csv(
                        folder.toString(),
                        Schema.builder().column("name", Type.STRING).build())
                .asStatic();
        try (Emitted byKey = Emitted.all(keyed, null);
                Emitted byPlace = Emitted.all(placed, null)) {
            assertEquals(2, byKey.keyCount());
            assertEquals(3, byPlace.keyCount());
        }
    }

    @Test
    void onlyNeededColumnsAreReadAndKeysStay() throws Exception {
        write("a.csv", "name,price\nx,1\ny,bad\n");
        FileSource source =
                io.millrace.files.Files.csv(folder.toString(), Item.class).asStatic();
        try (Emitted emitted = Emitted.all(source.withColumns(Set.of()), null)) {
            assertEquals(List.of("[x]", "[y]"), emitted.rows());
            assertEquals(List.of(), emitted.errors);
        }
    }

    @Test
    void metadataSaysWhereARowIsFrom() throws Exception {
        Path path = write("a.csv", "word,n\nx,1\n");
        FileSource source = csv().withMetadata().asStatic();
        assertEquals(List.of("word", "n", "_metadata"), source.schema().names());
        try (Emitted emitted = Emitted.all(source, null)) {
            String row = emitted.rows().get(0);
            assertTrue(row.contains("\"path\":\"" + path + "\""), row);
            assertTrue(row.contains("\"size\":11"), row);
            for (String name : List.of("created_at", "modified_at", "seen_at", "owner")) {
                assertTrue(row.contains("\"" + name + "\":"), row);
            }
        }
    }

    @Test
    void badRecordsAreReportedWithFileAndOffset() throws Exception {
        Path path = write("a.csv", "word,n\nx,1\ny\nz,q\n");
        try (Emitted emitted = Emitted.all(csv().asStatic(), null)) {
            assertEquals(2, emitted.rows().size());
            assertTrue(
                    emitted.hasError(error -> error.startsWith("PARSE: " + path + " at byte 11: ")),
                    emitted.errors::toString);
            assertTrue(
                    emitted.hasError(error -> error.startsWith("PARSE: " + path + " at byte 13: ")),
                    emitted.errors::toString);
        }
    }

    @Test
    void newAppendedChangedAndDeletedFilesAreFollowed() throws Exception {
        Path a = write("a.csv", "word,n\nx,1\n");
        try (Emitted emitted = Emitted.live(csv(), null)) {
            emitted.await(List.of("[x, 1]"));
            Path b = write("b.csv", "word,n\ny,2\n");
            emitted.await(List.of("[x, 1]", "[y, 2]"));
            Files.writeString(a, "z,3\n", StandardOpenOption.APPEND);
            emitted.await(List.of("[x, 1]", "[y, 2]", "[z, 3]"));
            assertTrue(emitted.pieces.stream().noneMatch(Emitted.Piece::atomic), "an appended file is read on");
            Files.writeString(a, "word,n\nx,1\nw,5\n");
            emitted.await(List.of("[x, 1]", "[y, 2]", "[w, 5]"));
            assertTrue(emitted.pieces.getLast().atomic(), "a changed file is replaced at once");
            Files.delete(b);
            emitted.await(List.of("[x, 1]", "[w, 5]"));
            Files.delete(a);
            emitted.await(List.of());
            assertNull(emitted.stop());
        }
    }

    @Test
    void aRewriteOfTheSameSizeAndTimeIsSeen() throws Exception {
        Path a = write("a.csv", "word,n\nx,1\n");
        FileTime time = Files.getLastModifiedTime(a);
        try (Emitted emitted = Emitted.live(csv(), null)) {
            emitted.await(List.of("[x, 1]"));
            Files.writeString(a, "word,n\ny,2\n");
            Files.setLastModifiedTime(a, time);
            emitted.await(List.of("[y, 2]"));
        }
    }

    @Test
    void aLineIsReadOnceItIsWhole() throws Exception {
        Path a = write("a.csv", "word,n\nx,1\ny,");
        try (Emitted emitted = Emitted.live(csv().refreshInterval(Duration.ofMillis(300)), null)) {
            emitted.await(List.of("[x, 1]"));
            Files.writeString(a, "25\n", StandardOpenOption.APPEND);
            emitted.await(List.of("[x, 1]", "[y, 25]"));
            Files.writeString(a, "z,3", StandardOpenOption.APPEND);
            emitted.await(List.of("[x, 1]", "[y, 25]", "[z, 3]"));
            assertEquals(List.of(), emitted.errors);
        }
    }

    @Test
    void anyChangesAddUpToWhatAFreshReadGives() throws Exception {
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            Path own = Files.createDirectory(folder.resolve("s" + seed));
            FileSource source =
                    io.millrace.files.Files.csv(own.toString(), WORDS).refreshInterval(OFTEN);
            try (Emitted emitted = Emitted.live(source, null)) {
                Map<String, List<String>> contents = new TreeMap<>();
                for (int step = 0; step < 12; step++) {
                    change(random, own, contents);
                    List<String> expected = contents.values().stream()
                            .flatMap(List::stream)
                            .map(line -> "[" + line.replace(",", ", ") + "]")
                            .toList();
                    emitted.await(expected);
                }
                assertEquals(List.of(), emitted.errors, "seed " + seed);
                assertNull(emitted.stop());
            }
        }
    }

    private static void change(Random random, Path own, Map<String, List<String>> contents) throws IOException {
        String name = "f" + random.nextInt(4) + ".csv";
        List<String> lines = contents.computeIfAbsent(name, unused -> new ArrayList<>());
        Path path = own.resolve(name);
        switch (random.nextInt(4)) {
            case 0 -> {
                contents.remove(name);
                Files.deleteIfExists(path);
                return;
            }
            case 1 -> lines.clear();
            default -> {}
        }
        for (int i = random.nextInt(200); i >= 0; i--) {
            lines.add("w" + random.nextInt(50) + "," + random.nextInt(10));
        }
        Files.writeString(path, "word,n\n" + String.join("\n", lines) + "\n");
    }

    @Test
    void aRestartGoesOnFromThePosition() throws Exception {
        Path a = write("a.csv", lines(0, 500));
        write("b.csv", "word,n\nb,1\n");
        byte[] position;
        int before;
        try (Emitted emitted = Emitted.all(csv().asStatic(), null)) {
            // As if the pipeline had died after the third batch, in the middle of the first file.
            position = emitted.pieces.get(2).position();
            before = 3 * 64;
        }
        Files.writeString(a, lines(500, 600).substring(7), StandardOpenOption.APPEND);
        try (Emitted emitted = Emitted.all(csv().asStatic(), position)) {
            List<String> expected = new ArrayList<>(IntStream.range(before, 600)
                    .mapToObj(n -> "[w" + n + ", " + n + "]")
                    .sorted()
                    .toList());
            expected.add("[b, 1]");
            assertEquals(expected.stream().sorted().toList(), emitted.rows());
        }
    }

    @Test
    void aRestartTakesBackWhatChangedMeanwhileWhenCopiesAreKept() throws Exception {
        Path copies = folder.resolve("copies");
        Path files = Files.createDirectory(folder.resolve("files"));
        Path a = Files.writeString(files.resolve("a.csv"), "word,n\nx,1\ny,2\n");
        Path b = Files.writeString(files.resolve("b.csv"), "word,n\nb,1\n");
        FileSource source = io.millrace.files.Files.csv(files.toString(), WORDS).refreshInterval(OFTEN);
        byte[] position;
        try (Emitted emitted = Emitted.live(source.keepCopiesIn(copies), null)) {
            emitted.await(List.of("[x, 1]", "[y, 2]", "[b, 1]"));
            position = emitted.lastPosition();
        }
        Files.writeString(a, "word,n\ny,2\nz,3\n");
        Files.delete(b);
        try (Emitted emitted = Emitted.live(source.keepCopiesIn(copies), position)) {
            emitted.await(List.of("[b, 1] × -1", "[x, 1] × -1", "[z, 3]"));
        }
        try (Emitted emitted = Emitted.live(source, position)) {
            Throwable failure = emitted.awaitFailure();
            assertInstanceOf(IOException.class, failure);
            assertTrue(failure.getMessage().contains("keepCopiesIn"), failure.getMessage());
        }
    }

    @Test
    void replayByReferenceGivesTheSameRowsAndRefusesChangedFiles() throws Exception {
        Path a = write("a.csv", lines(0, 300));
        write("b.csv", "word,n\nb,1\nbad\n");
        FileSource source = csv().asStatic();
        List<Emitted.Piece> pieces;
        try (Emitted emitted = Emitted.all(source, null)) {
            pieces = List.copyOf(emitted.pieces);
        }
        assertEquals(5, pieces.size());
        for (Emitted.Piece piece : pieces) {
            assertNotNull(piece.reference());
            try (Emitted again = Emitted.of(source)) {
                source.replay(again, piece.reference());
                List<String> rows = new ArrayList<>();
                again.pieces.forEach(each -> rows.addAll(each.rows()));
                assertEquals(piece.rows(), rows);
            }
        }
        Files.writeString(a, lines(0, 300).replace("w250,", "W250,"));
        try (Emitted again = Emitted.of(source)) {
            source.replay(again, pieces.get(0).reference());
            IOException refused = assertThrows(
                    IOException.class, () -> source.replay(again, pieces.get(3).reference()));
            assertTrue(refused.getMessage().contains(a.toString()), refused.getMessage());
        }
        Files.writeString(a, lines(0, 300).replace("word,n", "n,word"));
        try (Emitted again = Emitted.of(source)) {
            assertThrows(
                    IOException.class, () -> source.replay(again, pieces.get(2).reference()));
        }
        Files.delete(a);
        try (Emitted again = Emitted.of(source)) {
            IOException refused = assertThrows(
                    IOException.class, () -> source.replay(again, pieces.get(0).reference()));
            assertTrue(refused.getMessage().contains("deleted"), refused.getMessage());
        }
    }

    @Test
    void appendOnlySchemasKeepNoCopiesAndReportChanges() throws Exception {
        Path a = write("a.csv", "word,n\nx,1\n");
        FileSource source = io.millrace.files.Files.csv(folder.toString(), WORDS.asAppendOnly())
                .refreshInterval(OFTEN);
        try (Emitted emitted = Emitted.live(source, null)) {
            emitted.await(List.of("[x, 1]"));
            Files.writeString(a, "word,n\ny,22\n");
            assertTrue(emitted.await(() -> emitted.hasError(error -> error.startsWith("APPEND_ONLY_VIOLATION"))));
            assertEquals(List.of("[x, 1]"), emitted.rows());
        }
    }

    @Test
    void aRecordLargerThanABlockIsRead() throws Exception {
        String word = "x".repeat(1 << 20);
        write("a.csv", "word,n\n" + word + ",1\n");
        try (Emitted emitted = Emitted.all(csv().asStatic(), null)) {
            assertEquals(List.of("[" + word + ", 1]"), emitted.rows());
        }
    }

    private static String lines(int from, int to) {
        StringBuilder text = new StringBuilder("word,n\n");
        for (int n = from; n < to; n++) {
            text.append('w').append(n).append(',').append(n).append('\n');
        }
        return text.toString();
    }
}
