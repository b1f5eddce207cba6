package io.millrace.benchmarks.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.CsvText;
import io.millrace.benchmarks.measure.KeyedRows;
import io.millrace.benchmarks.measure.RetractionRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DatasetTest {
    private static final int ROWS = 20_000;

    @TempDir
    Path folder;

    static Stream<Dataset> oneOfEachKind() {
        return datasets(3).stream();
    }

    private static List<Dataset> datasets(long seed) {
        return List.of(
                new WordRows(ROWS, 500, TextFormat.CSV, seed),
                new WordRows(ROWS, 500, TextFormat.JSON_LINES, seed),
                new MixedWordRows(ROWS, 500, seed),
                new WideRows(ROWS, TextFormat.CSV, seed),
                new WideRows(ROWS, TextFormat.JSON_LINES, seed),
                new TableRows(ROWS, 100, false, false, seed),
                new TableRows(ROWS, 100, true, false, seed),
                new TableRows(ROWS, 100, false, true, seed),
                new JoinSides(ROWS, 2_000, false, seed),
                new JoinSides(ROWS, 2_000, true, seed));
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void theSameParametersGiveTheSameBytes(Dataset dataset) throws IOException {
        assertEquals(bytes(write(dataset, "one")), bytes(write(dataset, "two")));
    }

    @Test
    void anotherSeedGivesOtherBytesAndAnotherFolder() throws IOException {
        List<Dataset> some = datasets(3);
        List<Dataset> others = datasets(4);
        for (int i = 0; i < some.size(); i++) {
            assertNotEquals(some.get(i).folder(), others.get(i).folder());
            assertNotEquals(bytes(write(some.get(i), "some" + i)), bytes(write(others.get(i), "other" + i)));
        }
    }

    @Test
    void noTwoDatasetsShareAFolder() {
        List<String> folders = datasets(3).stream().map(Dataset::folder).toList();
        assertEquals(folders.size(), new HashSet<>(folders).size(), folders.toString());
    }

    @Test
    void bothFormatsHoldTheSameWords() throws IOException {
        List<List<String>> csv = CsvText.read(
                write(new WordRows(ROWS, 500, TextFormat.CSV, 3), "csv").resolve("words.csv"));
        assertEquals(List.of("word"), csv.removeFirst());
        List<String> lines = Files.readAllLines(
                write(new WordRows(ROWS, 500, TextFormat.JSON_LINES, 3), "json").resolve("words.jsonl"));
        assertEquals(ROWS, csv.size());
        assertEquals(ROWS, lines.size());
        HashSet<String> distinct = new HashSet<>();
        for (int row = 0; row < ROWS; row++) {
            String word = csv.get(row).getFirst();
            assertEquals("{\"word\": \"" + word + "\"}", lines.get(row));
            assertTrue(word.matches("[a-z]{7}"), word);
            distinct.add(word);
        }
        assertEquals(500, distinct.size());
    }

    @Test
    void mixedWordsHaveOneToFortyBytesAndOneInTwentyIsQuoted() throws IOException {
        Path file = write(new MixedWordRows(ROWS, 500, 3), "mixed").resolve("words.csv");
        List<List<String>> words = CsvText.read(file);
        assertEquals(List.of("word"), words.removeFirst());
        assertEquals(ROWS, words.size());
        int quoted = 0;
        int foreign = 0;
        int newlines = 0;
        HashSet<Integer> lengths = new HashSet<>();
        for (List<String> row : words) {
            assertEquals(1, row.size());
            String word = row.getFirst();
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            lengths.add(length);
            quoted += MixedWordRows.field(word).equals(word) ? 0 : 1;
            foreign += length == word.length() ? 0 : 1;
            newlines += word.indexOf('\n') < 0 ? 0 : 1;
        }
        assertTrue(lengths.stream().allMatch(length -> length >= 1 && length <= 44), lengths.toString());
        assertTrue(lengths.containsAll(List.of(1, 40)), lengths.toString());
        assertEquals(ROWS * 0.05, quoted, ROWS * 0.01);
        assertEquals(ROWS * 0.1, foreign, ROWS * 0.02);
        assertTrue(newlines > 0);
    }

    @Test
    void wideRowsHaveEightColumnsInAboutAHundredAndFiftyBytes() throws IOException {
        Path csv = write(new WideRows(ROWS, TextFormat.CSV, 3), "csv").resolve("wide.csv");
        Path json = write(new WideRows(ROWS, TextFormat.JSON_LINES, 3), "json").resolve("wide.jsonl");
        assertEquals(150, Files.size(csv) / ROWS, 10);
        assertEquals(150, Files.size(json) / ROWS, 10);
        List<List<String>> rows = CsvText.read(csv);
        List<String> names = rows.removeFirst();
        assertEquals(List.of("seq", "user", "city", "quantity", "price", "active", "at", "note"), names);
        assertEquals(ROWS, rows.size());
        for (int row = 0; row < ROWS; row++) {
            List<String> fields = rows.get(row);
            assertEquals(8, fields.size());
            assertEquals(row, Integer.parseInt(fields.get(0)));
            assertTrue(fields.get(4).matches("[0-9]{1,4}\\.[0-9]{2}"), fields.get(4));
            assertTrue(fields.get(5).matches("true|false"), fields.get(5));
            assertEquals(2025, LocalDateTime.parse(fields.get(6)).getYear());
        }
        ObjectMapper mapper = new ObjectMapper();
        List<String> lines = Files.readAllLines(json);
        assertEquals(ROWS, lines.size());
        for (String line : lines) {
            JsonNode read = mapper.readTree(line);
            List<String> members = new ArrayList<>();
            read.fieldNames().forEachRemaining(members::add);
            assertEquals(names, members);
            assertTrue(read.get("price").isDouble()
                    && read.get("active").isBoolean()
                    && read.get("seq").isInt());
        }
    }

    @Test
    void aRetractionTakesBackARowWithTheSameKeyAndValueThatIsStillThere() throws IOException {
        KeyedRows rows = KeyedRows.readTable(write(new TableRows(ROWS, 100, true, false, 3), "table"));
        RetractionRule rule = new RetractionRule(ROWS);
        Map<Long, Integer> there = new TreeMap<>();
        int retractions = 0;
        for (int row = 0; row < ROWS; row++) {
            assertEquals(rule.takesBack(row) ? -1 : 1, rows.weight(row));
            if (rows.weight(row) < 0) {
                retractions++;
                assertEquals(rows.keys()[rule.taken(row)], rows.keys()[row]);
                assertEquals(rows.values()[rule.taken(row)], rows.values()[row]);
            }
            int left = there.merge(rows.keys()[row] * 1_000 + rows.values()[row], rows.weight(row), Integer::sum);
            assertTrue(left >= 0, "row " + row + " takes back what is not there");
        }
        assertEquals(ROWS * 3 / 20, retractions);
    }

    @Test
    void rowsThatTakeNothingBackAreTheSameWithAndWithoutRetractions() throws IOException {
        KeyedRows plain = KeyedRows.readTable(write(new TableRows(ROWS, 100, false, false, 3), "plain"));
        KeyedRows retracting = KeyedRows.readTable(write(new TableRows(ROWS, 100, true, false, 3), "retracting"));
        for (int row = 0; row < ROWS; row++) {
            if (retracting.weight(row) > 0) {
                assertEquals(plain.keys()[row], retracting.keys()[row]);
                assertEquals(plain.values()[row], retracting.values()[row]);
            }
        }
    }

    @Test
    void textHoldsTheRowsOfTheColumns() throws IOException {
        KeyedRows table = KeyedRows.readTable(write(new TableRows(ROWS, 100, false, false, 3), "table"));
        assertSame(
                table,
                write(new TableRows(ROWS, 100, false, true, 3), "table-text").resolve("rows.csv"));
        Path sides = write(new JoinSides(ROWS, 2_000, false, 3), "sides");
        Path text = write(new JoinSides(ROWS, 2_000, true, 3), "sides-text");
        assertSame(KeyedRows.readSide(sides, "left"), text.resolve("left.csv"));
        assertSame(KeyedRows.readSide(sides, "right"), text.resolve("right.csv"));
    }

    @Test
    void theRightSideOfTheJoinHasEachKeyOnceAndTheLeftOneOnlyThose() throws IOException {
        Path sides = write(new JoinSides(ROWS, 2_000, false, 3), "sides");
        KeyedRows right = KeyedRows.readSide(sides, "right");
        HashSet<Long> keys = new HashSet<>();
        for (long key : right.keys()) {
            assertTrue(keys.add(key), "twice: " + key);
            assertTrue(key >= 0 && key < 2_000, "key " + key);
        }
        assertEquals(2_000, keys.size());
        KeyedRows left = KeyedRows.readSide(sides, "left");
        assertEquals(ROWS, left.rowCount());
        for (long key : left.keys()) {
            assertTrue(keys.contains(key), "no match for " + key);
        }
    }

    @Test
    void noRowsGiveEmptyFiles() throws IOException {
        assertEquals(
                0,
                KeyedRows.readTable(write(new TableRows(0, 10, true, false, 3), "table"))
                        .rowCount());
        assertArrayEquals(
                "word\n".getBytes(StandardCharsets.UTF_8),
                Files.readAllBytes(
                        write(new WordRows(0, 10, TextFormat.CSV, 3), "words").resolve("words.csv")));
        assertFalse(Files.exists(folder.resolve("words/words.jsonl")));
    }

    private static void assertSame(KeyedRows columns, Path csv) throws IOException {
        List<List<String>> rows = CsvText.read(csv);
        assertEquals(List.of("k", "v"), rows.removeFirst());
        assertEquals(columns.rowCount(), rows.size());
        for (int row = 0; row < rows.size(); row++) {
            assertEquals(
                    List.of(Long.toString(columns.keys()[row]), Long.toString(columns.values()[row])), rows.get(row));
        }
    }

    private Path write(Dataset dataset, String name) throws IOException {
        Path target = Files.createDirectory(folder.resolve(name));
        dataset.write(target, rows -> {});
        return target;
    }

    /** Each file's name and content. */
    private static Map<String, String> bytes(Path target) throws IOException {
        Map<String, String> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.list(target)) {
            for (Path file : files.toList()) {
                bytes.put(
                        file.getFileName().toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return bytes;
    }
}
