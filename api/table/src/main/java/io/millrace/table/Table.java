package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.Signatures;
import io.millrace.expression.Typing;
import io.millrace.plan.AppendOnlyInference;
import io.millrace.plan.Columns;
import io.millrace.plan.JoinKind;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.UserLine;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rows with ids and typed columns, changing over time: a description of how they are computed, not the rows themselves. Operations
 * make new tables and check columns and types at once; an error ({@link IllegalArgumentException}) names the line that wrote the
 * operation. Immutable; any thread.
 */
public final class Table implements Joinable {
    private final Node node;
    private final Universe universe;

    private Table(Node node, Universe universe) {
        this.node = node;
        this.universe = universe;
    }

    /** A table whose ids have nothing to do with those of others. For those who extend the engine. */
    public static Table of(Node node) {
        return new Table(node, Universe.fresh());
    }

    static Table of(Node node, Universe universe) {
        return new Table(node, universe);
    }

    /** A table that has no rows and never gets any. */
    public static Table empty(Schema schema) {
        return of(new Node.Read(Origin.of("empty"), new NoRows(schema), schema.asAppendOnly()));
    }

    /** What computes the rows. For those who extend the engine. */
    public Node node() {
        return node;
    }

    Universe universe() {
        return universe;
    }

    /** Names and types of the columns. */
    public Schema schema() {
        return node.schema();
    }

    public List<String> columnNames() {
        return schema().names();
    }

    /** This table, which has at least the columns of a schema; for programs that take tables of others. */
    public Table requireSchema(Schema expected) {
        return requireSchema(expected, SchemaMatch.atLeast());
    }

    /** This table, which matches a schema as closely as said; a mismatch is an error at the caller's line. */
    public Table requireSchema(Schema expected, SchemaMatch match) {
        String mismatch = match.mismatch(schema(), expected);
        if (mismatch != null) {
            throw UserLine.ofCaller().error("the table does not match " + expected + ": " + mismatch);
        }
        return this;
    }

    /** Whether it is certain that no row is ever taken back. */
    public boolean isAppendOnly() {
        return AppendOnlyInference.isAppendOnly(node);
    }

    /** A column of this table, for use in operations on tables of the same rows and in joins. */
    public ColumnExpression col(String name) {
        if (schema().indexOf(name) < 0) {
            throw noColumn(name);
        }
        return ColumnExpression.of(new Term.TableColumn(this, name));
    }

    /** The ids of this table's rows. */
    public ColumnExpression id() {
        return ColumnExpression.of(new Term.TableId(this));
    }

    /** The columns given, computed row by row. */
    public Table select(ColumnExpression... columns) {
        Rows rows = SameRows.of(this, List.of(columns));
        Selection selection = Selection.of("select", rows, List.of(columns));
        return project("select", rows.node(), selection);
    }

    /** Some of the columns. */
    public Table select(String first, String... more) {
        List<ColumnExpression> columns = new ArrayList<>(List.of(Expressions.col(first)));
        for (String name : more) {
            columns.add(Expressions.col(name));
        }
        return project("select", node, Selection.of("select", Rows.of(this), columns));
    }

    /** All columns, those of the same name replaced, others added. */
    public Table withColumns(ColumnExpression... columns) {
        Rows rows = SameRows.of(this, List.of(columns));
        Selection added = Selection.of("withColumns", rows, List.of(columns));
        Map<String, Expression> all = new LinkedHashMap<>();
        for (int i = 0; i < schema().size(); i++) {
            all.put(schema().field(i).name(), rows.ref(i));
        }
        for (int i = 0; i < added.expressions().size(); i++) {
            all.put(added.schema().field(i).name(), added.expressions().get(i));
        }
        return project("withColumns", rows.node(), selection(all));
    }

    /** The columns of this table, then those of another one that has the same rows. No name may be on both. */
    public Table plus(Table other) {
        List<ColumnExpression> columns = new ArrayList<>();
        columnNames().forEach(name -> columns.add(col(name)));
        other.columnNames().forEach(name -> columns.add(other.col(name)));
        return select(columns.toArray(ColumnExpression[]::new));
    }

    /** The rows for which the condition holds. A column that the condition says is not None loses its optional. */
    public Table filter(ColumnExpression condition) {
        Rows rows = SameRows.of(this, List.of(condition));
        Expression typed = new Typer(rows).condition(condition, "filter");
        Node filter = new Node.Filter(Origin.of("filter"), rows.node(), typed, Columns.narrowed(rows.schema(), typed));
        if (rows.node() != node) {
            List<Integer> own = IntStream.range(0, schema().size()).boxed().toList();
            filter = new Node.Project(
                    Origin.of("filter"),
                    filter,
                    Columns.refs(filter.schema()).subList(0, own.size()),
                    new Schema(filter.schema().fields().subList(0, own.size()), false));
        }
        return new Table(filter, universe.subset());
    }

    /** The rows for which the condition holds, and those for which it does not. */
    public SplitTable split(ColumnExpression condition) {
        Table positive = filter(condition);
        return new SplitTable(positive, filter(condition.not()).promiseDisjointFrom(positive));
    }

    /** Groups rows by columns; {@code reduce} says what becomes of a group. */
    public GroupedTable groupBy(String first, String... more) {
        List<ColumnExpression> columns = new ArrayList<>(List.of(Expressions.col(first)));
        for (String name : more) {
            columns.add(Expressions.col(name));
        }
        return GroupedTable.of(Rows.of(this), columns);
    }

    /** Groups rows by expressions; name one with {@code as} to refer to it in {@code reduce}. */
    public GroupedTable groupBy(ColumnExpression... columns) {
        return GroupedTable.of(SameRows.of(this, List.of(columns)), List.of(columns));
    }

    /** One row of all rows, or none while there are none. */
    public Table reduce(ColumnExpression... columns) {
        return GroupedTable.of(SameRows.of(this, List.of(columns)), List.of()).reduce(columns);
    }

    /** Pairs of rows for which {@code leftKey} of this table equals {@code rightKey} of the other. */
    public JoinResult join(Joinable right, ColumnExpression leftKey, ColumnExpression rightKey) {
        return Joins.of(this).join(right, JoinKind.INNER, List.of(leftKey, rightKey));
    }

    /** Pairs of rows for which all conditions hold, each {@code left(…).eq(right(…))}; without conditions all pairs. */
    public JoinResult join(Joinable right, ColumnExpression... conditions) {
        return Joins.of(this).join(right, JoinKind.INNER, List.of(conditions));
    }

    /** The same as {@code join}. */
    public JoinResult joinInner(Joinable right, ColumnExpression... conditions) {
        return Joins.of(this).join(right, JoinKind.INNER, List.of(conditions));
    }

    /** Also keeps rows of this table without a match, with None on the right. Two keys or any number of conditions. */
    public JoinResult joinLeft(Joinable right, ColumnExpression... conditions) {
        return Joins.of(this).join(right, JoinKind.LEFT, List.of(conditions));
    }

    /** Also keeps rows of the other table without a match, with None on the left. */
    public JoinResult joinRight(Joinable right, ColumnExpression... conditions) {
        return Joins.of(this).join(right, JoinKind.RIGHT, List.of(conditions));
    }

    /** Also keeps rows of both tables without a match. */
    public JoinResult joinOuter(Joinable right, ColumnExpression... conditions) {
        return Joins.of(this).join(right, JoinKind.OUTER, List.of(conditions));
    }

    /** One row an element of a column of lists, tuples, arrays, texts or json arrays: the element first, then the other columns. */
    public Table flatten(String column) {
        int index = requireColumn(column);
        Typing typing = Signatures.flatten(schema().type(index));
        if (typing.isRefused()) {
            throw UserLine.ofCaller().error(typing.reason() + ": column " + column);
        }
        List<Integer> kept = IntStream.range(0, schema().size())
                .filter(i -> i != index)
                .boxed()
                .toList();
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of(column, typing.type()));
        kept.forEach(i -> fields.add(schema().field(i)));
        return of(new Node.Flatten(Origin.of("flatten"), node, index, kept, new Schema(fields, false)));
    }

    /** The same, with the id of the row that the element comes from as a last column. */
    public Table flatten(String column, String originId) {
        requireColumn(column);
        return withColumns(Expressions.id().as(originId)).flatten(column);
    }

    /** The rows of all tables with their ids, which must be proved or promised to be different ones. */
    public Table concat(Table... others) {
        List<Table> all = new ArrayList<>(List.of(this));
        all.addAll(List.of(others));
        return Concatenation.of(all, false);
    }

    /** The rows of all tables with new ids. */
    public Table concatReindex(Table... others) {
        List<Table> all = new ArrayList<>(List.of(this));
        all.addAll(List.of(others));
        return Concatenation.of(all, true);
    }

    /** This table, with the promise that no row of {@code other} ever has the id of one of its rows. */
    public Table promiseDisjointFrom(Table other) {
        return new Table(node, universe.disjointFrom(other.universe));
    }

    /** Column {@code old} under another name; renamed columns come last. */
    public Table rename(String old, String name) {
        return rename(Map.of(old, name));
    }

    /** Columns under other names, from old to new; renamed columns come last. A new name must not be one of another column. */
    public Table rename(Map<String, String> names) {
        names.keySet().forEach(this::requireColumn);
        Map<String, Expression> columns = new LinkedHashMap<>();
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < schema().size(); i++) {
                String old = schema().field(i).name();
                if (names.containsKey(old) == (pass == 1)) {
                    String name = names.getOrDefault(old, old);
                    if (columns.put(name, Rows.of(this).ref(i)) != null) {
                        throw UserLine.ofCaller()
                                .error("cannot rename " + old + " to " + name + ": the table has another column " + name
                                        + "; drop it with without(\"" + name + "\") or rename it as well");
                    }
                }
            }
        }
        return project("rename", node, selection(columns));
    }

    /** All columns but these. */
    public Table without(String... names) {
        Set<Integer> dropped = new LinkedHashSet<>();
        Arrays.stream(names).forEach(name -> dropped.add(requireColumn(name)));
        Map<String, Expression> columns = new LinkedHashMap<>();
        for (int i = 0; i < schema().size(); i++) {
            if (!dropped.contains(i)) {
                columns.put(schema().field(i).name(), Rows.of(this).ref(i));
            }
        }
        return project("without", node, selection(columns));
    }

    /** All columns, their names with a prefix. */
    public Table withPrefix(String prefix) {
        return renamed("withPrefix", prefix, "");
    }

    /** All columns, their names with a suffix. */
    public Table withSuffix(String suffix) {
        return renamed("withSuffix", "", suffix);
    }

    /** Converts the values of columns. */
    public Table cast(Map<String, Type> types) {
        types.keySet().forEach(this::requireColumn);
        return withColumns(types.entrySet().stream()
                .map(it -> Expressions.cast(it.getValue(), Expressions.col(it.getKey()))
                        .as(it.getKey()))
                .toArray(ColumnExpression[]::new));
    }

    /** Converts the values of one column. */
    public Table cast(String column, Type type) {
        return cast(Map.of(column, type));
    }

    /** Declares narrower or wider types of columns; values are not checked. */
    public Table updateTypes(Map<String, Type> types) {
        types.keySet().forEach(this::requireColumn);
        return withColumns(types.entrySet().stream()
                .map(it -> Expressions.declareType(it.getValue(), Expressions.col(it.getKey()))
                        .as(it.getKey()))
                .toArray(ColumnExpression[]::new));
    }

    /** The same rows as another table, so that it can be joined with itself by {@link #col}. */
    public Table copy() {
        return new Table(node, universe);
    }

    @Override
    public String toString() {
        return node.origin().operation() + schema();
    }

    private Table renamed(String operation, String prefix, String suffix) {
        Map<String, Expression> columns = new LinkedHashMap<>();
        for (int i = 0; i < schema().size(); i++) {
            columns.put(
                    prefix + schema().field(i).name() + suffix, Rows.of(this).ref(i));
        }
        return project(operation, node, selection(columns));
    }

    private Table project(String operation, Node input, Selection selection) {
        return new Table(
                new Node.Project(Origin.of(operation), input, selection.expressions(), selection.schema()), universe);
    }

    private static Selection selection(Map<String, Expression> columns) {
        List<Expression> expressions = List.copyOf(columns.values());
        return new Selection(
                expressions,
                Columns.of(
                        List.copyOf(columns.keySet()),
                        expressions.stream().map(Expression::type).toList()));
    }

    private int requireColumn(String name) {
        int index = schema().indexOf(name);
        if (index < 0) {
            throw noColumn(name);
        }
        return index;
    }

    private IllegalArgumentException noColumn(String name) {
        return UserLine.ofCaller().error("no column " + name + "; the table has " + columnNames());
    }
}
