package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.Signatures;
import io.millrace.expression.Typing;
import io.millrace.plan.AppendOnlyInference;
import io.millrace.plan.Columns;
import io.millrace.plan.DropRows;
import io.millrace.plan.JoinKind;
import io.millrace.plan.Node;
import io.millrace.plan.OrderedStep;
import io.millrace.plan.Origin;
import io.millrace.plan.Snapshots;
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
import java.util.function.UnaryOperator;
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

    /** Columns of one or several tables that have the same rows, as {@code fromColumns(t.col("a"), u.col("b").as("c"))}. */
    public static Table fromColumns(ColumnExpression... columns) {
        if (columns.length == 0) {
            throw UserLine.ofCaller().error("fromColumns needs a column at least, to know whose rows there are");
        }
        for (ColumnExpression column : columns) {
            if (!(column.term() instanceof Term.TableColumn)) {
                throw column.line().error("fromColumns takes columns of tables, as table.col(\"a\"), not " + column);
            }
        }
        return ((Term.TableColumn) columns[0].term()).table().select(columns);
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
        List<ColumnExpression> ready = LaterColumns.of(this, List.of(columns));
        LookupScope rows = LookupScope.of(SameRows.of(this, ready));
        Selection selection = Selection.of("select", rows, ready);
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
        List<ColumnExpression> ready = LaterColumns.of(this, List.of(columns));
        Rows own = SameRows.of(this, ready);
        LookupScope rows = LookupScope.of(own);
        Selection added = Selection.of("withColumns", rows, ready);
        Map<String, Expression> all = new LinkedHashMap<>();
        for (int i = 0; i < schema().size(); i++) {
            all.put(schema().field(i).name(), own.ref(i));
        }
        for (int i = 0; i < added.expressions().size(); i++) {
            all.put(added.schema().field(i).name(), added.expressions().get(i));
        }
        Selection selection = selection(all);
        return project(
                "withColumns", rows.node(), new Selection(selection.expressions(), selection.schema(), added.lines()));
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
        LookupScope rows = LookupScope.of(SameRows.of(this, List.of(condition)));
        Expression typed = new Typer(rows).condition(condition, "filter");
        return new Table(SetOperations.filtered("filter", this, rows.node(), typed), universe.subset());
    }

    /** The rows for which the condition holds, and those for which it does not. */
    public SplitTable split(ColumnExpression condition) {
        return SetOperations.split(this, condition);
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

    /** Groups rows by a pointer, which is the id of the group's row. */
    public GroupedTable groupById(ColumnExpression pointer) {
        return GroupedTable.byId(SameRows.of(this, List.of(pointer)), pointer);
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

    /** The same, with the id of the row that an element is of in a last column. */
    public Table flatten(String column, String originId) {
        requireColumn(column);
        if (schema().indexOf(originId) >= 0) {
            throw UserLine.ofCaller()
                    .error("the table has a column " + originId + " already; give the one of the ids another name");
        }
        return withColumns(id().as(originId)).flatten(column);
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

    /** Promises that no row of {@code other} ever has the id of one of these; see {@link Universes}. Returns this table. */
    public Table promiseUniversesAreDisjoint(Table other) {
        Universes.promiseArePairwiseDisjoint(this, other);
        return this;
    }

    /** Promises that the ids of this table are always among those of {@code other}. Returns this table. */
    public Table promiseUniverseIsSubsetOf(Table other) {
        Universes.promiseIsSubsetOf(this, other);
        return this;
    }

    /** Promises that this table and {@code other} always have the same ids. Returns this table. */
    public Table promiseUniverseIsEqualTo(Table other) {
        Universes.promiseAreEqual(this, other);
        return this;
    }

    /** The rows whose ids all the other tables have, too. */
    public Table intersect(Table... others) {
        return SetOperations.intersect(this, List.of(others));
    }

    /** The rows whose ids the other table does not have. */
    public Table difference(Table other) {
        return SetOperations.difference(this, other);
    }

    /** The rows whose ids the other table has, all of which must be certain to be among those of this one. */
    public Table restrict(Table other) {
        return SetOperations.restrict(this, other);
    }

    /**
     * These rows, with the promise that the ids are those of the other table. An id that is missing here has a row of errors; one that
     * is missing there has none; both are reported.
     */
    public Table withUniverseOf(Table other) {
        return SetOperations.withUniverseOf(this, other);
    }

    /** The rows of both tables, which have the same columns; of an id that both have, the row of the other. */
    public Table updateRows(Table other) {
        return SetOperations.updateRows(this, other);
    }

    /** These rows with some cells replaced: by those of the other table, whose ids and columns are among those of this one. */
    public Table updateCells(Table other) {
        return SetOperations.updateCells(this, other);
    }

    /** The same rows under the ids that pointers say. Rows that get one id are errors, reported; a row without one is dropped. */
    public Table withId(ColumnExpression pointer) {
        return NewIds.withId(this, pointer);
    }

    /** The same rows under ids made of values, as those of rows whose key columns have these values. */
    public Table withIdFrom(ColumnExpression... values) {
        return NewIds.withIdFrom(this, List.of(values));
    }

    /** The same rows under ids made of columns. */
    public Table withIdFrom(String first, String... more) {
        return NewIds.withIdFrom(this, columns(first, more));
    }

    /** The rows of this table that pointers point to. */
    public Ix ix(ColumnExpression pointer) {
        return Ix.of(this, pointer);
    }

    /**
     * The rows of this table whose key columns have these values, each an expression or a constant; without values the one row of a
     * table that {@code reduce} made of all rows.
     */
    public Ix ixRef(Object... values) {
        return Ix.of(this, Expressions.pointerFrom(values));
    }

    /** The same, where a value may be None, which gives None in all columns. */
    public Ix ixRefOptional(Object... values) {
        return Ix.of(this, Expressions.optionalPointerFrom(values)).optional();
    }

    /** The different values of columns, a row each, under ids made of them; without names of all columns. */
    public Table distinct(String... columns) {
        List<ColumnExpression> chosen = Arrays.stream(
                        columns.length == 0 ? columnNames().toArray(String[]::new) : columns)
                .map(Expressions::col)
                .toList();
        ColumnExpression[] all = chosen.toArray(ColumnExpression[]::new);
        return groupBy(all).reduce(all);
    }

    /** The changes of this table as rows that stay, with {@code is_upsert} behind the columns; see {@link #toStream(String)}. */
    public Table toStream() {
        return toStream("is_upsert");
    }

    /**
     * The changes of this table as rows that stay: the row that an id has got, with true in the last column, or the one that it has
     * lost, with false. An epoch says of an id one thing. Ids are those of the rows, so they come again and again.
     */
    public Table toStream(String isUpsert) {
        return ChangeStreams.toStream(this, isUpsert);
    }

    /**
     * The table that a stream makes whose rows replace the last row of their id where a condition holds, and remove it elsewhere; of
     * several rows of an id in an epoch one that replaces counts first, and of these the greatest.
     */
    public Table streamToTable(ColumnExpression isUpsert) {
        return ChangeStreams.toTable(this, isUpsert);
    }

    /** The same with a column, which the table does not have. */
    public Table streamToTable(String isUpsert) {
        return streamToTable(Expressions.col(isUpsert));
    }

    /** The table that rows of one stream update, and rows of another, by their ids alone, delete. */
    public static Table fromStreams(Table updates, Table deletions) {
        return ChangeStreams.fromStreams(updates, deletions);
    }

    /** These rows, none of which is taken back: where one is, this is reported and left out. */
    public Table assertAppendOnly() {
        return ChangeStreams.assertAppendOnly(this);
    }

    /** The rows without an error in any column. */
    public Table removeErrors() {
        return new Table(
                new DropRows(Origin.of("removeErrors"), node, false, new Schema(schema().fields(), false)),
                universe.subset());
    }

    /** The rows all of whose results are there; columns are no futures any more. */
    public Table awaitFutures() {
        List<Field> fields = schema().fields().stream()
                .map(field -> Field.of(
                        field.name(), field.type() instanceof Type.Future future ? future.value() : field.type()))
                .toList();
        return new Table(
                new DropRows(Origin.of("awaitFutures"), node, true, new Schema(fields, false)), universe.subset());
    }

    /** All rows as new ones, in every epoch that changes any; for outputs that want the whole table. */
    public Table unpackSnapshots() {
        return of(new Snapshots(Origin.of("unpackSnapshots"), node));
    }

    /** Pairs of rows as {@code join}, where left rows are questions: answered once, as of now, whatever changes later. */
    public JoinResult asofNowJoin(Table right, ColumnExpression... conditions) {
        return Joins.ofQuestions(this).join(right, JoinKind.INNER, List.of(conditions));
    }

    /** The same as {@code asofNowJoin}. */
    public JoinResult asofNowJoinInner(Table right, ColumnExpression... conditions) {
        return asofNowJoin(right, conditions);
    }

    /** The same, with None for questions that have no answer. */
    public JoinResult asofNowJoinLeft(Table right, ColumnExpression... conditions) {
        return Joins.ofQuestions(this).join(right, JoinKind.LEFT, List.of(conditions));
    }

    /** The rows that have a match in the other table, once each, under their ids. */
    public Table semiJoin(Table right, ColumnExpression... conditions) {
        return SemiJoins.of(this, right, List.of(conditions), true);
    }

    /** The rows that have no match in the other table. */
    public Table antiJoin(Table right, ColumnExpression... conditions) {
        return SemiJoins.of(this, right, List.of(conditions), false);
    }

    /**
     * What {@code step} makes of this table, of that, and so on until nothing changes. Each step keeps the columns and the ids of the
     * rows; {@link Iteration} has steps that make other rows, of several tables, and with a limit.
     */
    public Table iterate(UnaryOperator<Table> step) {
        return Iteration.run(this, Integer.MAX_VALUE, step);
    }

    /** The same, with {@code limit} steps at most. */
    public Table iterate(int limit, UnaryOperator<Table> step) {
        return Iteration.run(this, limit, step);
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

    /**
     * Of each row the ids of those before and after it by a key, then by id, as columns {@code prev} and {@code next}; None at the ends.
     */
    public Table sort(ColumnExpression key) {
        return new Table(Ordering.sort(this, key, List.of()), universe);
    }

    /** The same among the rows of an instance. */
    public Table sort(ColumnExpression key, ColumnExpression instance) {
        return new Table(Ordering.sort(this, key, List.of(instance)), universe);
    }

    /** The same by columns. */
    public Table sort(String key) {
        return sort(Expressions.col(key));
    }

    /** The same by columns, among the rows of an instance. */
    public Table sort(String key, String instance) {
        return sort(Expressions.col(key), Expressions.col(instance));
    }

    /** What values differ by from those of the row before by a key, as columns {@code diff_…}; None of the first row. */
    public Table diff(ColumnExpression key, String... values) {
        return Ordering.differences(this, sort(key), values);
    }

    /** The same among the rows of an instance. */
    public Table diff(ColumnExpression key, ColumnExpression instance, String... values) {
        return Ordering.differences(this, sort(key, instance), values);
    }

    /**
     * One row: the first, until the acceptor takes the value of another. The rows of an epoch come by value; rows that are taken back
     * are not seen.
     */
    public <T> Table deduplicate(ColumnExpression value, Accept<T> acceptor) {
        return of(Ordering.deduplicate(this, value, List.of(), acceptor));
    }

    /** The same, one row an instance. */
    public <T> Table deduplicate(ColumnExpression value, ColumnExpression instance, Accept<T> acceptor) {
        return of(Ordering.deduplicate(this, value, List.of(instance), acceptor));
    }

    /**
     * Holds rows until the time, the greatest value of {@code time} so far, is {@code threshold} past their own; those that still wait
     * when all input has ended come out in the last epoch.
     */
    public Table buffer(ColumnExpression time, Object threshold) {
        return byTime("buffer", new OrderedStep.Buffer(), time, threshold, List.of());
    }

    /** The same with a time of each instance. */
    public Table buffer(ColumnExpression time, Object threshold, ColumnExpression instance) {
        return byTime("buffer", new OrderedStep.Buffer(), time, threshold, List.of(instance));
    }

    /** Takes rows back when the time is {@code threshold} past their own, in the next epoch with rows after that. */
    public Table forget(ColumnExpression time, Object threshold) {
        return forget(time, threshold, false);
    }

    /**
     * The same.
     *
     * @param markForgetting whether rows are taken back in an epoch apart, so that {@link #filterOutResultsOfForgetting} can undo what
     *     comes of it
     */
    public Table forget(ColumnExpression time, Object threshold, boolean markForgetting) {
        return byTime("forget", new OrderedStep.Forget(markForgetting), time, threshold, List.of());
    }

    /** The same with a time of each instance. */
    public Table forget(ColumnExpression time, Object threshold, boolean markForgetting, ColumnExpression instance) {
        return byTime("forget", new OrderedStep.Forget(markForgetting), time, threshold, List.of(instance));
    }

    /** Leaves out rows that come when the time, as it was before their epoch, is {@code threshold} past their own or more. */
    public Table ignoreLate(ColumnExpression time, Object threshold) {
        return byTime("ignoreLate", new OrderedStep.IgnoreLate(), time, threshold, List.of());
    }

    /** The same with a time of each instance. */
    public Table ignoreLate(ColumnExpression time, Object threshold, ColumnExpression instance) {
        return byTime("ignoreLate", new OrderedStep.IgnoreLate(), time, threshold, List.of(instance));
    }

    /** The rows without what marked forgetting took back: what was computed of rows that were forgotten stays. */
    public Table filterOutResultsOfForgetting() {
        return filterOutResultsOfForgetting(false);
    }

    /**
     * The same.
     *
     * @param ensureConsistency whether an id has one row at a time: where a row was forgotten and another one of its id comes, the old
     *     one is taken back then. Keeps the current rows.
     */
    public Table filterOutResultsOfForgetting(boolean ensureConsistency) {
        return of(Ordering.dropRetractions(this, ensureConsistency));
    }

    private Table byTime(
            String operation,
            OrderedStep step,
            ColumnExpression time,
            Object threshold,
            List<ColumnExpression> instance) {
        return new Table(Ordering.byTime(operation, this, step, time, threshold, instance), universe.subset());
    }

    /** The same rows as another table, so that it can be joined with itself by {@link #col}. */
    public Table copy() {
        return new Table(node, universe);
    }

    private static List<ColumnExpression> columns(String first, String... more) {
        List<ColumnExpression> columns = new ArrayList<>(List.of(Expressions.col(first)));
        for (String name : more) {
            columns.add(Expressions.col(name));
        }
        return columns;
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
                Remembered.project(
                        new Origin(operation, UserLine.ofCaller(), selection.lines()),
                        input,
                        selection.expressions(),
                        selection.schema()),
                universe);
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
