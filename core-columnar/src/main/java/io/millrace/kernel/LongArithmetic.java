package io.millrace.kernel;

import io.millrace.memory.OffHeap;

/**
 * Arithmetic on int64 that can go wrong in a row: each method writes the result and the bitmap of the rows in error, whole words of
 * it, and returns whether there are any. Operands are as in {@link Kernels}. The result of a row in error is unspecified.
 */
public final class LongArithmetic {
    private LongArithmetic() {}

    /** Sums; overflow is an error. */
    public static boolean add(long left, int leftStep, long right, int rightStep, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                long x = OffHeap.getLong(left + row * leftStep);
                long y = OffHeap.getLong(right + row * rightStep);
                long z = x + y;
                OffHeap.putLong(result + (row << 3), z);
                bad |= (((x ^ z) & (y ^ z)) < 0 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** Differences; overflow is an error. */
    public static boolean subtract(
            long left, int leftStep, long right, int rightStep, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                long x = OffHeap.getLong(left + row * leftStep);
                long y = OffHeap.getLong(right + row * rightStep);
                long z = x - y;
                OffHeap.putLong(result + (row << 3), z);
                bad |= (((x ^ y) & (x ^ z)) < 0 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** Products; overflow is an error. */
    public static boolean multiply(
            long left, int leftStep, long right, int rightStep, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                long x = OffHeap.getLong(left + row * leftStep);
                long y = OffHeap.getLong(right + row * rightStep);
                long z = x * y;
                OffHeap.putLong(result + (row << 3), z);
                bad |= (Math.multiplyHigh(x, y) != z >> 63 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** Quotients cut off at the point; a zero divisor and an overflow are errors. */
    public static boolean divide(
            long left, int leftStep, long right, int rightStep, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                long x = OffHeap.getLong(left + row * leftStep);
                long y = OffHeap.getLong(right + row * rightStep);
                OffHeap.putLong(result + (row << 3), x / (y == 0 ? 1 : y));
                bad |= (y == 0 | x == Long.MIN_VALUE & y == -1 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** Quotients rounded down; a zero divisor and an overflow are errors. */
    public static boolean floorDivide(
            long left, int leftStep, long right, int rightStep, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                long x = OffHeap.getLong(left + row * leftStep);
                long y = OffHeap.getLong(right + row * rightStep);
                long divisor = y == 0 ? 1 : y;
                long z = x / divisor;
                z -= (x ^ divisor) < 0 && z * divisor != x ? 1 : 0;
                OffHeap.putLong(result + (row << 3), z);
                bad |= (y == 0 | x == Long.MIN_VALUE & y == -1 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** Remainders with the sign of the divisor; a zero divisor is an error. */
    public static boolean modulo(
            long left, int leftStep, long right, int rightStep, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                long x = OffHeap.getLong(left + row * leftStep);
                long y = OffHeap.getLong(right + row * rightStep);
                long divisor = y == 0 ? 1 : y;
                long rest = x % divisor;
                long z = rest != 0 && (rest ^ divisor) < 0 ? rest + divisor : rest;
                OffHeap.putLong(result + (row << 3), z);
                bad |= (y == 0 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** Left shifts; a negative count and an overflow are errors. */
    public static boolean shiftLeft(
            long left, int leftStep, long right, int rightStep, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                long x = OffHeap.getLong(left + row * leftStep);
                long y = OffHeap.getLong(right + row * rightStep);
                long z = y > 63 ? 0 : x << y;
                OffHeap.putLong(result + (row << 3), z);
                bad |= (y < 0 | (y > 63 ? x != 0 : z >> y != x) ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** Arithmetic right shifts; a negative count is an error. */
    public static boolean shiftRight(
            long left, int leftStep, long right, int rightStep, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                long x = OffHeap.getLong(left + row * leftStep);
                long y = OffHeap.getLong(right + row * rightStep);
                long z = x >> Math.min(y, 63);
                OffHeap.putLong(result + (row << 3), z);
                bad |= (y < 0 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** Powers; a negative exponent and an overflow are errors. */
    public static boolean power(
            long left, int leftStep, long right, int rightStep, long result, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                long x = OffHeap.getLong(left + row * leftStep);
                long y = OffHeap.getLong(right + row * rightStep);
                long z = powerOf(x, y);
                OffHeap.putLong(result + (row << 3), z);
                bad |= (y < 0 | z == 0 & x != 0 ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    /** Bits that are set in both. */
    public static void and(long left, int leftStep, long right, int rightStep, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            long x = OffHeap.getLong(left + (long) row * leftStep);
            long y = OffHeap.getLong(right + (long) row * rightStep);
            OffHeap.putLong(result + ((long) row << 3), x & y);
        }
    }

    /** Bits that are set in one of them. */
    public static void or(long left, int leftStep, long right, int rightStep, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            long x = OffHeap.getLong(left + (long) row * leftStep);
            long y = OffHeap.getLong(right + (long) row * rightStep);
            OffHeap.putLong(result + ((long) row << 3), x | y);
        }
    }

    /** Bits that are set in exactly one of them. */
    public static void xor(long left, int leftStep, long right, int rightStep, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            long x = OffHeap.getLong(left + (long) row * leftStep);
            long y = OffHeap.getLong(right + (long) row * rightStep);
            OffHeap.putLong(result + ((long) row << 3), x ^ y);
        }
    }

    /** Marks the least int64, whose negation and absolute value overflow, and returns whether there is one. */
    public static boolean markLeast(long values, int step, long errors, int rows) {
        long any = 0;
        for (int base = 0; base < rows; base += 64) {
            long bad = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                bad |= (OffHeap.getLong(values + (long) (base + bit) * step) == Long.MIN_VALUE ? 1L : 0L) << bit;
            }
            OffHeap.putLong(errors + (base >>> 3), bad);
            any |= bad;
        }
        return any != 0;
    }

    public static void negate(long values, int step, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            OffHeap.putLong(result + ((long) row << 3), -OffHeap.getLong(values + (long) row * step));
        }
    }

    public static void abs(long values, int step, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            OffHeap.putLong(result + ((long) row << 3), Math.abs(OffHeap.getLong(values + (long) row * step)));
        }
    }

    /** {@code base} to the power of {@code exponent}; 0, which is no power of another number, where it overflows. */
    private static long powerOf(long base, long exponent) {
        if (base == 0) {
            return exponent == 0 ? 1 : 0;
        }
        long result = 1;
        long square = base;
        boolean squareOverflowed = false;
        for (long left = exponent; left > 0; left >>>= 1) {
            if ((left & 1) != 0) {
                if (squareOverflowed || Math.multiplyHigh(result, square) != result * square >> 63) {
                    return 0;
                }
                result *= square;
            }
            squareOverflowed |= Math.multiplyHigh(square, square) != square * square >> 63;
            square *= square;
        }
        return result;
    }
}
