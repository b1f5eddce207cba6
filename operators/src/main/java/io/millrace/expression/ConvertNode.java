package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.kernel.Bits;
import io.millrace.kernel.DoubleArithmetic;
import io.millrace.port.DataError;
import io.millrace.type.Lane;
import io.millrace.type.Type;

/** Conversions between bools and numbers, a column at a time; None stays None. */
final class ConvertNode extends Node {
    private final Kind kind;
    private final Node operand;

    ConvertNode(Kind kind, Node operand, Type type, String userLine) {
        super(type, userLine);
        this.kind = kind;
        this.operand = operand;
    }

    @Override
    Cells compute(Run run, Rows active, Rows fresh, Cells before) {
        Cells x = operand.evaluate(run, active);
        ColumnBuilder result = run.take(type.lane());
        long from = x.column().data();
        long to = result.data();
        int rows = run.rowCount();
        result.setWritten(rows, 0);
        Statuses.inherit(run, result, x);
        switch (kind) {
            case LONG_TO_DOUBLE -> DoubleArithmetic.fromLongs(from, x.step(), to, rows);
            case DOUBLE_TO_LONG -> DoubleArithmetic.toLongs(from, x.step(), to, rows);
            case DOUBLE_TO_LONG_EXACT -> {
                long errors = run.bitmap();
                if (DoubleArithmetic.toLongsExactly(from, x.step(), to, errors, rows)) {
                    Statuses.failValues(
                            run,
                            result,
                            errors,
                            fresh,
                            (row, failure) -> failure.set(
                                    DataError.Kind.OVERFLOW, x.getDouble(row) + " does not fit in 64 bits as " + type),
                            this);
                }
            }
            case LONG_TO_BOOL -> notZero(run, x, to, false);
            case DOUBLE_TO_BOOL -> notZero(run, x, to, true);
            case BOOL_TO_LONG -> Bits.toLongs(from, to, rows);
            case BOOL_TO_DOUBLE -> Bits.toDoubles(from, to, rows);
        }
        return Cells.of(result.view(type));
    }

    private static void notZero(Run run, Cells x, long to, boolean areDoubles) {
        ColumnBuilder zeros = run.take(Lane.I64);
        for (int row = 0; row < Cells.CONSTANT_ROWS; row++) {
            zeros.appendLong(0);
        }
        long from = x.column().data();
        if (areDoubles) {
            run.kernels.equalDoubles(from, x.step(), zeros.data(), 0, to, run.rowCount());
        } else {
            run.kernels.equalLongs(from, x.step(), zeros.data(), 0, to, run.rowCount());
        }
        Bitmaps.not(to, to, run.rowCount());
    }

    /** What becomes of what. */
    enum Kind {
        LONG_TO_DOUBLE,
        /** As {@code cast} does it: cut off, and held within int64. */
        DOUBLE_TO_LONG,
        /** Cut off; an error outside int64. */
        DOUBLE_TO_LONG_EXACT,
        LONG_TO_BOOL,
        DOUBLE_TO_BOOL,
        BOOL_TO_LONG,
        BOOL_TO_DOUBLE
    }
}
