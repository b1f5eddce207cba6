package io.millrace.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a file of records. */
final class GoldenReader {
    private static final Pattern COLUMN = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\"|[^:]+): (.*?)( [+-])?");

    private final String file;
    private final List<GoldenRecord> records = new ArrayList<>();
    private Open open;

    private GoldenReader(String file) {
        this.file = file;
    }

    /** The records of a file below {@code golden}, in their order. */
    static List<GoldenRecord> read(String file) {
        GoldenReader reader = new GoldenReader(file);
        text(file).lines().forEach(reader::line);
        reader.end();
        return reader.records;
    }

    private static String text(String file) {
        try (InputStream stream = GoldenReader.class.getResourceAsStream("/golden/" + file)) {
            if (stream == null) {
                throw new IllegalArgumentException("no file golden/" + file + " among the test resources");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String line) {
        if (line.startsWith("== ")) {
            end();
            open = new Open(line.substring(3));
        } else if (line.startsWith("-- ")) {
            open.closeTable();
            open.step(line.substring(3));
        } else if (line.startsWith(".. ")) {
            open.closeTable();
            open.fact(line.substring(3));
        } else if (line.startsWith("cols")) {
            open.columns(line.substring(4).strip());
        } else if (line.startsWith("^") || line.startsWith("*")) {
            open.table.rows.add(row(line, open.table.names.size()));
        } else if (!line.isEmpty()) {
            throw new IllegalArgumentException(file + ": no line of a record begins like " + line);
        }
    }

    private void end() {
        if (open != null) {
            records.add(open.build());
            open = null;
        }
    }

    private static GoldenTable.Row row(String line, int columns) {
        String[] fields = line.split(" \\| ", -1);
        if (fields.length != columns + 3) {
            throw new IllegalArgumentException("a row of " + columns + " columns, cut or malformed: " + line);
        }
        return new GoldenTable.Row(
                fields[0],
                Arrays.asList(fields).subList(1, columns + 1),
                fields[columns + 1],
                Long.parseLong(fields[columns + 2]));
    }

    /** A record that is being read. */
    private final class Open {
        final String id;
        final Map<Integer, GoldenTable> inputs = new LinkedHashMap<>();
        final List<GoldenRecord.Step> steps = new ArrayList<>();

        private String[] heading = {};
        private List<GoldenTable> results = new ArrayList<>();
        private GoldenTable expected;
        private String message;
        OpenTable table;

        Open(String id) {
            this.id = id;
        }

        void step(String text) {
            endStep();
            heading = text.split(" ");
        }

        void fact(String text) {
            String label = text.split(" ")[0];
            switch (label) {
                case "table", "result", "expected" -> table = text.equals("expected same") ? null : new OpenTable(text);
                case "message" -> {
                    String quoted = text.substring("message ".length());
                    message = quoted.startsWith("\"") ? GoldenValues.text(quoted) : null;
                }
                case "match", "refused" -> table = null;
                default -> throw new IllegalArgumentException(file + ", " + id + ": no fact is called " + label);
            }
        }

        void columns(String text) {
            if (text.isEmpty()) {
                return;
            }
            for (String column : text.split(" \\| ")) {
                Matcher matcher = COLUMN.matcher(column);
                if (!matcher.matches()) {
                    throw new IllegalArgumentException(file + ", " + id + ": not a column: " + column);
                }
                String name = matcher.group(1);
                table.names.add(name.startsWith("\"") ? GoldenValues.text(name) : name);
                table.types.add(matcher.group(2));
            }
        }

        void closeTable() {
            if (table == null) {
                return;
            }
            switch (table.label) {
                case "table" -> inputs.put(Integer.parseInt(heading[1]), table.build());
                case "result" -> results.add(table.build());
                default -> expected = table.build();
            }
            table = null;
        }

        private void endStep() {
            String what = heading.length == 0 ? "input" : heading[0];
            switch (what) {
                case "assert", "capture", "subscribe" -> {
                    boolean holds = !Arrays.asList(heading).contains("holds=no");
                    steps.add(new GoldenRecord.Computed(number(), what, heading[2], holds, results, expected));
                }
                case "raises" -> steps.add(new GoldenRecord.Refused(number(), heading[2], message));
                default -> {} // Inputs are kept as tables, notes are not.
            }
            results = new ArrayList<>();
            expected = null;
            message = null;
        }

        private int number() {
            return Integer.parseInt(heading[1]);
        }

        GoldenRecord build() {
            closeTable();
            endStep();
            return new GoldenRecord(file, id, inputs, steps);
        }
    }

    /** A table that is being read. */
    private static final class OpenTable {
        final String label;
        final List<String> names = new ArrayList<>();
        final List<String> types = new ArrayList<>();
        final List<GoldenTable.Row> rows = new ArrayList<>();
        private final Map<String, String> properties = new LinkedHashMap<>();

        OpenTable(String text) {
            String[] words = text.split(" ", 2);
            label = words[0];
            Matcher property = Pattern.compile("(\\w+)=(\\S+)").matcher(words.length < 2 ? "" : words[1]);
            while (property.find()) {
                properties.put(property.group(1), property.group(2));
            }
        }

        GoldenTable build() {
            return new GoldenTable(
                    GoldenTable.Form.of(properties.get("form")),
                    Integer.parseInt(properties.get("rows")),
                    properties.get("sha256"),
                    "yes".equals(properties.get("append_only")),
                    names,
                    types,
                    rows);
        }
    }
}
