package io.millrace.state;

import io.millrace.memory.OffHeap;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** Exact sums of weighted int64 values, 128 bits, and of their squares, 192 bits, low words first, for variances. */
public final class LongSquareSums {
    public static final int WORDS = 5;

    private static final int SQUARES = LongSums.WORDS * Long.BYTES;

    private LongSquareSums() {}

    /** Adds the rows to the sums {@code byteOffset} behind their addresses. */
    public static void add(ArgumentRows rows, long byteOffset) {
        LongSums.add(rows, byteOffset);
        for (int i = 0; i < rows.rowCount(); i++) {
            long value = OffHeap.getLong(rows.values() + ((long) i << 3));
            addSquare(
                    OffHeap.getLong(rows.addresses() + ((long) i << 3)) + byteOffset + SQUARES, value, rows.weight(i));
        }
    }

    private static void addSquare(long at, long value, long weight) {
        long squareLow = value * value;
        long squareHigh = Math.multiplyHigh(value, value);
        // weight · square as three words; squareHigh is not negative, and its product has less than 112 bits.
        long low = squareLow * weight;
        long middle = Math.unsignedMultiplyHigh(squareLow, weight) - (weight < 0 ? squareLow : 0);
        long more = squareHigh * weight;
        long moreHigh = Math.multiplyHigh(squareHigh, weight);
        long sum = middle + more;
        long carry = Long.compareUnsigned(sum, middle) < 0 ? 1 : 0;
        addThree(at, low, sum, (weight < 0 && squareLow != 0 ? -1 : 0) + moreHigh + carry);
    }

    private static void addThree(long at, long low, long middle, long high) {
        long oldLow = OffHeap.getLong(at);
        long newLow = oldLow + low;
        long carry = Long.compareUnsigned(newLow, low) < 0 ? 1 : 0;
        long oldMiddle = OffHeap.getLong(at + 8);
        long partMiddle = oldMiddle + middle;
        long carryMiddle = Long.compareUnsigned(partMiddle, middle) < 0 ? 1 : 0;
        long newMiddle = partMiddle + carry;
        carryMiddle += Long.compareUnsigned(newMiddle, carry) < 0 ? 1 : 0;
        OffHeap.putLong(at, newLow);
        OffHeap.putLong(at + 8, newMiddle);
        OffHeap.putLong(at + 16, OffHeap.getLong(at + 16) + high + carryMiddle);
    }

    public static boolean isZero(long at) {
        return LongSums.isZero(at)
                && (OffHeap.getLong(at + SQUARES)
                                | OffHeap.getLong(at + SQUARES + 8)
                                | OffHeap.getLong(at + SQUARES + 16))
                        == 0;
    }

    /** The sum of the squared distances from the mean of {@code count} values, by {@code divisor}, rounded once. */
    public static double variance(long at, long count, long divisor) {
        BigInteger sum = integer(at, LongSums.WORDS);
        BigInteger squares = integer(at + SQUARES, WORDS - LongSums.WORDS);
        BigInteger distances = squares.multiply(BigInteger.valueOf(count)).subtract(sum.multiply(sum));
        BigDecimal below = new BigDecimal(BigInteger.valueOf(count).multiply(BigInteger.valueOf(divisor)));
        return new BigDecimal(distances).divide(below, MathContext.DECIMAL128).doubleValue();
    }

    private static BigInteger integer(long at, int words) {
        byte[] bigEndian = new byte[words * Long.BYTES];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[bigEndian.length - 1 - i] = OffHeap.getByte(at + i);
        }
        return new BigInteger(bigEndian);
    }
}
