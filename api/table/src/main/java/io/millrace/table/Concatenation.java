package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.Signatures;
import io.millrace.expression.Typing;
import io.millrace.plan.Columns;
import io.millrace.plan.MergeById;
import io.millrace.plan.MergeById.Rule;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.UserLine;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Brings several tables to the same columns, in the order and with the names of the first. */
final class Concatenation {
    private Concatenation() {}

    static Table of(List<Table> tables, boolean reindex) {
        Origin origin = Origin.of(reindex ? "concatReindex" : "concat");
        tables.forEach(table -> checkNames(tables.getFirst(), table, origin));
        if (!reindex) {
            checkDisjoint(tables, origin.line());
        }
        boolean isProved = !reindex && areSurelyDisjoint(tables);
        List<Field> fields = new ArrayList<>();
        for (String name : tables.getFirst().columnNames()) {
            fields.add(Field.of(name, commonType(name, tables, origin.line())));
        }
        Schema schema = new Schema(fields, false);
        List<Node> inputs =
                tables.stream().map(table -> aligned(table, schema, origin)).toList();
        if (reindex) {
            return Table.of(new Node.Concat(origin, inputs, true, schema));
        }
        Universe universe = Universe.union(tables.stream().map(Table::universe).toList());
        return Table.of(
                isProved
                        ? new Node.Concat(origin, inputs, false, schema)
                        : new MergeById(origin, inputs, Rule.UNIQUE, MergeById.columnsOf(0, inputs.getFirst()), schema),
                universe);
    }

    private static void checkNames(Table first, Table table, Origin origin) {
        if (!new HashSet<>(first.columnNames()).equals(new HashSet<>(table.columnNames()))) {
            throw origin.line()
                    .error("the tables of " + origin.operation() + " have different columns: " + first.columnNames()
                            + " and " + table.columnNames());
        }
    }

    private static void checkDisjoint(List<Table> tables, UserLine line) {
        for (int i = 0; i < tables.size(); i++) {
            for (int j = i + 1; j < tables.size(); j++) {
                if (!tables.get(i).universe().isDisjointFrom(tables.get(j).universe())) {
                    throw line.error(
                            "it is not certain that the tables of concat never have the same row id; if it is so,"
                                    + " say it with promiseUniversesAreDisjoint, else use concatReindex, which makes new ids");
                }
            }
        }
    }

    private static boolean areSurelyDisjoint(List<Table> tables) {
        for (int i = 0; i < tables.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (!tables.get(i).universe().isSurelyDisjointFrom(tables.get(j).universe())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Type commonType(String name, List<Table> tables, UserLine line) {
        List<Type> types = tables.stream()
                .map(table -> table.schema().type(table.schema().indexOf(name)))
                .toList();
        Typing typing = Signatures.concat(types);
        if (typing.isRefused()) {
            throw line.error(typing.reason() + ": column " + name);
        }
        return typing.type();
    }

    /** The columns of a table in the order and with the types of a schema. */
    static Node aligned(Table table, Schema schema, Origin origin) {
        if (table.schema().fields().equals(schema.fields())) {
            return table.node();
        }
        List<Expression> columns = new ArrayList<>();
        for (Field field : schema.fields()) {
            Expression column = Rows.of(table).ref(table.schema().indexOf(field.name()));
            boolean isIntAsFloat =
                    column.type().required() == Type.INT64 && field.type().required() == Type.FLOAT64;
            columns.add(
                    column.type().equals(field.type())
                            ? column
                            : isIntAsFloat
                                    ? new Expression.Cast(column, field.type())
                                    : new Expression.DeclareType(column, field.type()));
        }
        return new Node.Project(
                origin,
                table.node(),
                columns,
                Columns.of(
                        schema.names(),
                        schema.fields().stream().map(Field::type).toList()));
    }
}
