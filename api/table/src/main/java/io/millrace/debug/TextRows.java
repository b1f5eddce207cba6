package io.millrace.debug;

import io.millrace.key.Pointer;
import io.millrace.port.Epochs;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The changes that a text table spells. Times are epochs; where one is odd all are doubled, so that all are even. An id is derived
 * from the {@code id} cell, else from the key columns, else from the row's number; a row that is taken back without an id has that of
 * the oldest row with the same values.
 */
record TextRows(Schema schema, List<Change> changes, boolean isStream) {
    /** Reads a table whose types are guessed. */
    static TextRows of(String text) {
        TextTable table = TextTable.parse(text);
        return of(table, guessed(table), Set.of());
    }

    /** Reads a table whose data columns are those of a schema, in any order. */
    static TextRows of(String text, Schema schema) {
        return of(TextTable.parse(text), schema, new HashSet<>(schema.names()));
    }

    private static Schema guessed(TextTable table) {
        List<Integer> special = List.of(table.idColumn(), table.timeColumn(Set.of()), table.diffColumn(Set.of()));
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < table.names().size(); i++) {
            if (!special.contains(i)) {
                int column = i;
                List<String> cells =
                        table.rows().stream().map(row -> row.get(column)).toList();
                fields.add(Field.of(table.names().get(i), CellText.guess(cells)));
            }
        }
        return new Schema(fields, false);
    }

    private static TextRows of(TextTable table, Schema schema, Set<String> data) {
        int id = table.idColumn();
        int time = table.timeColumn(data);
        int diff = table.diffColumn(data);
        int[] columns =
                schema.names().stream().mapToInt(name -> position(table, name)).toArray();
        checkNoOthers(table, schema, List.of(id, time, diff));
        boolean anyOdd =
                time >= 0 && table.rows().stream().anyMatch(row -> Epochs.isRetraction(Epochs.parse(row.get(time))));
        Ids ids = new Ids(schema);
        List<Change> changes = new ArrayList<>();
        for (List<String> row : table.rows()) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < columns.length; i++) {
                values.add(CellText.parse(row.get(columns[i]), schema.type(i)));
            }
            long epoch = time < 0 ? 0 : timeOf(row.get(time), anyOdd);
            long weight = diff < 0 ? 1 : Long.parseLong(row.get(diff));
            Pointer key = ids.of(values, weight, id < 0 ? null : row.get(id));
            changes.add(new Change(key, values, epoch, weight));
        }
        boolean growsOnly = changes.stream().allMatch(change -> change.diff() > 0);
        return new TextRows(growsOnly ? schema.asAppendOnly() : schema, changes, time >= 0 || diff >= 0);
    }

    private static int position(TextTable table, String name) {
        int index = table.names().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("the text has no column " + name + ", only " + table.names());
        }
        return index;
    }

    private static void checkNoOthers(TextTable table, Schema schema, List<Integer> special) {
        for (int i = 0; i < table.names().size(); i++) {
            if (!special.contains(i) && schema.indexOf(table.names().get(i)) < 0) {
                throw new IllegalArgumentException(
                        "the text has a column " + table.names().get(i) + ", which is not one of " + schema.names());
            }
        }
    }

    private static long timeOf(String text, boolean isDoubled) {
        long time = Epochs.parse(text);
        return isDoubled && time != Epochs.LAST ? 2 * time : time;
    }

    /** Gives rows their ids. */
    private static final class Ids {
        private final List<Integer> keyColumns;
        private final Map<Object, Deque<Pointer>> live = new HashMap<>();
        private long number;

        Ids(Schema schema) {
            keyColumns = schema.keyColumns();
        }

        Pointer of(List<Object> values, long weight, String label) {
            long own = number++;
            if (label != null) {
                return CellText.pointer(label);
            }
            if (!keyColumns.isEmpty()) {
                return Pointer.of(keyColumns.stream().map(values::get).toArray());
            }
            Deque<Pointer> same = live.computeIfAbsent(CellText.comparable(values), key -> new ArrayDeque<>());
            if (weight < 0 && !same.isEmpty()) {
                return same.removeFirst();
            }
            Pointer key = Pointer.of(own);
            same.addLast(key);
            return key;
        }
    }
}
