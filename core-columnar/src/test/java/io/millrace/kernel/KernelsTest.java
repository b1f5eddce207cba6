package io.millrace.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.memory.OffHeap;
import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The active kernels against plain loops over Java arrays, and against the scalar kernels, at sizes around vectors and batches. */
final class KernelsTest {
    private static final int[] SIZES = {0, 1, 3, 4, 5, 7, 8, 9, 63, 64, 65, 127, 4095, 4096, 4097};
    private static final int STARTS = 3;
    private static final double[] SPECIAL = {
        0.0, -0.0, 1.5, -1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE
    };

    @Test
    void sumsAndDifferencesOfLongsAreExactAndOverflowIsNoticed() {
        forAll((kernels, data, rows, where) -> {
            boolean overflows = false;
            boolean underflows = false;
            boolean saysOver =
                    kernels.addLongs(data.left, data.leftStep, data.right, data.rightStep, data.result, rows);
            for (int i = 0; i < rows; i++) {
                assertEquals(data.left(i) + data.right(i), data.result(i), where + " row " + i);
                overflows |= overflowsOnAdd(data.left(i), data.right(i));
            }
            assertEquals(overflows, saysOver, where);
            boolean saysUnder =
                    kernels.subtractLongs(data.left, data.leftStep, data.right, data.rightStep, data.result, rows);
            for (int i = 0; i < rows; i++) {
                assertEquals(data.left(i) - data.right(i), data.result(i), where + " row " + i);
                underflows |= overflowsOnSubtract(data.left(i), data.right(i));
            }
            assertEquals(underflows, saysUnder, where);
        });
    }

    @Test
    void floatArithmeticIsThatOfJava() {
        forAll((kernels, data, rows, where) -> {
            data.makeDoubles(rows);
            kernels.addDoubles(data.left, data.leftStep, data.right, data.rightStep, data.result, rows);
            for (int i = 0; i < rows; i++) {
                assertEquals(data.leftDouble(i) + data.rightDouble(i), data.resultDouble(i), where);
            }
            kernels.subtractDoubles(data.left, data.leftStep, data.right, data.rightStep, data.result, rows);
            for (int i = 0; i < rows; i++) {
                assertEquals(data.leftDouble(i) - data.rightDouble(i), data.resultDouble(i), where);
            }
            kernels.multiplyDoubles(data.left, data.leftStep, data.right, data.rightStep, data.result, rows);
            for (int i = 0; i < rows; i++) {
                assertEquals(data.leftDouble(i) * data.rightDouble(i), data.resultDouble(i), where);
            }
        });
    }

    @Test
    void comparisonsOfLongsSetOneBitARow() {
        forAll((kernels, data, rows, where) -> {
            kernels.lessLongs(data.left, data.leftStep, data.right, data.rightStep, data.result, rows);
            for (int i = 0; i < rows; i++) {
                assertEquals(data.left(i) < data.right(i), OffHeap.getBit(data.result, i), where + " row " + i);
            }
            kernels.equalLongs(data.left, data.leftStep, data.right, data.rightStep, data.result, rows);
            for (int i = 0; i < rows; i++) {
                assertEquals(data.left(i) == data.right(i), OffHeap.getBit(data.result, i), where + " row " + i);
            }
        });
    }

    @Test
    void comparisonsOfDoublesPutNaNLastAndMakeZerosEqual() {
        forAll((kernels, data, rows, where) -> {
            data.makeDoubles(rows);
            kernels.lessDoubles(data.left, data.leftStep, data.right, data.rightStep, data.result, rows);
            for (int i = 0; i < rows; i++) {
                assertEquals(
                        order(data.leftDouble(i), data.rightDouble(i)) < 0,
                        OffHeap.getBit(data.result, i),
                        where + " row " + i);
            }
            kernels.equalDoubles(data.left, data.leftStep, data.right, data.rightStep, data.result, rows);
            for (int i = 0; i < rows; i++) {
                assertEquals(
                        order(data.leftDouble(i), data.rightDouble(i)) == 0,
                        OffHeap.getBit(data.result, i),
                        where + " row " + i);
            }
        });
    }

    @Test
    void blendingAndCompactingFollowTheMask() {
        forAll((kernels, data, rows, where) -> {
            kernels.blend(data.mask, data.left, data.leftStep, data.right, data.rightStep, data.result, rows);
            for (int i = 0; i < rows; i++) {
                long expected = OffHeap.getBit(data.mask, i) ? data.left(i) : data.right(i);
                assertEquals(expected, data.result(i), where + " row " + i);
            }
            if (data.leftStep == 0) {
                return;
            }
            int count = kernels.compact(data.left, data.mask, data.result, rows);
            int expectedCount = 0;
            for (int i = 0; i < rows; i++) {
                if (OffHeap.getBit(data.mask, i)) {
                    assertEquals(data.left(i), data.result(expectedCount++), where + " row " + i);
                }
            }
            assertEquals(expectedCount, count, where);
        });
    }

    @Test
    void maskedSumsTakeTheRowsOfTheMaskOrAll() {
        forAll((kernels, data, rows, where) -> {
            if (data.leftStep == 0 || data.rightStep == 0) {
                return;
            }
            long masked = 0;
            long all = 0;
            for (int i = 0; i < rows; i++) {
                masked += OffHeap.getBit(data.mask, i) ? data.left(i) : 0;
                all += data.left(i);
            }
            assertEquals(masked, kernels.sumLongs(data.left, data.mask, rows), where);
            assertEquals(all, kernels.sumLongs(data.left, 0, rows), where);
            double weighted = 0;
            double weightedAll = 0;
            for (int i = 0; i < rows; i++) {
                OffHeap.putDouble(data.left + 8L * i, i % 13 - 5.5);
                OffHeap.putLong(data.right + 8L * i, i % 7 - 3);
                weighted += OffHeap.getBit(data.mask, i) ? (i % 13 - 5.5) * (i % 7 - 3) : 0;
                weightedAll += (i % 13 - 5.5) * (i % 7 - 3);
            }
            assertEquals(weighted, kernels.sumWeighted(data.left, data.right, data.mask, rows), where);
            assertEquals(weightedAll, kernels.sumWeighted(data.left, data.right, 0, rows), where);
        });
    }

    @Test
    void theActiveKernelsAreTheVectorOnesInThisJvm() {
        assertTrue(
                Kernels.active() instanceof io.millrace.kernel.simd.VectorKernels,
                Kernels.active().toString());
    }

    private static void forAll(Check check) {
        for (Kernels kernels : new Kernels[] {Kernels.active(), Kernels.scalar()}) {
            for (int rows : SIZES) {
                for (int start = 0; start < STARTS; start++) {
                    for (int constant = 0; constant < 3; constant++) {
                        long seed = rows * 100L + start * 10 + constant;
                        try (Arena arena = Arena.ofConfined()) {
                            Data data = new Data(arena, seed, rows, start, constant);
                            String where = kernels.getClass().getSimpleName() + " rows " + rows + " start " + start
                                    + " constant " + constant + " seed " + seed;
                            check.run(kernels, data, rows, where);
                            data.assertNothingWrittenBehind(rows, where);
                        }
                    }
                }
            }
        }
    }

    private static int order(double left, double right) {
        return left == right ? 0 : Double.compare(left, right);
    }

    private static boolean overflowsOnAdd(long left, long right) {
        try {
            Math.addExact(left, right);
            return false;
        } catch (ArithmeticException e) {
            return true;
        }
    }

    private static boolean overflowsOnSubtract(long left, long right) {
        try {
            Math.subtractExact(left, right);
            return false;
        } catch (ArithmeticException e) {
            return true;
        }
    }

    @FunctionalInterface
    private interface Check {
        void run(Kernels kernels, Data data, int rows, String where);
    }

    /** Two operands, of which one may be constant, a mask and room for a result, at odd addresses. */
    private static final class Data {
        private static final byte CANARY = 0x5A;

        final long left;
        final long right;
        final int leftStep;
        final int rightStep;
        final long mask;
        final long result;
        private final Random random;

        Data(Arena arena, long seed, int rows, int start, int constant) {
            random = new Random(seed);
            left = room(arena, rows, start);
            right = room(arena, rows, start * 2);
            mask = room(arena, rows, 0);
            result = room(arena, rows, start);
            leftStep = constant == 1 ? 0 : 8;
            rightStep = constant == 2 ? 0 : 8;
            boolean isSmall = seed % 2 == 0;
            for (int i = 0; i < Math.max(rows, 8); i++) {
                put(left, i, leftStep, isSmall ? random.nextInt(10) - 5 : random.nextLong());
                put(right, i, rightStep, isSmall ? random.nextInt(10) - 5 : random.nextLong());
            }
            for (int word = 0; word <= rows >>> 6; word++) {
                OffHeap.putLong(mask + 8L * word, random.nextLong());
            }
            OffHeap.fill(result, 8L * rows + 64, CANARY);
        }

        void makeDoubles(int rows) {
            for (int i = 0; i < Math.max(rows, 8); i++) {
                put(left, i, leftStep, Double.doubleToRawLongBits(SPECIAL[random.nextInt(SPECIAL.length)]));
                put(right, i, rightStep, Double.doubleToRawLongBits(SPECIAL[random.nextInt(SPECIAL.length)]));
            }
        }

        void assertNothingWrittenBehind(int rows, String where) {
            for (long at = 8L * rows; at < 8L * rows + 64; at++) {
                // A bitmap of few rows is written in a whole word, which is more than the rows' eight bytes each only
                // for none.
                assertEquals(CANARY, OffHeap.getByte(result + at), where + " byte " + at);
            }
        }

        long left(int row) {
            return OffHeap.getLong(left + (long) row * leftStep);
        }

        long right(int row) {
            return OffHeap.getLong(right + (long) row * rightStep);
        }

        long result(int row) {
            return OffHeap.getLong(result + 8L * row);
        }

        double leftDouble(int row) {
            return Double.longBitsToDouble(left(row));
        }

        double rightDouble(int row) {
            return Double.longBitsToDouble(right(row));
        }

        double resultDouble(int row) {
            return Double.longBitsToDouble(result(row));
        }

        private static long room(Arena arena, int rows, int start) {
            return arena.allocate(8L * Math.max(rows, 8) + 128, 64).address() + start;
        }

        private static void put(long address, int row, int step, long value) {
            if (step == 0) {
                if (row == 0) {
                    for (int i = 0; i < 8; i++) {
                        OffHeap.putLong(address + 8L * i, value);
                    }
                }
            } else {
                OffHeap.putLong(address + 8L * row, value);
            }
        }
    }
}
