package io.millrace.conformance.expressions;

import io.millrace.debug.Change;
import io.millrace.debug.Debug;
import io.millrace.key.Pointer;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The input of Pathway's tests of json, which came from a Python connector and is not in the records. */
final class JsonTables {
    private JsonTables() {}

    /** Rows of one column of json, each written as text, with the numbers from 1 on as keys. */
    static Table of(String name, String... values) {
        return of(Map.of(name, List.of(values)), name);
    }

    /** The same of several columns, in the order of {@code names}. */
    static Table of(Map<String, List<String>> columns, String... names) {
        return of(1, columns, names);
    }

    /** The same with keys from a number on. */
    static Table of(long firstKey, Map<String, List<String>> columns, String... names) {
        Schema.Builder schema = Schema.builder();
        for (String name : names) {
            schema.column(name, Type.JSON);
        }
        List<Change> changes = new ArrayList<>();
        for (int row = 0; row < columns.get(names[0]).size(); row++) {
            List<Object> values = new ArrayList<>();
            for (String name : names) {
                values.add(Json.parse(columns.get(name).get(row)).text());
            }
            changes.add(new Change(Pointer.of(firstKey + row), values, 0, 1));
        }
        return Debug.tableFromChanges(schema.appendOnly().build(), changes);
    }
}
