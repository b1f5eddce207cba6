package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.Op;
import io.millrace.plan.Columns;
import io.millrace.plan.JoinId;
import io.millrace.plan.JoinKind;
import io.millrace.plan.JoinOn;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;

/** Rows that have a match in another table, or none: joins with the different keys of that one. */
final class SemiJoins {
    private SemiJoins() {}

    static Table of(Table table, Table other, List<ColumnExpression> conditions, boolean matched) {
        Origin origin = Origin.of(matched ? "semiJoin" : "antiJoin");
        JoinKind kind = matched ? JoinKind.INNER : JoinKind.LEFT;
        // Read as a left join, which refuses conditions that are no equations.
        JoinResult pairs = Joins.of(table).join(other, JoinKind.LEFT, conditions);
        Node keys = different(pairs.sides().right().node(), pairs.on().rightKeys(), origin);
        List<Expression> rightKeys =
                Columns.refs(keys.schema()).subList(0, keys.schema().size() - 1);
        JoinOn on = new JoinOn(kind, pairs.on().leftKeys(), rightKeys, JoinId.LEFT);
        Node left = table.node();
        Node joined = new Node.Join(origin, left, keys, on, Columns.joined(left.schema(), keys.schema(), kind));
        if (!matched) {
            int marker = joined.schema().size() - 1;
            Expression there = new Expression.ColumnRef(marker, joined.schema().type(marker));
            joined = new Node.Filter(
                    origin, joined, new Expression.Call(Op.IS_NONE, List.of(there), Type.BOOL), joined.schema());
        }
        Schema own = new Schema(table.schema().fields(), false);
        List<Expression> columns = Columns.refs(joined.schema()).subList(0, own.size());
        return Table.of(
                new Node.Project(origin, joined, columns, own), table.universe().subset());
    }

    /** The different values of the keys, and true behind them. */
    private static Node different(Node rows, List<Expression> keys, Origin origin) {
        List<Field> fields = new ArrayList<>();
        for (Expression key : keys) {
            fields.add(Field.of("#key" + fields.size(), key.type()));
        }
        Node group = new Node.GroupBy(origin, rows, keys, List.of(), true, new Schema(fields, false));
        List<Expression> columns = new ArrayList<>(Columns.refs(group.schema()));
        columns.add(new Expression.Literal(true, Type.BOOL));
        fields.add(Field.of("#there", Type.BOOL));
        return new Node.Project(origin, group, columns, new Schema(fields, false));
    }
}
