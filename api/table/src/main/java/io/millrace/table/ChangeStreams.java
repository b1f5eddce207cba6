package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.plan.Changes;
import io.millrace.plan.Columns;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.StreamToTable;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** Tables as streams of their changes, and back. */
final class ChangeStreams {
    private ChangeStreams() {}

    static Table toStream(Table table, String flag) {
        Origin origin = Origin.of("toStream");
        if (table.schema().indexOf(flag) >= 0) {
            throw origin.line()
                    .error("the table has a column " + flag + " already; give the one of the stream another name:"
                            + " toStream(\"…\")");
        }
        List<Field> fields = new ArrayList<>(table.schema().fields());
        fields.add(Field.of(flag, Type.BOOL));
        return Table.of(new Changes(origin, table.node(), true, new Schema(fields, false)));
    }

    static Table assertAppendOnly(Table table) {
        return table.isAppendOnly()
                ? table
                : Table.of(
                        new Changes(
                                Origin.of("assertAppendOnly"),
                                table.node(),
                                false,
                                new Schema(table.schema().fields(), false)),
                        table.universe());
    }

    static Table toTable(Table stream, ColumnExpression isUpsert) {
        LookupScope scope = LookupScope.of(SameRows.of(stream, List.of(isUpsert)));
        Expression flag = new Typer(scope).condition(isUpsert, "streamToTable");
        List<Integer> kept = IntStream.range(0, stream.schema().size())
                .filter(i -> !(flag instanceof Expression.ColumnRef ref && ref.index() == i))
                .boxed()
                .toList();
        List<Expression> columns = new ArrayList<>();
        kept.forEach(
                i -> columns.add(new Expression.ColumnRef(i, stream.schema().type(i))));
        return table("streamToTable", scope.node(), columns, Columns.choose(stream.schema(), kept), flag);
    }

    private static Table table(String operation, Node rows, List<Expression> columns, Schema schema, Expression flag) {
        Origin origin = Origin.of(operation);
        Node flagged = flagged(origin, rows, columns, schema, flag);
        return Table.of(new StreamToTable(origin, flagged, schema));
    }

    /** Columns with the flag behind them. */
    private static Node flagged(Origin origin, Node rows, List<Expression> columns, Schema schema, Expression flag) {
        List<Expression> all = new ArrayList<>(columns);
        all.add(flag);
        List<Field> fields = new ArrayList<>(schema.fields());
        fields.add(Field.of(Columns.unique("#upsert", new HashSet<>(schema.names())), Type.BOOL));
        return new Node.Project(origin, rows, all, new Schema(fields, false));
    }

    static Table fromStreams(Table updates, Table deletions) {
        Origin origin = Origin.of("fromStreams");
        Schema schema = new Schema(updates.schema().fields(), false);
        // Of a deletion nothing counts but its id; None stands in its columns.
        List<Expression> something = new ArrayList<>();
        List<Expression> nothing = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            Type type = Type.optional(schema.type(i));
            fields.add(Field.of(schema.field(i).name(), type));
            nothing.add(new Expression.Literal(null, type));
            something.add(new Expression.DeclareType(new Expression.ColumnRef(i, schema.type(i)), type));
        }
        Schema optional = new Schema(fields, false);
        Node added = flagged(origin, updates.node(), something, optional, new Expression.Literal(true, Type.BOOL));
        Node removed = flagged(origin, deletions.node(), nothing, optional, new Expression.Literal(false, Type.BOOL));
        Node both = new Node.Concat(origin, List.of(added, removed), false, added.schema());
        return Table.of(new StreamToTable(origin, both, schema));
    }
}
