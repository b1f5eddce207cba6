package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.port.DataError;
import io.millrace.type.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Operations on numbers that have no kernel. */
final class NumberFunctions {
    private static final double MANY = 1L << 52;

    private NumberFunctions() {}

    /** The operation on an int or a float, its first operand. */
    static RowFunction of(Op op, boolean isInt) {
        return switch (op) {
            case ROUND -> isInt ? NumberFunctions::roundLong : NumberFunctions::roundDouble;
            case FLOOR ->
                isInt
                        ? NumberFunctions::same
                        : (out, in, row, failure) -> out.appendDouble(Math.floor(in[0].getDouble(row)));
            case CEIL ->
                isInt
                        ? NumberFunctions::same
                        : (out, in, row, failure) -> out.appendDouble(Math.ceil(in[0].getDouble(row)));
            case TRUNCATE -> isInt ? NumberFunctions::same : NumberFunctions::truncate;
            case SIGN ->
                isInt
                        ? (out, in, row, failure) -> out.appendLong(Long.signum(in[0].getLong(row)))
                        : (out, in, row, failure) -> out.appendDouble(Math.signum(in[0].getDouble(row)));
            default -> throw new AssertionError(op + " is no operation on a number");
        };
    }

    /** FILL_NA, whose operands have the result's type but for None. */
    static RowFunction fillNa(Type type) {
        if (type == Type.INT64) {
            return (out, in, row, failure) -> out.appendLong(in[in[0].isValue(row) ? 0 : 1].getLong(row));
        }
        return (out, in, row, failure) -> {
            boolean isNumber = in[0].isValue(row) && !Double.isNaN(in[0].getDouble(row));
            out.appendDouble(in[isNumber ? 0 : 1].getDouble(row));
        };
    }

    private static void same(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        out.appendLong(in[0].getLong(row));
    }

    private static void truncate(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        double value = in[0].getDouble(row);
        out.appendDouble(value < 0 ? Math.ceil(value) : Math.floor(value));
    }

    private static void roundDouble(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        double value = in[0].getDouble(row);
        long decimals = in.length > 1 ? in[1].getLong(row) : 0;
        if (decimals == 0 || !Double.isFinite(value) || decimals > 0 && Math.abs(value) >= MANY) {
            out.appendDouble(Double.isFinite(value) && Math.abs(value) < MANY ? Math.rint(value) : value);
        } else {
            int scale = Math.clamp(decimals, -400, 400);
            // The exact decimal expansion of the double decides, as in Python: 2.675 is below the half.
            out.appendDouble(new BigDecimal(value)
                    .setScale(scale, RoundingMode.HALF_EVEN)
                    .doubleValue());
        }
    }

    private static void roundLong(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        long value = in[0].getLong(row);
        long decimals = in.length > 1 ? in[1].getLong(row) : 0;
        if (decimals >= 0) {
            out.appendLong(value);
            return;
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale((int) Math.max(decimals, -20), RoundingMode.HALF_EVEN);
        try {
            out.appendLong(rounded.longValueExact());
        } catch (ArithmeticException e) {
            failure.set(DataError.Kind.OVERFLOW, "round(" + value + ", " + decimals + ") does not fit in 64 bits");
        }
    }
}
