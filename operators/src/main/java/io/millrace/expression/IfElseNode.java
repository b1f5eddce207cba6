package io.millrace.expression;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.type.Lane;
import io.millrace.type.Type;

/** One of two branches a row, each evaluated only in its rows. A condition in error makes the result one. */
final class IfElseNode extends Node {
    private final Node condition;
    private final Node then;
    private final Node otherwise;

    IfElseNode(Node condition, Node then, Node otherwise, Type type, String userLine) {
        super(type, userLine);
        this.condition = condition;
        this.then = then;
        this.otherwise = otherwise;
    }

    @Override
    Cells compute(Run run, Rows active, Rows fresh, Cells before) {
        Column holds = strictCondition(run, active, fresh);
        Rows thenRows = run.intersect(active, holds.data());
        Rows elseRows = run.minus(active, holds.data());
        if (!holds.isDense()) {
            thenRows = run.intersect(thenRows, holds.validity());
            elseRows = run.intersect(elseRows, holds.validity());
        }
        boolean hasThen = !thenRows.isEmpty();
        boolean hasElse = !elseRows.isEmpty();
        if (holds.isDense() && !(hasThen && hasElse)) {
            return (hasThen ? then.evaluate(run, thenRows) : otherwise.evaluate(run, elseRows)).withType(type);
        }
        Cells nothing = hasThen && hasElse ? null : Choice.none(run, type);
        Cells x = hasThen ? then.evaluate(run, thenRows) : nothing;
        Cells y = hasElse ? otherwise.evaluate(run, elseRows) : nothing;
        ColumnBuilder result = Choice.builder(run, thenRows.bitmap(), x, y, type);
        if (!holds.isDense()) {
            long undecided = run.bitmap();
            Bitmaps.not(holds.validity(), undecided, run.rowCount());
            Bitmaps.and(result.validityForWriting(), holds.validity(), result.validityForWriting(), run.rowCount());
            if (result.hasErrors()) {
                Bitmaps.and(result.errorsForWriting(), holds.validity(), result.errorsForWriting(), run.rowCount());
            }
            if (result.hasPending()) {
                Bitmaps.and(result.pendingForWriting(), holds.validity(), result.pendingForWriting(), run.rowCount());
            }
            Statuses.addErrors(run, result, holds, undecided);
        }
        return Cells.of(result.view(type));
    }

    /** The condition, with an error where it is None against its type. */
    private Column strictCondition(Run run, Rows active, Rows fresh) {
        Cells asked = condition.evaluate(run, active);
        if (Statuses.nones(run, asked) == 0) {
            return asked.column();
        }
        ColumnBuilder strict = run.take(Lane.BIT);
        Bitmaps.copy(asked.column().data(), strict.data(), run.rowCount());
        strict.setWritten(run.rowCount(), 0);
        Statuses.inherit(run, strict, asked);
        Statuses.refuseNone(run, strict, asked, active, fresh, this);
        return strict.view(Type.BOOL);
    }
}
