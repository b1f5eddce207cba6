package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.plan.MergeById;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.Reindex;
import io.millrace.plan.UniqueKeys;
import io.millrace.plan.UserLine;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.List;
import java.util.stream.IntStream;

/** Tables under other ids. */
final class NewIds {
    private NewIds() {}

    static Table withId(Table table, ColumnExpression pointer) {
        LookupScope scope = LookupScope.of(SameRows.of(table, List.of(pointer)));
        Expression id = new Typer(scope).typed(pointer);
        requirePointer(pointer, id.type());
        Node node = under("withId", table.schema(), scope.node(), id);
        return Table.of(id instanceof Expression.RowId ? node : unique(node));
    }

    static Table withIdFrom(Table table, List<ColumnExpression> values) {
        LookupScope scope = LookupScope.of(SameRows.of(table, values));
        Expression.PointerFrom id = new Typer(scope).pointerFrom(values, false);
        Node node = under("withIdFrom", table.schema(), scope.node(), id);
        return Table.of(UniqueKeys.areUnique(scope.node(), id.operands()) ? node : unique(node));
    }

    static void requirePointer(ColumnExpression pointer, Type type) {
        if (type.required() != Type.POINTER) {
            throw pointer.line()
                    .error("an id is a pointer, but " + pointer + " is " + type
                            + "; make one of values with pointerFrom or withIdFrom");
        }
    }

    /** Rows whose first columns are those of {@code schema} with these columns, under other ids. */
    static Node under(String operation, Schema schema, Node rows, Expression id) {
        List<Integer> kept = IntStream.range(0, schema.size()).boxed().toList();
        return new Reindex(Origin.of(operation), rows, id, kept, new Schema(schema.fields(), false));
    }

    /** The same rows, where ids that come up twice are found. */
    static Node unique(Node node) {
        UserLine line = node.origin().line();
        return new MergeById(
                new Origin(node.origin().operation(), line),
                List.of(node),
                MergeById.Rule.UNIQUE,
                MergeById.columnsOf(0, node),
                node.schema());
    }
}
