package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.plan.UserLine;
import io.millrace.type.Schema;
import java.util.BitSet;
import java.util.List;

/** What references mean in one operation: the columns of one node of the plan. Unknown ones are errors at the user's line. */
interface Scope {
    /** The columns that positions of resolved expressions refer to. */
    Schema schema();

    Expression column(Side side, String name, UserLine line);

    Expression column(Table table, String name, UserLine line);

    Expression id(Side side, UserLine line);

    Expression id(Table table, UserLine line);

    /** Names of the columns that {@code *} stands for, each to be found by {@link #column}. */
    List<String> star(Side side, UserLine line);

    /**
     * The columns that are not None where a column is not None: those of one side of an outer join where that side's id is there.
     */
    default BitSet presentWith(int column) {
        BitSet itself = new BitSet();
        itself.set(column);
        return itself;
    }

    /** A column of a row that is looked up; only where rows can be. */
    default Expression found(Term.Found found, UserLine line) {
        throw line.error("rows are looked up in select, withColumns, filter, groupBy and reduce, not here");
    }

    /** A reducer; only where rows are being reduced. */
    default Expression reduce(Term.Reduce reduce, UserLine line) {
        throw line.error(reduce.reducer() + "(…) computes one value of many rows; use it in reduce");
    }
}
