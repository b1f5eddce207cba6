package io.millrace.benchmarks.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataStoreTest {
    private static final Dataset WORDS = new WordRows(100, 10, TextFormat.CSV, 1);

    @TempDir
    Path root;

    @Test
    void whatIsThereIsNotWrittenAgain() throws IOException {
        DataStore store = new DataStore(root);
        assertFalse(store.has(WORDS));
        Path file = store.provide(WORDS, rows -> {}).resolve("words.csv");
        FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, longAgo);
        assertTrue(store.has(WORDS));
        store.provide(WORDS, rows -> {});
        assertEquals(longAgo, Files.getLastModifiedTime(file));
    }

    @Test
    void aFolderThatSomethingElseMadeIsWrittenAnew() throws IOException {
        DataStore store = new DataStore(root);
        Path folder = store.provide(WORDS, rows -> {});
        String right = Files.readString(folder.resolve("words.csv"));
        Files.writeString(folder.resolve("parameters"), "format 0\n");
        Files.writeString(folder.resolve("words.csv"), "word\nold\n");
        assertFalse(store.has(WORDS));
        store.provide(WORDS, rows -> {});
        assertEquals(right, Files.readString(folder.resolve("words.csv")));
    }

    @Test
    void aFolderAppearsWholeOrNotAtAll() throws IOException {
        DataStore store = new DataStore(root);
        assertThrows(
                IllegalStateException.class,
                () -> store.provide(WORDS, rows -> {
                    throw new IllegalStateException("stopped at row " + rows);
                }));
        assertEquals(List.of(), entries());
        store.provide(WORDS, rows -> {});
        assertEquals(List.of("words-csv-100-of-10-seed-1"), entries());
    }

    @Test
    void aScratchFolderIsEmptyAndGoesWithAllThatIsInIt() throws IOException {
        DataStore store = new DataStore(root.resolve("new"));
        Path scratch = store.scratch();
        Files.createDirectories(scratch.resolve("a/b"));
        Files.writeString(scratch.resolve("a/b/file"), "x");
        DataStore.delete(scratch);
        assertFalse(Files.exists(scratch));
        DataStore.delete(scratch);
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
