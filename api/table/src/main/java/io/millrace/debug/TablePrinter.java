package io.millrace.debug;

import io.millrace.port.Epochs;
import java.util.ArrayList;
import java.util.List;

/** Lays cells out in columns with bars between them, as Pathway prints tables. */
final class TablePrinter {
    private TablePrinter() {}

    /** Prints changes; {@code asStream} adds their times and diffs. */
    static String print(List<String> names, List<Change> changes, boolean asStream, PrintOptions options) {
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>();
        if (options.includeId()) {
            header.add("");
        }
        header.addAll(names);
        if (asStream) {
            header.add("__time__");
            header.add("__diff__");
        }
        lines.add(header);
        for (Change change : changes.subList(0, Math.min(changes.size(), options.rowLimit()))) {
            List<String> line = new ArrayList<>();
            if (options.includeId()) {
                line.add(CellText.print(change.id(), options.shortPointers()));
            }
            change.values().forEach(value -> line.add(CellText.print(value, options.shortPointers())));
            if (asStream) {
                line.add(Epochs.text(change.time()));
                line.add(Long.toString(change.diff()));
            }
            lines.add(line);
        }
        return layOut(lines);
    }

    private static String layOut(List<List<String>> lines) {
        int columns = lines.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                row.append(i == 0 ? "" : " | ").append(line.get(i));
                row.repeat(' ', widths[i] - line.get(i).length());
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
