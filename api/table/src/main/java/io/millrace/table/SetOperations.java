package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.Op;
import io.millrace.expression.Signatures;
import io.millrace.expression.Typing;
import io.millrace.plan.Columns;
import io.millrace.plan.MergeById;
import io.millrace.plan.MergeById.Cell;
import io.millrace.plan.MergeById.Rule;
import io.millrace.plan.MergeById.Source;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.UserLine;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Operations on the ids of several tables. */
final class SetOperations {
    private SetOperations() {}

    static Table intersect(Table table, List<Table> others) {
        Origin origin = Origin.of("intersect");
        List<Universe> universes = new ArrayList<>(List.of(table.universe()));
        others.forEach(other -> universes.add(other.universe()));
        List<Table> restricting = others.stream()
                .filter(other -> !table.universe().isSurelySubsetOf(other.universe()))
                .toList();
        Node node = restricting.isEmpty() ? table.node() : filtered(origin, table, restricting, Rule.INTERSECT);
        return Table.of(node, Universe.intersection(universes));
    }

    static Table difference(Table table, Table other) {
        Origin origin = Origin.of("difference");
        boolean isWhole = table.universe().isSurelyDisjointFrom(other.universe());
        Node node = isWhole ? table.node() : filtered(origin, table, List.of(other), Rule.DIFFERENCE);
        return Table.of(node, table.universe().minus(other.universe()));
    }

    static Table restrict(Table table, Table other) {
        Origin origin = Origin.of("restrict");
        if (!other.universe().isSubsetOf(table.universe())) {
            throw origin.line()
                    .error(
                            "it is not certain that every id of the table that restrict is given is one of this table; if"
                                    + " it is so, say it with promiseUniverseIsSubsetOf, else use intersect");
        }
        if (table.universe().isSurelySubsetOf(other.universe())) {
            return Table.of(table.node(), other.universe());
        }
        return Table.of(restricted(origin, table, other, Rule.RESTRICT), other.universe());
    }

    static Table withUniverseOf(Table table, Table other) {
        Origin origin = Origin.of("withUniverseOf");
        boolean isSure = table.universe().isSurelySubsetOf(other.universe())
                && other.universe().isSurelySubsetOf(table.universe());
        Node node = isSure ? table.node() : restricted(origin, table, other, Rule.SAME_IDS);
        return Table.of(node, other.universe());
    }

    private static Node filtered(Origin origin, Table table, List<Table> others, Rule rule) {
        List<Node> inputs = new ArrayList<>(List.of(table.node()));
        others.forEach(other -> inputs.add(other.node()));
        return new MergeById(origin, inputs, rule, MergeById.columnsOf(0, table.node()), plain(table.schema()));
    }

    /** The columns of a table under the ids of another. */
    private static Node restricted(Origin origin, Table table, Table ids, Rule rule) {
        List<Node> inputs = List.of(ids.node(), table.node());
        return new MergeById(origin, inputs, rule, MergeById.columnsOf(1, table.node()), plain(table.schema()));
    }

    private static Schema plain(Schema schema) {
        return new Schema(schema.fields(), false);
    }

    static Table updateRows(Table table, Table other) {
        Origin origin = Origin.of("updateRows");
        if (!new HashSet<>(table.columnNames()).equals(new HashSet<>(other.columnNames()))) {
            throw origin.line()
                    .error("the tables of updateRows have different columns: " + table.columnNames() + " and "
                            + other.columnNames() + "; updateCells changes some of the columns");
        }
        List<Field> fields = new ArrayList<>();
        for (String name : table.columnNames()) {
            fields.add(Field.of(name, commonType(name, table, other, origin.line())));
        }
        Schema schema = new Schema(fields, false);
        Node old = Concatenation.aligned(table, schema, origin);
        Node updates = Concatenation.aligned(other, schema, origin);
        Universe universe = Universe.union(List.of(table.universe(), other.universe()));
        if (table.universe().isSurelySubsetOf(other.universe())) {
            return Table.of(updates, universe);
        }
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            sources.add(new Source(List.of(new Cell(1, i), new Cell(0, i)), false));
        }
        return Table.of(new MergeById(origin, List.of(old, updates), Rule.UPDATE_ROWS, sources, schema), universe);
    }

    static Table updateCells(Table table, Table other) {
        Origin origin = Origin.of("updateCells");
        for (String name : other.columnNames()) {
            if (table.schema().indexOf(name) < 0) {
                throw origin.line().error("no column " + name + " to update; the table has " + table.columnNames());
            }
        }
        if (!other.universe().isSubsetOf(table.universe())) {
            throw origin.line()
                    .error("it is not certain that every row of the table that updateCells is given updates one of this"
                            + " table; if it is so, say it with promiseUniverseIsSubsetOf, else use updateRows, or"
                            + " intersect it with this table before");
        }
        if (other.universe().isSurelySubsetOf(table.universe())
                && table.universe().isSurelySubsetOf(other.universe())) {
            ColumnExpression[] columns =
                    other.columnNames().stream().map(other::col).toArray(ColumnExpression[]::new);
            return columns.length == 0 ? table : table.withColumns(columns);
        }
        List<Field> fields = new ArrayList<>();
        for (Field field : table.schema().fields()) {
            boolean isUpdated = other.schema().indexOf(field.name()) >= 0;
            fields.add(
                    isUpdated
                            ? Field.of(field.name(), commonType(field.name(), table, other, origin.line()))
                            : Field.of(field.name(), field.type()));
        }
        Schema schema = new Schema(fields, false);
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            int update = other.schema().indexOf(fields.get(i).name());
            sources.add(update < 0 ? Source.of(0, i) : new Source(List.of(new Cell(1, update), new Cell(0, i)), false));
        }
        Schema updates = new Schema(
                other.columnNames().stream()
                        .map(name -> schema.field(schema.require(name)))
                        .toList(),
                false);
        List<Node> inputs =
                List.of(Concatenation.aligned(table, schema, origin), Concatenation.aligned(other, updates, origin));
        return Table.of(new MergeById(origin, inputs, Rule.UPDATE_CELLS, sources, schema), table.universe());
    }

    private static Type commonType(String name, Table table, Table other, UserLine line) {
        List<Type> types = List.of(
                table.schema().type(table.schema().require(name)),
                other.schema().type(other.schema().require(name)));
        Typing typing = Signatures.concat(types);
        if (typing.isRefused()) {
            throw line.error(typing.reason() + ": column " + name);
        }
        return typing.type();
    }

    static SplitTable split(Table table, ColumnExpression condition) {
        LookupScope scope = LookupScope.of(SameRows.of(table, List.of(condition)));
        Expression holds = new Typer(scope).condition(condition, "split");
        Universe[] parts = table.universe().split();
        Expression holdsNot = new Expression.Call(Op.NOT, List.of(holds), Type.BOOL);
        return new SplitTable(
                Table.of(filtered("split", table, scope.node(), holds), parts[0]),
                Table.of(filtered("split", table, scope.node(), holdsNot), parts[1]));
    }

    /** The rows of {@code rows}, whose first columns are those of the table, for which a condition holds. */
    static Node filtered(String operation, Table table, Node rows, Expression condition) {
        Node filter =
                new Node.Filter(Origin.of(operation), rows, condition, Columns.narrowed(rows.schema(), condition));
        int own = table.schema().size();
        if (rows.schema().size() == own) {
            return filter;
        }
        return new Node.Project(
                Origin.of(operation),
                filter,
                Columns.refs(filter.schema()).subList(0, own),
                new Schema(filter.schema().fields().subList(0, own), false));
    }
}
