package io.millrace.expression;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.kernel.Bits;
import io.millrace.type.Lane;
import io.millrace.type.Type;

/** Puts a column together from two of one lane. */
final class Choice {
    private Choice() {}

    /** The cells of {@code then} in the rows of {@code mask}, of {@code otherwise} elsewhere, with their status. */
    static Cells of(Run run, long mask, Cells then, Cells otherwise, Type type) {
        return Cells.of(builder(run, mask, then, otherwise, type).view(type));
    }

    static ColumnBuilder builder(Run run, long mask, Cells then, Cells otherwise, Type type) {
        ColumnBuilder result = run.take(type.lane());
        int rows = run.rowCount();
        long x = then.column().data();
        long y = otherwise.column().data();
        switch (type.lane()) {
            case BIT -> Bits.blend(mask, x, y, result.data(), rows);
            case I64, F64 -> run.kernels.blend(mask, x, then.step(), y, otherwise.step(), result.data(), rows);
            case I128, BYTES -> {
                rowByRow(run, mask, then, otherwise, result);
                return result;
            }
        }
        result.setWritten(rows, 0);
        if (then.isDense() && otherwise.isDense()) {
            return result;
        }
        Bits.blend(mask, validity(run, then), validity(run, otherwise), result.validityForWriting(), rows);
        blendFew(run, mask, then.column().errors(), otherwise.column().errors(), result, true);
        blendFew(run, mask, then.column().pending(), otherwise.column().pending(), result, false);
        return result;
    }

    private static void rowByRow(Run run, long mask, Cells then, Cells otherwise, ColumnBuilder result) {
        for (int row = 0; row < run.rowCount(); row++) {
            Cells from = Bits.get(mask, row) ? then : otherwise;
            result.appendFrom(from.column(), from.index(row));
        }
    }

    private static long validity(Run run, Cells cells) {
        Column column = cells.column();
        if (!column.isDense() && !cells.isConstant()) {
            return column.validity();
        }
        long all = run.bitmap();
        Bitmaps.fill(all, column.isDense() || column.isValue(0), run.rowCount());
        return all;
    }

    private static void blendFew(
            Run run, long mask, long then, long otherwise, ColumnBuilder result, boolean areErrors) {
        if (then == 0 && otherwise == 0) {
            return;
        }
        int rows = run.rowCount();
        long none = 0;
        if (then == 0 || otherwise == 0) {
            none = run.bitmap();
            Bitmaps.fill(none, false, rows);
        }
        long to = areErrors ? result.errorsForWriting() : result.pendingForWriting();
        Bits.blend(mask, then == 0 ? none : then, otherwise == 0 ? none : otherwise, to, rows);
    }

    /** An all-None constant of a lane, for the rows that have no value of their own. */
    static Cells none(Run run, Type type) {
        ColumnBuilder nones = run.take(type.lane());
        int rows = type.lane() == Lane.BIT ? run.rowCount() : Cells.CONSTANT_ROWS;
        for (int row = 0; row < rows; row++) {
            nones.appendNone();
        }
        return new Cells(nones.view(Type.optional(type)), type.lane() != Lane.BIT);
    }
}
