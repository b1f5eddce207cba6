package io.millrace.expression;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.kernel.Bits;
import io.millrace.kernel.Comparisons;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import io.millrace.value.EncodedValues;
import io.millrace.value.Values;
import java.util.List;

/** Comparisons of two operands of one type. Equality knows None: it equals itself and nothing else. */
final class CompareNode extends Node {
    private final Op op;
    private final Node left;
    private final Node right;

    CompareNode(Op op, Node left, Node right, String userLine) {
        super(Type.BOOL, userLine);
        this.op = op;
        this.left = left;
        this.right = right;
    }

    @Override
    Cells compute(Run run, Rows active, Rows fresh, Cells before) {
        Cells x = left.evaluate(run, active);
        Cells y = right.evaluate(run, active);
        ColumnBuilder result = run.take(Lane.BIT);
        long bits = result.data();
        int rows = run.rowCount();
        switch (op) {
            case EQUAL, NOT_EQUAL -> equal(run, x, y, bits, active);
            case LESS, GREATER_OR_EQUAL -> less(run, x, y, bits, active);
            case GREATER, LESS_OR_EQUAL -> less(run, y, x, bits, active);
            default -> throw new AssertionError(op + " is no comparison");
        }
        result.setWritten(rows, 0);
        boolean isEquality = op == Op.EQUAL || op == Op.NOT_EQUAL;
        if (isEquality) {
            long leftNone = Statuses.nones(run, x);
            long rightNone = Statuses.nones(run, y);
            Statuses.inheritUnlessNone(run, result, x, leftNone);
            Statuses.inheritUnlessNone(run, result, y, rightNone);
            if (leftNone != 0 || rightNone != 0) {
                decideNones(run, bits, leftNone, rightNone);
            }
        } else {
            Statuses.inherit(run, result, List.of(x, y));
            Statuses.refuseNone(run, result, x, active, fresh, this);
            Statuses.refuseNone(run, result, y, active, fresh, this);
        }
        if (op == Op.NOT_EQUAL || op == Op.GREATER_OR_EQUAL || op == Op.LESS_OR_EQUAL) {
            Bitmaps.not(bits, bits, rows);
        }
        return Cells.of(result.view(type));
    }

    private static void decideNones(Run run, long bits, long leftNone, long rightNone) {
        int rows = run.rowCount();
        long either = leftNone == 0 ? rightNone : leftNone;
        if (leftNone != 0 && rightNone != 0) {
            either = run.bitmap();
            Bitmaps.or(leftNone, rightNone, either, rows);
            long both = run.bitmap();
            Bitmaps.and(leftNone, rightNone, both, rows);
            Bitmaps.andNot(bits, either, bits, rows);
            Bitmaps.or(bits, both, bits, rows);
        } else {
            Bitmaps.andNot(bits, either, bits, rows);
        }
    }

    private static void equal(Run run, Cells x, Cells y, long bits, Rows active) {
        Column l = x.column();
        Column r = y.column();
        int rows = run.rowCount();
        switch (l.lane()) {
            case BIT -> {
                Bits.xor(l.data(), r.data(), bits, rows);
                Bitmaps.not(bits, bits, rows);
            }
            case I64 -> run.kernels.equalLongs(l.data(), x.step(), r.data(), y.step(), bits, rows);
            case F64 -> run.kernels.equalDoubles(l.data(), x.step(), r.data(), y.step(), bits, rows);
            case I128 -> Comparisons.equalWide(l, x.isConstant(), r, y.isConstant(), bits, rows);
            case BYTES -> {
                if (Values.isEncoded(l.type())) {
                    compareEncoded(run, x, y, bits, active, true);
                } else {
                    Comparisons.equalBytes(l, x.isConstant(), r, y.isConstant(), bits, rows);
                }
            }
        }
    }

    private static void less(Run run, Cells x, Cells y, long bits, Rows active) {
        Column l = x.column();
        Column r = y.column();
        int rows = run.rowCount();
        switch (l.lane()) {
            case BIT -> Bitmaps.andNot(r.data(), l.data(), bits, rows);
            case I64 -> run.kernels.lessLongs(l.data(), x.step(), r.data(), y.step(), bits, rows);
            case F64 -> run.kernels.lessDoubles(l.data(), x.step(), r.data(), y.step(), bits, rows);
            case I128 -> {
                long signBit = l.type().required() instanceof Type.Decimal ? Long.MIN_VALUE : 0;
                Comparisons.lessWide(l, x.isConstant(), r, y.isConstant(), signBit, bits, rows);
            }
            case BYTES -> {
                if (Values.isEncoded(l.type())) {
                    compareEncoded(run, x, y, bits, active, false);
                } else {
                    Comparisons.lessBytes(l, x.isConstant(), r, y.isConstant(), bits, rows);
                }
            }
        }
    }

    /** Encoded values are read only where they are some: a cell that is no value has no encoding. */
    private static void compareEncoded(Run run, Cells x, Cells y, long bits, Rows active, boolean forEquality) {
        int rows = run.rowCount();
        boolean mixNumbers = x.column().type().required() != Type.ANY;
        Bitmaps.fill(bits, false, rows);
        for (int row = active.next(0); row < rows; row = active.next(row + 1)) {
            if (x.isValue(row) && y.isValue(row)) {
                int order = EncodedValues.compare(x.address(row), y.address(row), mixNumbers);
                Bits.set(bits, row, forEquality ? order == 0 : order < 0);
            }
        }
    }
}
