package io.millrace.table;

import io.millrace.expression.Op;

/** Operations on a number. */
public final class NumberMethods {
    private final ColumnExpression number;

    NumberMethods(ColumnExpression number) {
        this.number = number;
    }

    public ColumnExpression abs() {
        return number.call(Op.ABS);
    }

    /** To the nearest whole number, halves to even. */
    public ColumnExpression round() {
        return number.call(Op.ROUND);
    }

    /** To so many decimals, halves to even. */
    public ColumnExpression round(Object decimals) {
        return number.call(Op.ROUND, decimals);
    }

    public ColumnExpression floor() {
        return number.call(Op.FLOOR);
    }

    public ColumnExpression ceil() {
        return number.call(Op.CEIL);
    }

    public ColumnExpression sqrt() {
        return number.call(Op.SQRT);
    }

    public ColumnExpression exp() {
        return number.call(Op.EXP);
    }

    public ColumnExpression log() {
        return number.call(Op.LOG);
    }

    /** The default where the number is None or NaN. */
    public ColumnExpression fillNa(Object otherwise) {
        return number.call(Op.FILL_NA, otherwise);
    }
}
