package io.millrace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reads generated and mutated files with FastCSV and with ours. {@code millrace.test.records} sets how many records. */
class CsvDifferentialTest {
    private static final int RECORDS = Integer.getInteger("millrace.test.records", 400_000);
    private static final int RECORDS_A_FILE = 400;
    private static final String[] PIECES = {
        "a",
        "bc",
        "word",
        "12",
        "-7.5",
        " ",
        "é",
        "語",
        "😀",
        ",",
        "\"",
        "\"\"",
        "\n",
        "\r\n",
        ";",
        "'",
        "\\",
        "#",
        "the quick brown fox jumps over the lazy dog, again and again and again"
    };

    @Test
    void generatedFilesReadAsFastCsvReadsThemAndMutatedOnesAsAPlainReaderDoes() {
        int compared = 0;
        for (int seed = 0; seed < RECORDS / RECORDS_A_FILE; seed++) {
            Random random = new Random(seed);
            int fieldCount = 1 + random.nextInt(6);
            boolean mutated = seed % 4 == 0;
            String text = file(random, fieldCount, mutated);
            Schema schema = subset(random, fieldCount);
            List<List<Object>> expected = rows(plain(text), schema);
            // FastCSV 4.1.0 joins two records where a quoted field before the break has a carriage return of its own.
            if (!mutated && !text.replace("\r\n", "").contains("\r")) {
                compared++;
                assertEquals(rows(fastCsv(text), schema), expected, "FastCSV with seed " + seed);
            }
            ByteScan scan = ByteScan.after(seed % 2 == 0 ? ByteScan.LONG_RUN_BYTES : 0);
            Decoding decoding = Decoding.cut(
                    new CsvDecoder(schema, CsvSettings.DEFAULT, scanned -> scan),
                    schema,
                    text.getBytes(StandardCharsets.UTF_8),
                    seed % 3 == 0 ? null : random);
            for (int row = 0; row < Math.min(expected.size(), decoding.rows.size()); row++) {
                assertEquals(expected.get(row), decoding.rows.get(row), "row " + row + " with seed " + seed);
            }
            assertEquals(expected.size(), decoding.rows.size(), "rows with seed " + seed);
        }
        assertTrue(compared > RECORDS / RECORDS_A_FILE / 2, "only " + compared + " files were read by FastCSV");
    }

    private static String file(Random random, int fieldCount, boolean mutated) {
        StringBuilder text = new StringBuilder();
        for (int field = 0; field < fieldCount; field++) {
            text.append(field == 0 ? "" : ",").append('f').append(field);
        }
        text.append('\n');
        boolean tame = random.nextInt(3) == 0;
        for (int record = 0; record < RECORDS_A_FILE; record++) {
            int fields = random.nextInt(20) == 0 ? 1 + random.nextInt(8) : fieldCount;
            for (int field = 0; field < fields; field++) {
                text.append(field == 0 ? "" : ",").append(field(random, tame));
            }
            text.append(random.nextInt(10) == 0 ? "\r\n" : "\n");
        }
        if (mutated) {
            for (int mutation = random.nextInt(12); mutation > 0; mutation--) {
                int at = fieldCount * 3 + random.nextInt(text.length() - fieldCount * 3);
                text.insert(at, random.nextInt(5) == 0 ? "\r" : PIECES[random.nextInt(PIECES.length)]);
            }
        }
        // A mutation may have torn a pair of surrogates.
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String field(Random random, boolean tame) {
        if (tame || random.nextInt(4) > 0) {
            return random.nextInt(8) == 0 ? "" : Integer.toString(random.nextInt(100_000), 36);
        }
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            value.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return '"' + value.toString().replace("\"", "\"\"") + '"';
    }

    private static Schema subset(Random random, int fieldCount) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, fieldCount).boxed().toList());
        Collections.shuffle(numbers, random);
        Schema.Builder builder = Schema.builder();
        for (int i = 0; i <= random.nextInt(fieldCount); i++) {
            builder.column("f" + numbers.get(i), Type.STRING);
        }
        return builder.build();
    }

    /** The columns' fields of all records that have them. */
    private static List<List<Object>> rows(List<List<String>> records, Schema schema) {
        List<List<Object>> rows = new ArrayList<>();
        for (List<String> record : records.subList(1, records.size())) {
            List<Object> row = new ArrayList<>();
            for (String name : schema.names()) {
                int field = Integer.parseInt(name.substring(1));
                row.add(field < record.size() ? record.get(field) : null);
            }
            if (!row.contains(null)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<List<String>> fastCsv(String text) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text)) {
            return reader.stream().map(CsvRecord::getFields).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A plain reader, one character at a time, with the rules of the reader in Pathway: behind a closing quote everything stands
     * for itself. FastCSV takes a second quote there for another opening one. A record with a field that does not end is left out.
     */
    private static List<List<String>> plain(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean fresh = true;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean twice = letter == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
            if (quoted && letter == '"') {
                quoted = twice;
                if (twice) {
                    field.append(letter);
                    i++;
                }
            } else if (!quoted && fresh && letter == '"') {
                quoted = true;
                fresh = false;
            } else if (!quoted && letter == ',') {
                record.add(field.toString());
                field.setLength(0);
                fresh = true;
            } else if (!quoted && (letter == '\n' || letter == '\r')) {
                if (!record.isEmpty() || !fresh) {
                    record.add(field.toString());
                    records.add(record);
                }
                record = new ArrayList<>();
                field.setLength(0);
                fresh = true;
            } else {
                field.append(letter);
                fresh = false;
            }
        }
        if (!quoted && (!record.isEmpty() || !fresh)) {
            record.add(field.toString());
            records.add(record);
        }
        return records;
    }
}
