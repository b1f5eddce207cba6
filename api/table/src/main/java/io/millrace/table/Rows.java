package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.expression.Expression.RowId;
import io.millrace.plan.Node;
import io.millrace.plan.UserLine;
import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A node of the plan with the names by which its columns are found: those of the table that it is, and of tables whose columns
 * are among its own (the sides of a join, or other columns of the same rows).
 */
final class Rows implements Scope {
    private final Node node;
    private final Map<String, Integer> names;
    private final Map<Table, int[]> tables;
    private final Map<Table, Integer> ids;
    private final Set<Table> sameIds;

    private Rows(
            Node node,
            Map<String, Integer> names,
            Map<Table, int[]> tables,
            Map<Table, Integer> ids,
            Set<Table> sameIds) {
        this.node = node;
        this.names = names;
        this.tables = tables;
        this.ids = ids;
        this.sameIds = sameIds;
    }

    static Rows of(Table table) {
        Map<String, Integer> names = new LinkedHashMap<>();
        Schema schema = table.schema();
        for (int i = 0; i < schema.size(); i++) {
            names.put(schema.field(i).name(), i);
        }
        return new Rows(
                table.node(),
                names,
                Map.of(table, IntStream.range(0, schema.size()).toArray()),
                Map.of(),
                Set.of(table));
    }

    /** The same names for another node, which begins with the same columns. */
    Rows over(Node newNode) {
        return new Rows(newNode, names, tables, ids, sameIds);
    }

    /** The same rows, in which columns of another table are found from {@code offset} on. */
    Rows with(Node newNode, Table table, int offset) {
        Map<Table, int[]> more = new HashMap<>(tables);
        more.put(
                table,
                IntStream.range(0, table.schema().size()).map(i -> offset + i).toArray());
        return new Rows(newNode, names, more, ids, sameIds);
    }

    /** The same rows, which have the ids of other tables too. */
    Rows withIdsOf(Set<Table> others) {
        Set<Table> more = new HashSet<>(sameIds);
        more.addAll(others);
        return new Rows(node, names, tables, ids, more);
    }

    /** Rows of a join: names as given, tables and their ids of both sides. */
    static Rows joined(
            Node node, Map<String, Integer> names, Rows left, int leftId, Rows right, int rightId, int shift) {
        Map<Table, int[]> tables = new HashMap<>(left.tables);
        Map<Table, Integer> ids = new HashMap<>(left.ids);
        for (Table table : left.tables.keySet()) {
            ids.putIfAbsent(table, leftId);
        }
        right.tables.forEach((table, positions) ->
                tables.merge(table, IntStream.of(positions).map(i -> i + shift).toArray(), (a, b) -> new int[0]));
        for (Table table : right.tables.keySet()) {
            Integer inside = right.ids.get(table);
            ids.put(table, inside == null ? rightId : inside + shift);
        }
        return new Rows(node, names, tables, ids, Set.of());
    }

    Node node() {
        return node;
    }

    /** Column names in order. */
    List<String> names() {
        return new ArrayList<>(names.keySet());
    }

    Integer find(String name) {
        return names.get(name);
    }

    boolean contains(Table table) {
        return tables.containsKey(table);
    }

    @Override
    public Schema schema() {
        return node.schema();
    }

    @Override
    public Expression column(Side side, String name, UserLine line) {
        if (side != Side.THIS) {
            throw line.error("left and right belong to a join; here write col(\"" + name + "\")");
        }
        Integer index = names.get(name);
        if (index == null) {
            throw line.error(
                    name.equals("id")
                            ? "the row's id is not a column; write id()"
                            : "no column " + name + "; the table has " + names());
        }
        return ref(index);
    }

    @Override
    public Expression column(Table table, String name, UserLine line) {
        int[] positions = tables.get(table);
        if (positions == null) {
            throw foreign("column " + name, line);
        }
        if (positions.length == 0 && table.schema().size() > 0) {
            throw line.error("column " + name
                    + " belongs to a table that is joined with itself; say left or right, or join with copy()");
        }
        return ref(positions[table.schema().require(name)]);
    }

    @Override
    public Expression id(Side side, UserLine line) {
        if (side != Side.THIS) {
            throw line.error("leftId and rightId belong to a join; here write id()");
        }
        return new RowId();
    }

    @Override
    public Expression id(Table table, UserLine line) {
        Integer index = ids.get(table);
        if (index != null) {
            return ref(index);
        }
        if (!sameIds.contains(table)) {
            throw foreign("the id", line);
        }
        return new RowId();
    }

    @Override
    public List<String> star(Side side, UserLine line) {
        if (side != Side.THIS) {
            throw line.error("leftColumns and rightColumns belong to a join; here write allColumns()");
        }
        return names();
    }

    ColumnRef ref(int index) {
        return new ColumnRef(index, node.schema().type(index));
    }

    private static IllegalArgumentException foreign(String what, UserLine line) {
        return line.error(
                what + " belongs to a table with other rows; join the tables, look its rows up with ix, or say"
                        + " with withUniverseOf that the ids are the same");
    }
}
