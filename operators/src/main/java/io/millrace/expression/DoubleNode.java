package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.DoubleArithmetic;
import io.millrace.port.DataError;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.List;

/** Arithmetic of two operands in lane F64. */
final class DoubleNode extends Node {
    private final Op op;
    private final Node left;
    private final Node right;

    DoubleNode(Op op, Node left, Node right, Type type, String userLine) {
        super(type, userLine);
        this.op = op;
        this.left = left;
        this.right = right;
    }

    @Override
    Cells compute(Run run, Rows active, Rows fresh, Cells before) {
        Cells x = left.evaluate(run, active);
        Cells y = right.evaluate(run, active);
        ColumnBuilder result = run.take(Lane.F64);
        long errors = calculate(run, x, y, result.data());
        result.setWritten(run.rowCount(), 0);
        Statuses.inherit(run, result, List.of(x, y));
        Statuses.refuseNone(run, result, x, active, fresh, this);
        Statuses.refuseNone(run, result, y, active, fresh, this);
        if (errors != 0) {
            Statuses.failValues(
                    run,
                    result,
                    errors,
                    fresh,
                    (row, failure) -> failure.set(
                            DataError.Kind.DIVISION_BY_ZERO,
                            "division by zero: " + x.getDouble(row) + " " + op.symbol() + " " + y.getDouble(row)),
                    this);
        }
        return Cells.of(result.view(type));
    }

    /** Returns the address of the bitmap of rows in error, or 0. */
    private long calculate(Run run, Cells x, Cells y, long to) {
        long l = x.column().data();
        long r = y.column().data();
        int rows = run.rowCount();
        switch (op) {
            case ADD -> run.kernels.addDoubles(l, x.step(), r, y.step(), to, rows);
            case SUBTRACT -> run.kernels.subtractDoubles(l, x.step(), r, y.step(), to, rows);
            case MULTIPLY -> run.kernels.multiplyDoubles(l, x.step(), r, y.step(), to, rows);
            case POWER -> DoubleArithmetic.power(l, x.step(), r, y.step(), to, rows);
            default -> {
                long errors = run.bitmap();
                boolean failed = switch (op) {
                    case DIVIDE -> DoubleArithmetic.divide(l, x.step(), r, y.step(), to, errors, rows);
                    case FLOOR_DIVIDE -> DoubleArithmetic.floorDivide(l, x.step(), r, y.step(), to, errors, rows);
                    case MODULO -> DoubleArithmetic.modulo(l, x.step(), r, y.step(), to, errors, rows);
                    default -> throw new AssertionError(op + " is not float arithmetic");
                };
                return failed ? errors : 0;
            }
        }
        return 0;
    }
}
