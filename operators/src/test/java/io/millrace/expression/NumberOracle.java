package io.millrace.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Operations on numbers by way of Java's own and of exact decimals. */
final class NumberOracle {
    private NumberOracle() {}

    static Object apply(Op op, Object[] in) {
        Number first = (Number) in[0];
        return switch (op) {
            case ROUND -> {
                long decimals = in.length > 1 ? (Long) in[1] : 0;
                yield first instanceof Long value ? round(value, decimals) : (Object) round((Double) in[0], decimals);
            }
            case FLOOR -> first instanceof Long ? first : (Object) Math.floor((Double) first);
            case CEIL -> first instanceof Long ? first : (Object) Math.ceil((Double) first);
            case TRUNCATE -> first instanceof Long ? first : (Object) truncated((Double) first);
            case SIGN ->
                first instanceof Long value
                        ? (Object) (long) Long.compare(value, 0)
                        : (Object) Math.signum((Double) first);
            default -> real(op, first.doubleValue(), in.length > 1 ? ((Number) in[1]).doubleValue() : 0, in.length > 1);
        };
    }

    private static Object real(Op op, double x, double y, boolean hasSecond) {
        return switch (op) {
            case SQRT -> x < 0 ? TextOracle.FAILED : (Object) Math.sqrt(x);
            case CBRT -> Math.cbrt(x);
            case EXP -> Math.exp(x);
            case LOG ->
                x <= 0 || hasSecond && (y <= 0 || y == 1)
                        ? TextOracle.FAILED
                        : (Object) (hasSecond ? Math.log(x) / Math.log(y) : Math.log(x));
            case LOG10 -> x <= 0 ? TextOracle.FAILED : (Object) Math.log10(x);
            case LOG2 -> x <= 0 ? TextOracle.FAILED : (Object) (x == 1 ? 0.0 : Math.log(x) / Math.log(2));
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TAN -> Math.tan(x);
            case ASIN -> x < -1 || x > 1 ? TextOracle.FAILED : (Object) Math.asin(x);
            case ACOS -> x < -1 || x > 1 ? TextOracle.FAILED : (Object) Math.acos(x);
            case ATAN -> Math.atan(x);
            case ATAN2 -> Math.atan2(x, y);
            case SINH -> Math.sinh(x);
            case COSH -> Math.cosh(x);
            case TANH -> Math.tanh(x);
            case IS_NAN -> Double.toString(x).equals("NaN");
            case IS_FINITE -> Math.abs(x) <= Double.MAX_VALUE;
            default -> throw new AssertionError(op);
        };
    }

    private static double truncated(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).setScale(0, RoundingMode.DOWN).doubleValue()
                : value;
    }

    private static Object round(long value, long decimals) {
        if (decimals >= 0) {
            return value;
        }
        BigInteger rounded = BigDecimal.valueOf(value)
                .setScale((int) Math.max(decimals, -30), RoundingMode.HALF_EVEN)
                .toBigInteger();
        return rounded.bitLength() > 63 ? TextOracle.FAILED : (Object) rounded.longValue();
    }

    private static double round(double value, long decimals) {
        return Double.isFinite(value)
                ? new BigDecimal(value)
                        .setScale(Math.clamp(decimals, -400, 400), RoundingMode.HALF_EVEN)
                        .doubleValue()
                : value;
    }

    /** A float as a cast prints it. */
    static String text(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
