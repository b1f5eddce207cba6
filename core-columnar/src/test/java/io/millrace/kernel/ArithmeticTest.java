package io.millrace.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.memory.OffHeap;
import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ArithmeticTest {
    private static final long[] LONGS = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        7,
        -7,
        10,
        62,
        63,
        64,
        65,
        1L << 31,
        1L << 32,
        -(1L << 32),
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        3037000500L
    };
    private static final double[] DOUBLES = {
        0.0, -0.0, 1, -1, 2.5, -2.5, 0.1, 1e300, -1e300, 1e-300, Double.POSITIVE_INFINITY, Double.NaN
    };

    @Test
    void intArithmeticIsExactOrAnError() {
        checkLongs("multiply", LongArithmetic::multiply, BigInteger::multiply);
        checkLongs("add", LongArithmetic::add, BigInteger::add);
        checkLongs("subtract", LongArithmetic::subtract, BigInteger::subtract);
        checkLongs("floorDivide", LongArithmetic::floorDivide, ArithmeticTest::floorDivide);
        checkLongs(
                "modulo",
                LongArithmetic::modulo,
                (x, y) -> y.signum() == 0 ? null : x.subtract(floorDivide(x, y).multiply(y)));
        checkLongs("power", LongArithmetic::power, ArithmeticTest::power);
        checkLongs(
                "shiftLeft",
                LongArithmetic::shiftLeft,
                (x, y) -> y.signum() < 0
                        ? null
                        : x.signum() == 0 ? x : y.bitLength() > 31 ? null : x.shiftLeft(y.intValue()));
        checkLongs(
                "shiftRight",
                LongArithmetic::shiftRight,
                (x, y) -> y.signum() < 0
                        ? null
                        : x.shiftRight(y.min(BigInteger.valueOf(64)).intValue()));
    }

    @Test
    void floatDivisionRoundsDownAsPythonDoes() {
        // x, y, x // y, x % y as Python 3 prints them
        double[][] known = {
            {7, 2, 3, 1},
            {-7, 2, -4, 1},
            {7, -2, -4, -1},
            {-7, -2, 3, -1},
            {0.69213224, -0.04078913, -17, -0.0012829700000000037},
            {1, 0.1, 9, 0.09999999999999995},
            {-1e-20, 1, -1, 1},
            {5.5, Double.POSITIVE_INFINITY, 0, 5.5}
        };
        try (Arena arena = Arena.ofConfined()) {
            long x = arena.allocate(64, 8).address();
            long y = arena.allocate(64, 8).address();
            long result = arena.allocate(64, 8).address();
            long errors = arena.allocate(64, 8).address();
            for (double[] row : known) {
                OffHeap.putDouble(x, row[0]);
                OffHeap.putDouble(y, row[1]);
                DoubleArithmetic.floorDivide(x, 8, y, 8, result, errors, 1);
                assertEquals(row[2], OffHeap.getDouble(result), row[0] + " // " + row[1]);
                DoubleArithmetic.modulo(x, 8, y, 8, result, errors, 1);
                assertEquals(row[3], OffHeap.getDouble(result), 1e-15, row[0] + " % " + row[1]);
            }
        }
    }

    @Test
    void aZeroDivisorOfFloatsIsAnErrorInItsRowOnly() {
        try (Arena arena = Arena.ofConfined()) {
            int rows = DOUBLES.length * DOUBLES.length;
            long x = arena.allocate(8L * rows + 64, 8).address();
            long y = arena.allocate(8L * rows + 64, 8).address();
            long result = arena.allocate(8L * rows + 64, 8).address();
            long errors = arena.allocate(8L * rows + 64, 8).address();
            for (int i = 0; i < rows; i++) {
                OffHeap.putDouble(x + 8L * i, DOUBLES[i / DOUBLES.length]);
                OffHeap.putDouble(y + 8L * i, DOUBLES[i % DOUBLES.length]);
            }
            assertEquals(true, DoubleArithmetic.divide(x, 8, y, 8, result, errors, rows));
            for (int i = 0; i < rows; i++) {
                double a = DOUBLES[i / DOUBLES.length];
                double b = DOUBLES[i % DOUBLES.length];
                assertEquals(b == 0, OffHeap.getBit(errors, i), a + " / " + b);
                if (b != 0) {
                    assertEquals(a / b, OffHeap.getDouble(result + 8L * i), a + " / " + b);
                }
            }
        }
    }

    private static void checkLongs(String name, LongKernel kernel, Exact exact) {
        long seed = name.hashCode();
        Random random = new Random(seed);
        int rows = LONGS.length * LONGS.length + 500;
        try (Arena arena = Arena.ofConfined()) {
            long x = arena.allocate(8L * rows + 64, 8).address();
            long y = arena.allocate(8L * rows + 64, 8).address();
            long result = arena.allocate(8L * rows + 64, 8).address();
            long errors = arena.allocate(rows + 64, 8).address();
            for (int i = 0; i < rows; i++) {
                boolean isListed = i < LONGS.length * LONGS.length;
                OffHeap.putLong(
                        x + 8L * i, isListed ? LONGS[i / LONGS.length] : random.nextLong() >> random.nextInt(64));
                OffHeap.putLong(
                        y + 8L * i, isListed ? LONGS[i % LONGS.length] : random.nextLong() >> random.nextInt(64));
            }
            kernel.run(x, 8, y, 8, result, errors, rows);
            for (int i = 0; i < rows; i++) {
                long a = OffHeap.getLong(x + 8L * i);
                long b = OffHeap.getLong(y + 8L * i);
                BigInteger expected = exact.of(BigInteger.valueOf(a), BigInteger.valueOf(b));
                String where = name + "(" + a + ", " + b + ") seed " + seed;
                boolean fits = expected != null && expected.bitLength() < 64;
                assertEquals(!fits, OffHeap.getBit(errors, i), where);
                if (fits) {
                    assertEquals(expected.longValue(), OffHeap.getLong(result + 8L * i), where);
                }
            }
        }
    }

    private static BigInteger floorDivide(BigInteger x, BigInteger y) {
        if (y.signum() == 0) {
            return null;
        }
        BigInteger[] parts = x.divideAndRemainder(y);
        return parts[1].signum() != 0 && parts[1].signum() != y.signum() ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static BigInteger power(BigInteger x, BigInteger y) {
        if (y.signum() < 0) {
            return null;
        }
        if (x.abs().compareTo(BigInteger.ONE) <= 0) {
            return x.signum() < 0 && !y.testBit(0) ? BigInteger.ONE : y.signum() == 0 ? BigInteger.ONE : x;
        }
        return y.bitLength() > 7 ? null : x.pow(y.intValue());
    }

    @FunctionalInterface
    private interface LongKernel {
        boolean run(long left, int leftStep, long right, int rightStep, long result, long errors, int rows);
    }

    @FunctionalInterface
    private interface Exact {
        BigInteger of(BigInteger left, BigInteger right);
    }
}
