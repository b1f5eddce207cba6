package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.LongArithmetic;
import io.millrace.port.DataError;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.List;

/** Arithmetic of two operands in lane I64: ints, durations, datetimes. */
final class LongNode extends Node {
    private final Op op;
    private final Node left;
    private final Node right;

    LongNode(Op op, Node left, Node right, Type type, String userLine) {
        super(type, userLine);
        this.op = op;
        this.left = left;
        this.right = right;
    }

    @Override
    Cells compute(Run run, Rows active, Rows fresh, Cells before) {
        Cells x = left.evaluate(run, active);
        Cells y = right.evaluate(run, active);
        ColumnBuilder result = run.take(Lane.I64);
        long errors = calculate(run, x, y, result);
        result.setWritten(run.rowCount(), 0);
        Statuses.inherit(run, result, List.of(x, y));
        Statuses.refuseNone(run, result, x, active, fresh, this);
        Statuses.refuseNone(run, result, y, active, fresh, this);
        if (errors != 0) {
            Statuses.failValues(run, result, errors, fresh, (row, failure) -> explain(x, y, row, failure), this);
        }
        return Cells.of(result.view(type));
    }

    /** Returns the address of the bitmap of rows in error, or 0. */
    private long calculate(Run run, Cells x, Cells y, ColumnBuilder result) {
        long l = x.column().data();
        long r = y.column().data();
        long to = result.data();
        int rows = run.rowCount();
        switch (op) {
            case ADD -> {
                return run.kernels.addLongs(l, x.step(), r, y.step(), to, rows) ? precisely(run, x, y, to) : 0;
            }
            case SUBTRACT -> {
                return run.kernels.subtractLongs(l, x.step(), r, y.step(), to, rows) ? precisely(run, x, y, to) : 0;
            }
            case AND -> LongArithmetic.and(l, x.step(), r, y.step(), to, rows);
            case OR -> LongArithmetic.or(l, x.step(), r, y.step(), to, rows);
            case XOR -> LongArithmetic.xor(l, x.step(), r, y.step(), to, rows);
            default -> {
                return precisely(run, x, y, to);
            }
        }
        return 0;
    }

    private long precisely(Run run, Cells x, Cells y, long to) {
        long l = x.column().data();
        long r = y.column().data();
        int rows = run.rowCount();
        long errors = run.bitmap();
        boolean failed = switch (op) {
            case ADD -> LongArithmetic.add(l, x.step(), r, y.step(), to, errors, rows);
            case SUBTRACT -> LongArithmetic.subtract(l, x.step(), r, y.step(), to, errors, rows);
            case MULTIPLY -> LongArithmetic.multiply(l, x.step(), r, y.step(), to, errors, rows);
            // Of a duration by an int.
            case DIVIDE -> LongArithmetic.divide(l, x.step(), r, y.step(), to, errors, rows);
            case FLOOR_DIVIDE -> LongArithmetic.floorDivide(l, x.step(), r, y.step(), to, errors, rows);
            case MODULO -> LongArithmetic.modulo(l, x.step(), r, y.step(), to, errors, rows);
            case POWER -> LongArithmetic.power(l, x.step(), r, y.step(), to, errors, rows);
            case SHIFT_LEFT -> LongArithmetic.shiftLeft(l, x.step(), r, y.step(), to, errors, rows);
            case SHIFT_RIGHT -> LongArithmetic.shiftRight(l, x.step(), r, y.step(), to, errors, rows);
            default -> throw new AssertionError(op + " is not int arithmetic");
        };
        return failed ? errors : 0;
    }

    private void explain(Cells x, Cells y, int row, Failure failure) {
        long a = x.getLong(row);
        long b = y.getLong(row);
        String operation = a + " " + op.symbol() + " " + b;
        if (b == 0 && (op == Op.DIVIDE || op == Op.FLOOR_DIVIDE || op == Op.MODULO)) {
            failure.set(DataError.Kind.DIVISION_BY_ZERO, "division by zero: " + operation);
        } else if (b < 0 && (op == Op.POWER || op == Op.SHIFT_LEFT || op == Op.SHIFT_RIGHT)) {
            failure.set(
                    DataError.Kind.VALUE,
                    operation + ": the second operand must not be negative"
                            + (op == Op.POWER ? "; cast an operand to float for a fraction" : ""));
        } else {
            failure.set(DataError.Kind.OVERFLOW, operation + " does not fit in 64 bits");
        }
    }
}
