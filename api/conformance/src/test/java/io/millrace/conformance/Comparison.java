package io.millrace.conformance;

import io.millrace.column.CellStatus;
import io.millrace.debug.Change;
import io.millrace.key.JsonText;
import io.millrace.port.Epochs;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.value.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compares all changes of a table with recorded ones: names and types of columns, and in the form that the record has, ids, values,
 * times and diffs. Changes of one row at one time are added up on both sides.
 *
 * @param digits how many significant digits of floats count; 0 for all bits
 */
record Comparison(GoldenTable recorded, Schema schema, boolean isAppendOnly, List<Change> changes, int digits) {
    private static final int SHOWN_ROWS = 40;

    static Comparison of(GoldenTable recorded, Table table, List<Change> changes, int digits) {
        return new Comparison(recorded, table.schema(), table.isAppendOnly(), changes, digits);
    }

    /** What differs, empty where nothing does. */
    String differences() {
        if (!schema.names().equals(recorded.names())) {
            return "columns " + schema.names() + " instead of " + recorded.names();
        }
        List<String> found = new ArrayList<>();
        otherTypes()
                .forEach((name, type) -> found.add("column " + name + " is " + type + " instead of "
                        + recorded.types().get(recorded.names().indexOf(name))));
        String rows = differencesBesidesTypes();
        if (!rows.isEmpty()) {
            found.add(rows);
        }
        return String.join("\n", found);
    }

    /** What differs in the end, whatever the times of changes; empty where nothing does. */
    String differencesAtLast() {
        Comparison atOneTime = new Comparison(
                recorded.atOneTime(),
                schema,
                isAppendOnly,
                changes.stream()
                        .map(change -> new Change(change.id(), change.values(), 0, change.diff()))
                        .toList(),
                digits);
        return atOneTime.differences();
    }

    /** The columns whose types differ, with our types. */
    Map<String, Type> otherTypes() {
        Map<String, Type> others = new LinkedHashMap<>();
        for (int i = 0; i < schema.size(); i++) {
            if (!GoldenTypes.agrees(recorded.types().get(i), schema.type(i))) {
                others.put(schema.field(i).name(), schema.type(i));
            }
        }
        return others;
    }

    /** What differs between tables with the same columns apart from their types. */
    String differencesBesidesTypes() {
        List<String> found = new ArrayList<>();
        if (isAppendOnly && changes.stream().anyMatch(change -> change.diff() < 0)) {
            found.add("the table is said to be append-only, yet takes rows back");
        }
        String rows = recorded.checksum() == null ? differingRows() : differingChecksum();
        if (!rows.isEmpty()) {
            found.add(rows);
        }
        return String.join("\n", found);
    }

    private String differingRows() {
        Map<Object, Long> net = new LinkedHashMap<>();
        Map<Object, String> texts = new LinkedHashMap<>();
        List<List<Object>> expected = new ArrayList<>();
        for (GoldenTable.Row row : recorded.rows()) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < schema.size(); i++) {
                values.add(conformed(GoldenValues.parse(row.cells().get(i)), schema.type(i)));
            }
            expected.add(values);
            add(row.id(), values, row.time(), row.diff(), net, texts);
        }
        Map<Long, String> times = times();
        for (Change change : changes) {
            List<Object> values = described(change.values(), expected);
            String id = recorded.form().hasIds() ? change.id().toString() : "*";
            add(id, values, times.get(change.time()), -change.diff(), net, texts);
        }
        List<String> lines = new ArrayList<>();
        net.forEach((row, diff) -> {
            if (diff != 0) {
                lines.add((diff > 0 ? "  missing " : "  surplus ")
                        + texts.get(row)
                        + (Math.abs(diff) == 1 ? "" : " times " + Math.abs(diff)));
            }
        });
        lines.sort(Comparator.comparing((String line) -> line.substring(10)));
        if (lines.isEmpty()) {
            return "";
        }
        String more = lines.size() > SHOWN_ROWS ? "\n  and " + (lines.size() - SHOWN_ROWS) + " more" : "";
        return "rows as ID | VALUE … | TIME, each against the record (missing also stands for a retraction too many)\n"
                + String.join("\n", lines.subList(0, Math.min(lines.size(), SHOWN_ROWS))) + more;
    }

    private void add(
            String id, List<Object> values, String time, long diff, Map<Object, Long> net, Map<Object, String> texts) {
        List<Object> row = new ArrayList<>(List.of(id, time));
        values.forEach(value -> row.add(comparable(value)));
        net.merge(row, diff, Long::sum);
        texts.putIfAbsent(row, text(id, values, time));
    }

    private static String text(String id, List<Object> values, String time) {
        return id + values.stream().map(ValuePrinter::print).collect(Collectors.joining(" | ", " | ", " | ")) + time;
    }

    /** Our times as the record writes them. */
    private Map<Long, String> times() {
        Map<Long, String> times = new LinkedHashMap<>();
        List<Long> inOrder = changes.stream()
                .map(Change::time)
                .distinct()
                .sorted(Long::compareUnsigned)
                .toList();
        for (long time : inOrder) {
            times.put(
                    time,
                    recorded.form().hasTimes()
                            ? Epochs.text(time)
                            : recorded.form().hasRanks() ? "#" + (times.size() + 1) : "-");
        }
        return times;
    }

    /** The same values, where the record describes one only, by its description. */
    private static List<Object> described(List<Object> values, List<List<Object>> expected) {
        List<Object> all = new ArrayList<>(values);
        for (int i = 0; i < all.size(); i++) {
            int column = i;
            Object value = values.get(i);
            expected.stream()
                    .map(row -> row.get(column))
                    .filter(it -> it instanceof GoldenValues.Opaque opaque && GoldenValues.isDescribed(opaque, value))
                    .findFirst()
                    .ifPresent(it -> all.set(column, it));
        }
        return all;
    }

    /** A recorded value as one of our column's type: Python writes {@code 1} into a column of floats too. */
    static Object conformed(Object value, Type type) {
        return switch (value) {
            case Long number when type.required() == Type.FLOAT64 -> (Object) number.doubleValue();
            case Boolean truth when type.required() == Type.INT64 -> truth ? 1L : 0L;
            case List<?> list
            when type.required() instanceof Type.ListOf of ->
                conformedAll(list, java.util.Collections.nCopies(list.size(), of.element()));
            case List<?> list
            when type.required() instanceof Type.Tuple of && of.elements().size() == list.size() ->
                conformedAll(list, of.elements());
            case null, default -> value;
        };
    }

    private static List<Object> conformedAll(List<?> values, List<Type> types) {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            all.add(conformed(values.get(i), types.get(i)));
        }
        return all;
    }

    /** A form of a value that is equal for equal values. */
    private Object comparable(Object value) {
        return switch (value) {
            case null -> CellStatus.NONE;
            case byte[] bytes -> "bytes " + HexFormat.of().formatHex(bytes);
            case Double number -> rounded(number);
            case JsonText json -> new JsonText(GoldenValues.jsonText(json.compact()));
            case Tensor tensor
            when !tensor.isInt64() -> {
                List<Object> all = new ArrayList<>();
                for (long length : tensor.shape()) {
                    all.add(length);
                }
                for (double number : tensor.doubles()) {
                    all.add(rounded(number));
                }
                yield all;
            }
            case List<?> list -> {
                List<Object> all = new ArrayList<>();
                list.forEach(element -> all.add(comparable(element)));
                yield all;
            }
            default -> value;
        };
    }

    private Object rounded(double number) {
        if (digits == 0 || !Double.isFinite(number)) {
            return number == 0 ? 0.0 : number;
        }
        return new BigDecimal(number).round(new MathContext(digits)).doubleValue();
    }

    private String differingChecksum() {
        Map<Long, String> times = times();
        record Line(String time, String id, long diff, String values) {}
        List<Line> lines = new ArrayList<>();
        for (Change change : changes) {
            String id = recorded.form().hasIds() ? change.id().toString() : "*";
            String values = change.values().stream().map(ValuePrinter::print).collect(Collectors.joining(" | "));
            lines.add(new Line(times.get(change.time()), id, change.diff(), values));
        }
        lines.sort(Comparator.comparing(
                        (Line line) -> Long.parseUnsignedLong(line.time().replaceAll("[#-]", "0")))
                .thenComparing(Line::id)
                .thenComparing(Line::diff)
                .thenComparing(Line::values));
        String text = lines.stream()
                .map(line -> line.id() + " | " + line.values() + (line.values().isEmpty() ? "" : " | ") + line.time()
                        + " | " + line.diff())
                .collect(Collectors.joining("\n"));
        if (lines.size() == recorded.rowCount()
                && Checksums.of(text.getBytes(StandardCharsets.UTF_8)).equals(recorded.checksum())) {
            return "";
        }
        return "the checksum differs; ours begins\n"
                + text.lines().limit(SHOWN_ROWS / 4).collect(Collectors.joining("\n")) + "\nthe record begins\n"
                + recorded.rows().stream()
                        .limit(SHOWN_ROWS / 4)
                        .map(row -> row.id() + " | " + String.join(" | ", row.cells()) + " | " + row.time() + " | "
                                + row.diff())
                        .collect(Collectors.joining("\n"));
    }
}
