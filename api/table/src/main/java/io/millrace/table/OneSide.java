package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.plan.UserLine;
import io.millrace.type.Schema;
import java.util.List;

/** One side of a join condition: {@code left}, or {@code right}, and plain references mean the same table. */
record OneSide(Rows rows, Side side) implements Scope {
    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Expression column(Side named, String name, UserLine line) {
        return rows.column(plain(named, line), name, line);
    }

    @Override
    public Expression column(Table table, String name, UserLine line) {
        return rows.column(table, name, line);
    }

    @Override
    public Expression id(Side named, UserLine line) {
        return rows.id(plain(named, line), line);
    }

    @Override
    public Expression id(Table table, UserLine line) {
        return rows.id(table, line);
    }

    @Override
    public List<String> star(Side named, UserLine line) {
        throw line.error("all columns at once are no join condition");
    }

    private Side plain(Side named, UserLine line) {
        if (named != Side.THIS && named != side) {
            throw line.error("both sides of a join are in one side of its condition");
        }
        return Side.THIS;
    }
}
