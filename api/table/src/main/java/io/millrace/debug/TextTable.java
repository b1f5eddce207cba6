package io.millrace.debug;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A table as text: a line of column names, then one line a row; cells are divided by bars, or by white space where the first line
 * has no bar. Lines of dashes and empty lines do not count.
 *
 * @param names of the columns, special ones included
 * @param rows cells without the space around them
 */
record TextTable(List<String> names, List<List<String>> rows) {
    private static final Set<String> ID = Set.of("id", "");
    private static final List<String> TIME = List.of("__time__", "_time", "time");
    private static final List<String> DIFF = List.of("__diff__", "_diff", "diff");

    static TextTable parse(String text) {
        List<String> lines = text.lines()
                .filter(line -> !line.isBlank() && !line.strip().matches("[-|:\\s]*-[-|:\\s]*"))
                .toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a table as text begins with a line of column names; there is none");
        }
        boolean barred = lines.getFirst().contains("|");
        List<String> names = cells(lines.getFirst(), barred);
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line, barred);
            if (cells.size() != names.size()) {
                throw new IllegalArgumentException(
                        "row \"" + line.strip() + "\" has " + cells.size() + " cells for the columns " + names);
            }
            rows.add(cells);
        }
        return new TextTable(names, rows);
    }

    private static List<String> cells(String line, boolean barred) {
        if (!barred) {
            return Arrays.asList(line.strip().split("\\s+"));
        }
        List<String> cells = new ArrayList<>();
        for (String cell : line.split("\\|", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }

    /** Position of the column of row ids, or −1. */
    int idColumn() {
        for (int i = 0; i < names.size(); i++) {
            if (ID.contains(names.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Position of the column of times, or −1; a plain {@code time} is one unless it is taken for data. */
    int timeColumn(Set<String> data) {
        return special(TIME, data);
    }

    /** Position of the column of diffs, or −1. */
    int diffColumn(Set<String> data) {
        return special(DIFF, data);
    }

    private int special(List<String> candidates, Set<String> data) {
        return candidates.stream()
                .filter(name -> !data.contains(name))
                .mapToInt(names::indexOf)
                .filter(i -> i >= 0)
                .findFirst()
                .orElse(-1);
    }
}
