package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.kernel.DoubleArithmetic;
import io.millrace.kernel.LongArithmetic;
import io.millrace.port.DataError;
import io.millrace.type.Lane;
import io.millrace.type.Type;

/** NEGATE and ABS of numbers and durations, NOT of bools. */
final class UnaryNode extends Node {
    private final Op op;
    private final Node operand;

    UnaryNode(Op op, Node operand, Type type, String userLine) {
        super(type, userLine);
        this.op = op;
        this.operand = operand;
    }

    @Override
    Cells compute(Run run, Rows active, Rows fresh, Cells before) {
        Cells x = operand.evaluate(run, active);
        ColumnBuilder result = run.take(type.lane());
        calculate(x, result.data(), run.rowCount());
        result.setWritten(run.rowCount(), 0);
        Statuses.inherit(run, result, x);
        Statuses.refuseNone(run, result, x, active, fresh, this);
        if (type.lane() == Lane.I64) {
            long errors = run.bitmap();
            if (LongArithmetic.markLeast(x.column().data(), x.step(), errors, run.rowCount())) {
                Statuses.failValues(
                        run,
                        result,
                        errors,
                        fresh,
                        (row, failure) -> failure.set(
                                DataError.Kind.OVERFLOW,
                                op.symbol() + " of " + x.getLong(row) + " does not fit in 64 bits"),
                        this);
            }
        }
        return Cells.of(result.view(type));
    }

    private void calculate(Cells x, long to, int rows) {
        long from = x.column().data();
        switch (type.lane()) {
            case BIT -> Bitmaps.not(from, to, rows);
            case I64 -> {
                if (op == Op.NEGATE) {
                    LongArithmetic.negate(from, x.step(), to, rows);
                } else {
                    LongArithmetic.abs(from, x.step(), to, rows);
                }
            }
            case F64 -> {
                if (op == Op.NEGATE) {
                    DoubleArithmetic.negate(from, x.step(), to, rows);
                } else {
                    DoubleArithmetic.abs(from, x.step(), to, rows);
                }
            }
            case I128, BYTES -> throw new AssertionError(op + " of " + type);
        }
    }
}
