package io.millrace.expression;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.kernel.Bits;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.List;

/** AND, OR and XOR of bools. The second operand of AND and OR is evaluated only in the rows that the first leaves open. */
final class LogicNode extends Node {
    private final Op op;
    private final Node left;
    private final Node right;

    LogicNode(Op op, Node left, Node right, String userLine) {
        super(Type.BOOL, userLine);
        this.op = op;
        this.left = left;
        this.right = right;
    }

    @Override
    Cells compute(Run run, Rows active, Rows fresh, Cells before) {
        Cells x = left.evaluate(run, active);
        return op == Op.XOR ? both(run, x, right.evaluate(run, active), active, fresh) : lazily(run, x, active, fresh);
    }

    private Cells both(Run run, Cells x, Cells y, Rows active, Rows fresh) {
        ColumnBuilder result = run.take(Lane.BIT);
        Bits.xor(x.column().data(), y.column().data(), result.data(), run.rowCount());
        result.setWritten(run.rowCount(), 0);
        Statuses.inherit(run, result, List.of(x, y));
        Statuses.refuseNone(run, result, x, active, fresh, this);
        Statuses.refuseNone(run, result, y, active, fresh, this);
        return Cells.of(result.view(type));
    }

    private Cells lazily(Run run, Cells x, Rows active, Rows fresh) {
        int rows = run.rowCount();
        long first = x.column().data();
        Rows open = op == Op.AND ? run.intersect(active, first) : run.minus(active, first);
        if (!x.isDense()) {
            open = run.intersect(open, x.column().validity());
        }
        ColumnBuilder result = run.take(Lane.BIT);
        Bitmaps.copy(first, result.data(), rows);
        result.setWritten(rows, 0);
        Statuses.inherit(run, result, x);
        Statuses.refuseNone(run, result, x, active, fresh, this);
        if (open.isEmpty()) {
            return Cells.of(result.view(type));
        }
        Cells y = right.evaluate(run, open);
        if (op == Op.AND) {
            Bitmaps.and(first, y.column().data(), result.data(), rows);
        } else {
            Bitmaps.or(first, y.column().data(), result.data(), rows);
        }
        if (y.isDense()) {
            return Cells.of(result.view(type));
        }
        // The second operand's errors count where it was asked; elsewhere its cells mean nothing.
        return Choice.of(
                run,
                open.bitmap(),
                Cells.of(withStatusOf(run, result, y, fresh, open)),
                Cells.of(result.view(type)),
                type);
    }

    private Column withStatusOf(Run run, ColumnBuilder values, Cells y, Rows fresh, Rows open) {
        ColumnBuilder asked = run.take(Lane.BIT);
        Bitmaps.copy(values.data(), asked.data(), run.rowCount());
        asked.setWritten(run.rowCount(), 0);
        Statuses.inherit(run, asked, y);
        Statuses.refuseNone(run, asked, y, open, fresh, this);
        return asked.view(type);
    }
}
