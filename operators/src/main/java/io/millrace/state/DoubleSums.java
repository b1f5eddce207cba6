package io.millrace.state;

import io.millrace.kernel.Hashing;
import io.millrace.memory.OffHeap;

/**
 * Sums of weighted float64 values: the running sum, the compensation of all that its additions rounded away (Kahan–Babuška in
 * Neumaier's form, by Knuth's branch-free two-sum), and a fingerprint, the weighted sum of the values' hashes modulo 2^64. Once
 * everything is taken back the fingerprint is 0 where the sum may be left with a speck. NaN and infinities are rare counts and never
 * enter the sum, so it recovers when they go.
 *
 * <p>A finite sum beyond ±1.8e308 stays infinite until its group is empty.
 */
public final class DoubleSums {
    public static final int WORDS = 3;
    /** Rare counts, behind the accumulator's errors. */
    public static final int NAN = 1;

    public static final int POSITIVE_INFINITY = 2;
    public static final int NEGATIVE_INFINITY = 3;
    public static final int RARE_COUNTS = 4;

    private DoubleSums() {}

    /** Adds the rows to the sums {@code byteOffset} behind their addresses. */
    public static void add(ArgumentRows rows, long byteOffset) {
        boolean finite = allFinite(rows.values(), rows.rowCount());
        if (!finite) {
            addAny(rows, byteOffset);
        } else if (rows.weights() == 0) {
            addPlain(rows.addresses(), byteOffset, rows.values(), rows.rowCount());
        } else {
            addWeighted(rows.addresses(), byteOffset, rows.values(), rows.weights(), rows.rowCount());
        }
    }

    private static boolean allFinite(long values, int rowCount) {
        int strange = 0;
        for (int i = 0; i < rowCount; i++) {
            double value = OffHeap.getDouble(values + ((long) i << 3));
            strange += Double.isFinite(value) ? 0 : 1;
        }
        return strange == 0;
    }

    private static void addPlain(long addresses, long byteOffset, long values, int rowCount) {
        for (int i = 0; i < rowCount; i++) {
            addOne(
                    OffHeap.getLong(addresses + ((long) i << 3)) + byteOffset,
                    OffHeap.getDouble(values + ((long) i << 3)),
                    1);
        }
    }

    private static void addWeighted(long addresses, long byteOffset, long values, long weights, int rowCount) {
        for (int i = 0; i < rowCount; i++) {
            addOne(
                    OffHeap.getLong(addresses + ((long) i << 3)) + byteOffset,
                    OffHeap.getDouble(values + ((long) i << 3)),
                    OffHeap.getLong(weights + ((long) i << 3)));
        }
    }

    private static void addAny(ArgumentRows rows, long byteOffset) {
        for (int i = 0; i < rows.rowCount(); i++) {
            double value = OffHeap.getDouble(rows.values() + ((long) i << 3));
            if (Double.isNaN(value)) {
                rows.count(i, NAN);
            } else if (Double.isInfinite(value)) {
                rows.count(i, value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY);
            } else {
                addOne(OffHeap.getLong(rows.addresses() + ((long) i << 3)) + byteOffset, value, rows.weight(i));
            }
        }
    }

    private static void addOne(long at, double value, long weight) {
        double factor = weight;
        double term = value * factor;
        double lost = Math.abs(weight) == 1 ? 0 : Math.fma(value, factor, -term);
        addTerm(at, term, lost);
        OffHeap.putLong(
                at + 16, OffHeap.getLong(at + 16) + weight * Hashing.mix(Double.doubleToRawLongBits(value + 0.0) + 1));
    }

    private static void addTerm(long at, double term, double lost) {
        double sum = OffHeap.getDouble(at);
        double next = sum + term;
        double part = next - sum;
        double rounded = (sum - (next - part)) + (term - part);
        OffHeap.putDouble(at, next);
        OffHeap.putDouble(at + 8, OffHeap.getDouble(at + 8) + (rounded + lost));
    }

    /** Adds sums that lie at {@code from} to those at {@code to}. */
    public static void merge(long to, long from) {
        addTerm(to, OffHeap.getDouble(from), OffHeap.getDouble(from + 8));
        OffHeap.putLong(to + 16, OffHeap.getLong(to + 16) + OffHeap.getLong(from + 16));
    }

    public static boolean isZero(long at) {
        return OffHeap.getLong(at + 16) == 0;
    }

    /**
     * The sum of a row's group, NaN and infinities counted in as often as their net weight says.
     *
     * @param counter the accumulator's first rare count
     */
    public static double sum(ResultRows rows, int row, long byteOffset, int counter) {
        long at = rows.accumulator(row) + byteOffset;
        double sum = OffHeap.getDouble(at);
        double compensated = sum + OffHeap.getDouble(at + 8);
        double finite = (Double.isFinite(compensated) ? compensated : sum) + 0.0;
        if (!rows.hasRare()) {
            return finite;
        }
        double strange = rows.rareCount(row, counter + NAN) == 0 ? 0 : Double.NaN;
        long up = rows.rareCount(row, counter + POSITIVE_INFINITY);
        long down = rows.rareCount(row, counter + NEGATIVE_INFINITY);
        return finite
                + strange
                + (up == 0 ? 0 : up * Double.POSITIVE_INFINITY)
                + (down == 0 ? 0 : down * Double.NEGATIVE_INFINITY);
    }
}
