package io.millrace.debug;

import io.millrace.key.Pointer;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Little tables as text, in and out, for tests and for trying things out.
 *
 * <p>Text has a line of column names, then one line a row, cells divided by bars or white space. The columns {@code id} (or the one
 * without a name), {@code __time__}, {@code _time} or {@code time}, and {@code __diff__}, {@code _diff} or {@code diff} say which row
 * changes when and how; without them all rows are added at time 0. Types are guessed: int, float, bool, str, each optional where
 * a cell is {@code None} or empty.
 */
public final class Debug {
    private Debug() {}

    /** A table with guessed types. */
    public static Table table(String text) {
        return table(TextRows.of(text));
    }

    /** A table with the types of a schema; key columns make the row ids. */
    public static Table table(String text, Schema schema) {
        return table(TextRows.of(text, schema));
    }

    /** A table with the columns of a record class. */
    public static Table table(String text, Class<? extends Record> type) {
        return table(text, Schema.of(type));
    }

    private static Table table(TextRows rows) {
        return source(rows.schema(), rows.changes());
    }

    /** A table of rows that are added at time 0; ids are derived from key columns or the rows' numbers. */
    public static Table tableFromRows(Schema schema, List<List<Object>> rows) {
        List<Integer> keys = schema.keyColumns();
        List<Change> changes = new ArrayList<>();
        for (List<Object> row : rows) {
            Object[] values = keys.isEmpty()
                    ? new Object[] {(long) changes.size()}
                    : keys.stream().map(row::get).toArray();
            changes.add(new Change(Pointer.of(values), new ArrayList<>(row), 0, 1));
        }
        return source(schema.asAppendOnly(), changes);
    }

    /** A table of changes with their ids and times, which are even. */
    public static Table tableFromChanges(Schema schema, List<Change> changes) {
        return source(schema, changes);
    }

    private static Table source(Schema schema, List<Change> changes) {
        Origin origin = Origin.of("table");
        String name = "rows of " + origin.line().file() + ":" + origin.line().line();
        return Table.of(new Node.Read(origin, RowsSource.of(name, schema, changes), schema));
    }

    /** Runs a table and returns all its changes, with ids, in the order in which they came. */
    public static List<Change> changes(Table table) {
        return changes(table, UnaryOperator.identity());
    }

    /** The same in a pipeline with options. */
    public static List<Change> changes(Table table, UnaryOperator<Pipeline> options) {
        return changes(List.of(table), options).getFirst();
    }

    /** Runs several tables together and returns the changes of each, with ids, in the order in which they came. */
    public static List<List<Change>> changes(List<Table> tables, UnaryOperator<Pipeline> options) {
        return Capture.of(tables, true, options);
    }

    /**
     * Checks that a table's changes are those of the text, at the same times, in any order within a time; ids do not count.
     *
     * @throws AssertionError with both as text
     */
    public static void assertUpdates(Table table, String expected) {
        assertUpdates(table, expected, UnaryOperator.identity());
    }

    /** The same in a pipeline with options. */
    public static void assertUpdates(Table table, String expected, UnaryOperator<Pipeline> options) {
        assertSame(table, expected, options, true);
    }

    /**
     * Checks that the rows that a table has in the end are those of the text; ids do not count.
     *
     * @throws AssertionError with both as text
     */
    public static void assertRows(Table table, String expected) {
        assertRows(table, expected, UnaryOperator.identity());
    }

    /** The same in a pipeline with options. */
    public static void assertRows(Table table, String expected, UnaryOperator<Pipeline> options) {
        assertSame(table, expected, options, false);
    }

    private static void assertSame(Table table, String text, UnaryOperator<Pipeline> options, boolean withTimes) {
        List<Change> expected = TextRows.of(text, table.schema()).changes();
        checkOrder(table, text);
        List<Change> actual = Capture.of(List.of(table), false, options).getFirst();
        if (!ChangeOrder.counts(actual, withTimes).equals(ChangeOrder.counts(expected, withTimes))) {
            PrintOptions print = PrintOptions.defaults().withoutId();
            List<Change> shown = withTimes ? actual : ChangeOrder.netRows(actual);
            throw new AssertionError("expected\n"
                    + TablePrinter.print(
                            table.columnNames(), ChangeOrder.sorted(expected, ChangeOrder.BY_TIME), withTimes, print)
                    + "but was\n"
                    + TablePrinter.print(
                            table.columnNames(), ChangeOrder.sorted(shown, ChangeOrder.BY_TIME), withTimes, print));
        }
    }

    private static void checkOrder(Table table, String text) {
        List<String> named = TextTable.parse(text).names().stream()
                .filter(table.columnNames()::contains)
                .toList();
        if (!named.equals(table.columnNames())) {
            throw new AssertionError("expected columns " + named + " but there are " + table.columnNames());
        }
    }

    /** Runs tables and prints their rows, sorted by values, with shortened ids. */
    public static void computeAndPrint(Table... tables) {
        print(System.out, PrintOptions.defaults(), false, tables);
    }

    /** The same as the options say. */
    public static void computeAndPrint(PrintOptions options, Table... tables) {
        print(System.out, options, false, tables);
    }

    /** Runs tables and prints all their changes by time, with shortened ids. */
    public static void computeAndPrintUpdateStream(Table... tables) {
        print(System.out, PrintOptions.defaults(), true, tables);
    }

    /** The same as the options say. */
    public static void computeAndPrintUpdateStream(PrintOptions options, Table... tables) {
        print(System.out, options, true, tables);
    }

    private static void print(PrintStream out, PrintOptions options, boolean asStream, Table... tables) {
        for (Table table : tables) {
            out.print(asStream ? updateStreamText(table, options) : text(table, options));
        }
    }

    /** What {@link #computeAndPrint} prints of one table. */
    public static String text(Table table, PrintOptions options) {
        return text(table, options, UnaryOperator.identity());
    }

    /** The same in a pipeline with options. */
    public static String text(Table table, PrintOptions options, UnaryOperator<Pipeline> run) {
        List<Change> rows = ChangeOrder.netRows(changes(table, run));
        return TablePrinter.print(table.columnNames(), ChangeOrder.sorted(rows, ChangeOrder.BY_VALUES), false, options);
    }

    /** What {@link #computeAndPrintUpdateStream} prints of one table. */
    public static String updateStreamText(Table table, PrintOptions options) {
        return updateStreamText(table, options, UnaryOperator.identity());
    }

    /** The same in a pipeline with options. */
    public static String updateStreamText(Table table, PrintOptions options, UnaryOperator<Pipeline> run) {
        return TablePrinter.print(
                table.columnNames(), ChangeOrder.sorted(changes(table, run), ChangeOrder.BY_TIME), true, options);
    }

    /** Runs a table and returns its rows by id, cells by column name. */
    public static Map<Pointer, Map<String, Object>> tableToMaps(Table table) {
        return tableToMaps(table, UnaryOperator.identity());
    }

    /** The same in a pipeline with options. */
    public static Map<Pointer, Map<String, Object>> tableToMaps(Table table, UnaryOperator<Pipeline> run) {
        List<String> names = table.columnNames();
        return ChangeOrder.sorted(ChangeOrder.netRows(changes(table, run)), ChangeOrder.BY_VALUES).stream()
                .collect(Collectors.toMap(
                        Change::id,
                        change -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            for (int i = 0; i < names.size(); i++) {
                                row.put(names.get(i), change.values().get(i));
                            }
                            return row;
                        },
                        (first, second) -> {
                            throw new IllegalStateException("two rows have one id: " + first + " and " + second);
                        },
                        LinkedHashMap::new));
    }
}
