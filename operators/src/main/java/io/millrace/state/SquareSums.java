package io.millrace.state;

import io.millrace.kernel.Hashing;
import io.millrace.memory.OffHeap;

/**
 * Sums of weighted float64 values and of their squares, each with what its additions rounded away, for variances: two words a sum, and a
 * fingerprint as in {@link DoubleSums}. Twice the digits of a double, so that the difference of the two is good where the variance
 * is small beside the mean. NaN and infinities are a rare count and never enter.
 */
public final class SquareSums {
    public static final int WORDS = 5;
    /** Rare count, behind the accumulator's errors, of values that are not finite. */
    public static final int STRANGE = 1;

    public static final int RARE_COUNTS = 2;

    private SquareSums() {}

    /** Adds the rows to the sums {@code byteOffset} behind their addresses. */
    public static void add(ArgumentRows rows, long byteOffset) {
        for (int i = 0; i < rows.rowCount(); i++) {
            double value = OffHeap.getDouble(rows.values() + ((long) i << 3));
            if (Double.isFinite(value)) {
                addOne(OffHeap.getLong(rows.addresses() + ((long) i << 3)) + byteOffset, value, rows.weight(i));
            } else {
                rows.count(i, STRANGE);
            }
        }
    }

    private static void addOne(long at, double value, long weight) {
        double factor = weight;
        addTerm(at, value * factor, Math.fma(value, factor, -(value * factor)));
        double square = value * value;
        double rest = Math.fma(value, value, -square);
        addTerm(at + 16, square * factor, Math.fma(square, factor, -(square * factor)) + rest * factor);
        long hash = Hashing.mix(Double.doubleToRawLongBits(value + 0.0) + 1);
        OffHeap.putLong(at + 32, OffHeap.getLong(at + 32) + weight * hash);
    }

    private static void addTerm(long at, double term, double lost) {
        double sum = OffHeap.getDouble(at);
        double next = sum + term;
        double part = next - sum;
        double rounded = (sum - (next - part)) + (term - part);
        OffHeap.putDouble(at, next);
        OffHeap.putDouble(at + 8, OffHeap.getDouble(at + 8) + (rounded + lost));
    }

    public static boolean isZero(long at) {
        return OffHeap.getLong(at + 32) == 0;
    }

    /** The sum of the squared distances from the mean of {@code count} values. */
    public static double squaredDistances(long at, long count) {
        double sum = OffHeap.getDouble(at) + OffHeap.getDouble(at + 8);
        double sumRest = OffHeap.getDouble(at + 8) - (sum - OffHeap.getDouble(at));
        double squares = OffHeap.getDouble(at + 16) + OffHeap.getDouble(at + 24);
        double squaresRest = OffHeap.getDouble(at + 24) - (squares - OffHeap.getDouble(at + 16));
        double product = sum * sum;
        double productRest = Math.fma(sum, sum, -product) + 2 * sum * sumRest;
        double quotient = product / count;
        double quotientRest = (Math.fma(-quotient, count, product) + productRest) / count;
        double difference = squares - quotient;
        double part = difference - squares;
        double rounded = (squares - (difference - part)) + (-quotient - part);
        return Math.max(0, difference + (rounded + (squaresRest - quotientRest)));
    }
}
