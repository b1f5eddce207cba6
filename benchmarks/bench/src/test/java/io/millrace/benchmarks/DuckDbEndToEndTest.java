package io.millrace.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.benchmarks.duckdb.DuckDbPeer;
import io.millrace.benchmarks.generate.DataStore;
import io.millrace.benchmarks.generate.Dataset;
import io.millrace.benchmarks.generate.JoinSides;
import io.millrace.benchmarks.generate.MixedWordRows;
import io.millrace.benchmarks.generate.TableRows;
import io.millrace.benchmarks.generate.TextFormat;
import io.millrace.benchmarks.generate.WideRows;
import io.millrace.benchmarks.generate.WordRows;
import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.JoinFigures;
import io.millrace.benchmarks.measure.KeyedRows;
import io.millrace.benchmarks.measure.SumCountFigures;
import io.millrace.benchmarks.measure.Variant;
import io.millrace.benchmarks.measure.WideFigures;
import io.millrace.benchmarks.measure.WordFigures;
import io.millrace.benchmarks.peer.JvmPeer;
import io.millrace.benchmarks.peer.Narrator;
import io.millrace.benchmarks.result.ResultLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the generator through the process of a peer to the result line, compared with the answer of plain Java. */
final class DuckDbEndToEndTest {
    private static final int ROWS = 5_000;
    private static final long SEED = 21;

    @TempDir
    Path root;

    @Test
    void wordsOfCsv() throws IOException, InterruptedException {
        checkWords("csv-5k", new WordRows(ROWS, 100, TextFormat.CSV, SEED));
    }

    @Test
    void wordsInQuotesWithNewlines() throws IOException, InterruptedException {
        checkWords("csv-mixed", new MixedWordRows(ROWS, 100, SEED));
    }

    @Test
    void wordsOfJsonLinesAreThoseOfCsv() throws IOException, InterruptedException {
        Dataset csv = new WordRows(ROWS, 100, TextFormat.CSV, SEED);
        Figures expected = words(store().provide(csv, rows -> {}).resolve("words.csv"));
        check("w1", "jsonl-5k", new WordRows(ROWS, 100, TextFormat.JSON_LINES, SEED), expected);
    }

    @Test
    void wideRowsOfCsv() throws IOException, InterruptedException {
        Dataset wide = new WideRows(ROWS, TextFormat.CSV, SEED);
        List<List<String>> rows = CsvText.read(store().provide(wide, done -> {}).resolve("wide.csv"));
        rows.removeFirst();
        WideFigures expected = new WideFigures();
        for (List<String> row : rows) {
            expected.add(
                    1,
                    Long.parseLong(row.get(0)),
                    Long.parseLong(row.get(3)),
                    Long.parseLong(row.get(4).replace(".", "")),
                    row.get(5).equals("true") ? 1 : 0,
                    LocalDateTime.parse(row.get(6)).toEpochSecond(ZoneOffset.UTC),
                    row.get(1).length() + row.get(2).length() + row.get(7).length());
        }
        check("w1", "csv-wide", wide, expected);
    }

    @Test
    void sumsAndCountsWithAndWithoutRetractions() throws IOException, InterruptedException {
        for (boolean retract : new boolean[] {false, true}) {
            Dataset table = new TableRows(ROWS, 300, retract, false, SEED);
            KeyedRows rows = KeyedRows.readTable(store().provide(table, done -> {}));
            Map<Long, long[]> groups = new TreeMap<>();
            for (int row = 0; row < ROWS; row++) {
                long[] group = groups.computeIfAbsent(rows.keys()[row], key -> new long[2]);
                group[0] += rows.values()[row] * rows.weight(row);
                group[1] += rows.weight(row);
            }
            SumCountFigures expected = new SumCountFigures();
            groups.forEach((key, group) -> expected.add(key, group[0], group[1], 1));
            check("w2", retract ? "5k-retract" : "5k", table, expected);
        }
    }

    @Test
    void joins() throws IOException, InterruptedException {
        Dataset sides = new JoinSides(ROWS, 500, false, SEED);
        Path input = store().provide(sides, done -> {});
        KeyedRows left = KeyedRows.readSide(input, "left");
        KeyedRows right = KeyedRows.readSide(input, "right");
        Map<Long, Long> byKey = new TreeMap<>();
        for (int row = 0; row < right.rowCount(); row++) {
            byKey.put(right.keys()[row], right.values()[row]);
        }
        JoinFigures expected = new JoinFigures();
        for (int row = 0; row < left.rowCount(); row++) {
            expected.add(left.values()[row], byKey.get(left.keys()[row]), 1);
        }
        check("w4", "1m", sides, expected);
    }

    private void checkWords(String variant, Dataset dataset) throws IOException, InterruptedException {
        check("w1", variant, dataset, words(store().provide(dataset, rows -> {}).resolve("words.csv")));
    }

    private static Figures words(Path csv) throws IOException {
        List<List<String>> rows = CsvText.read(csv);
        rows.removeFirst();
        Map<String, Long> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(row.getFirst(), 1L, Long::sum));
        WordFigures figures = new WordFigures();
        counts.forEach((word, count) -> {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            figures.add(bytes, 0, bytes.length, count, 1);
        });
        return figures;
    }

    private void check(String workload, String variant, Dataset dataset, Figures expected)
            throws IOException, InterruptedException {
        JvmPeer duckdb = new JvmPeer(
                "duckdb",
                DuckDbPeer.class.getName(),
                narrator -> System.getProperty("java.class.path"),
                run -> List.of("--enable-native-access=ALL-UNNAMED"),
                any -> null,
                1);
        List<ResultLine> lines = new ArrayList<>();
        Session session = new Session(store(), new Narrator(System.err), List.of(duckdb), 1, 1_000, lines::add);
        assertTrue(session.run(List.of(new Case(new Variant(workload, variant), dataset, null))));
        ResultLine line = lines.getFirst();
        assertEquals(expected.values(), line.check(), "seed " + SEED);
        assertEquals(dataset.rowCount(), line.rows());
        assertEquals(new Variant(workload, variant), line.variant());
    }

    private DataStore store() {
        return new DataStore(root);
    }
}
