package io.millrace.table;

import io.millrace.expression.Op;

/** Operations on a number, by {@link ColumnExpression#num}. An argument for which there is no result is an error of the row. */
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

    /** Without its fraction. */
    public ColumnExpression trunc() {
        return number.call(Op.TRUNCATE);
    }

    /** −1, 0 or 1. */
    public ColumnExpression sign() {
        return number.call(Op.SIGN);
    }

    /** The nearest number within two others; NaN counts as greater than all. */
    public ColumnExpression clip(Object least, Object greatest) {
        return number.call(Op.LEAST, greatest).call(Op.GREATEST, least);
    }

    public ColumnExpression sqrt() {
        return number.call(Op.SQRT);
    }

    public ColumnExpression cbrt() {
        return number.call(Op.CBRT);
    }

    public ColumnExpression pow(Object exponent) {
        return number.pow(exponent);
    }

    public ColumnExpression exp() {
        return number.call(Op.EXP);
    }

    /** The natural logarithm. */
    public ColumnExpression log() {
        return number.call(Op.LOG);
    }

    public ColumnExpression log(Object base) {
        return number.call(Op.LOG, base);
    }

    public ColumnExpression log2() {
        return number.call(Op.LOG2);
    }

    public ColumnExpression log10() {
        return number.call(Op.LOG10);
    }

    public ColumnExpression sin() {
        return number.call(Op.SIN);
    }

    public ColumnExpression cos() {
        return number.call(Op.COS);
    }

    public ColumnExpression tan() {
        return number.call(Op.TAN);
    }

    public ColumnExpression asin() {
        return number.call(Op.ASIN);
    }

    public ColumnExpression acos() {
        return number.call(Op.ACOS);
    }

    public ColumnExpression atan() {
        return number.call(Op.ATAN);
    }

    /** The angle of the point whose y this is. */
    public ColumnExpression atan2(Object x) {
        return number.call(Op.ATAN2, x);
    }

    public ColumnExpression sinh() {
        return number.call(Op.SINH);
    }

    public ColumnExpression cosh() {
        return number.call(Op.COSH);
    }

    public ColumnExpression tanh() {
        return number.call(Op.TANH);
    }

    public ColumnExpression isNan() {
        return number.call(Op.IS_NAN);
    }

    public ColumnExpression isFinite() {
        return number.call(Op.IS_FINITE);
    }

    /** The default where the number is None or NaN. */
    public ColumnExpression fillNa(Object otherwise) {
        return number.call(Op.FILL_NA, otherwise);
    }
}
