package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.port.DataError;
import java.util.function.DoubleUnaryOperator;

/** Functions of real numbers; an argument for which there is no result is an error. */
final class RealFunctions {
    private RealFunctions() {}

    static RowFunction of(Op op, int operandCount) {
        return switch (op) {
            case SQRT -> positive("sqrt", true, Math::sqrt);
            case CBRT -> total(Math::cbrt);
            case EXP -> total(Math::exp);
            case LOG -> operandCount == 1 ? positive("log", false, Math::log) : RealFunctions::logarithm;
            // Exact for powers of the base, which a quotient of logarithms is not.
            case LOG2 -> positive("log2", false, RealFunctions::log2);
            case LOG10 -> positive("log10", false, Math::log10);
            case SIN -> total(Math::sin);
            case COS -> total(Math::cos);
            case TAN -> total(Math::tan);
            case ASIN -> withinOne("asin", Math::asin);
            case ACOS -> withinOne("acos", Math::acos);
            case ATAN -> total(Math::atan);
            case ATAN2 ->
                (out, in, row, failure) -> out.appendDouble(Math.atan2(in[0].getDouble(row), in[1].getDouble(row)));
            case SINH -> total(Math::sinh);
            case COSH -> total(Math::cosh);
            case TANH -> total(Math::tanh);
            case IS_NAN -> (out, in, row, failure) -> out.appendBool(Double.isNaN(in[0].getDouble(row)));
            case IS_FINITE -> (out, in, row, failure) -> out.appendBool(Double.isFinite(in[0].getDouble(row)));
            default -> throw new AssertionError(op + " is no function of real numbers");
        };
    }

    private static RowFunction total(DoubleUnaryOperator function) {
        return (out, in, row, failure) -> out.appendDouble(function.applyAsDouble(in[0].getDouble(row)));
    }

    private static RowFunction positive(String name, boolean orZero, DoubleUnaryOperator function) {
        return (out, in, row, failure) -> {
            double value = in[0].getDouble(row);
            if (value < 0 || value == 0 && !orZero) {
                failure.set(
                        DataError.Kind.VALUE,
                        name + " of " + value + ", which is " + (orZero ? "negative" : "not positive"));
            } else {
                out.appendDouble(function.applyAsDouble(value));
            }
        };
    }

    private static RowFunction withinOne(String name, DoubleUnaryOperator function) {
        return (out, in, row, failure) -> {
            double value = in[0].getDouble(row);
            if (Math.abs(value) > 1) {
                failure.set(DataError.Kind.VALUE, name + " of " + value + ", which is not within -1 and 1");
            } else {
                out.appendDouble(function.applyAsDouble(value));
            }
        };
    }

    private static void logarithm(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        double value = in[0].getDouble(row);
        double base = in[1].getDouble(row);
        if (value <= 0 || base <= 0 || base == 1) {
            failure.set(DataError.Kind.VALUE, "log of " + value + " to the base " + base);
        } else {
            out.appendDouble(Math.log(value) / Math.log(base));
        }
    }

    private static double log2(double value) {
        int exponent = Math.getExponent(value);
        boolean isPowerOfTwo = Double.isFinite(value) && value == Math.scalb(1.0, exponent);
        return isPowerOfTwo ? exponent : Math.log(value) / Math.log(2);
    }
}
