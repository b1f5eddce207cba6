package io.millrace.kernel;

import io.millrace.memory.OffHeap;

/**
 * Arithmetic on float64 beyond what {@link Kernels} has, as Python does it: a zero divisor is an error, not infinity. Operands and
 * errors are as in {@link LongArithmetic}.
 */
public final class DoubleArithmetic {
    private DoubleArithmetic() {}

    /** Quotients. */
    public static boolean divide(
            long left, int leftStep, long right, int rightStep, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                double x = OffHeap.getDouble(left + row * leftStep);
                double y = OffHeap.getDouble(right + row * rightStep);
                double z = x / y;
                OffHeap.putDouble(result + (row << 3), z);
                bad |= (y == 0 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** Quotients rounded down. */
    public static boolean floorDivide(
            long left, int leftStep, long right, int rightStep, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                double x = OffHeap.getDouble(left + row * leftStep);
                double y = OffHeap.getDouble(right + row * rightStep);
                double z = floorQuotient(x, y);
                OffHeap.putDouble(result + (row << 3), z);
                bad |= (y == 0 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** Remainders with the sign of the divisor. */
    public static boolean modulo(
            long left, int leftStep, long right, int rightStep, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                double x = OffHeap.getDouble(left + row * leftStep);
                double y = OffHeap.getDouble(right + row * rightStep);
                double z = remainder(x, y);
                OffHeap.putDouble(result + (row << 3), z);
                bad |= (y == 0 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** Powers; one that is too great is infinite, a root of a negative number NaN. */
    public static void power(long left, int leftStep, long right, int rightStep, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            double x = OffHeap.getDouble(left + (long) row * leftStep);
            double y = OffHeap.getDouble(right + (long) row * rightStep);
            OffHeap.putDouble(result + ((long) row << 3), Math.pow(x, y));
        }
    }

    public static void negate(long values, int step, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            OffHeap.putDouble(result + ((long) row << 3), -OffHeap.getDouble(values + (long) row * step));
        }
    }

    public static void abs(long values, int step, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            OffHeap.putDouble(result + ((long) row << 3), Math.abs(OffHeap.getDouble(values + (long) row * step)));
        }
    }

    public static void fromLongs(long values, int step, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            OffHeap.putDouble(result + ((long) row << 3), OffHeap.getLong(values + (long) row * step));
        }
    }

    /** Cuts the fraction off; what lies outside int64 becomes its nearest end, NaN becomes 0. */
    public static void toLongs(long values, int step, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            OffHeap.putLong(result + ((long) row << 3), (long) OffHeap.getDouble(values + (long) row * step));
        }
    }

    /** Cuts the fraction off; what lies outside int64, and NaN, is an error. Returns whether there are errors. */
    public static boolean toLongsExactly(long values, int step, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                double value = OffHeap.getDouble(values + (long) (base + bit) * step);
                OffHeap.putLong(result + ((long) (base + bit) << 3), (long) value);
                bad |= (value >= -0x1p63 & value < 0x1p63 ? 0L : 1L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** The remainder of a division rounded down. */
    public static double remainder(double x, double y) {
        double rest = x % y;
        if (rest == 0) {
            return Math.copySign(0.0, y);
        }
        return rest < 0 != y < 0 ? rest + y : rest;
    }

    private static double floorQuotient(double x, double y) {
        double rest = x % y;
        double quotient = (x - rest) / y;
        if (rest != 0 && rest < 0 != y < 0) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0.0, x / y);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }
}
