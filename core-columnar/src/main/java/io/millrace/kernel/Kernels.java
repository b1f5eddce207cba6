package io.millrace.kernel;

/**
 * The kernels of which there is a SIMD and a scalar version, with the same results to the last bit (sums of floats excepted, which
 * add in another order). Stateless; any thread. Ranges must be readable and writable for {@code rows} rows; results may be one of
 * the operands.
 *
 * <p>An operand is an address and a step in bytes: 8 for a column, 0 for one value for all rows, which then stands eight times at
 * its address. Bitmaps are written in whole words; bits behind the last row are unspecified.
 */
public interface Kernels {
    /** Bytes at the address of an operand of step 0. */
    int CONSTANT_BYTES = 64;

    /** The fastest kernels that this JVM can run; chosen once. */
    static Kernels active() {
        return ActiveKernels.KERNELS;
    }

    /** The scalar kernels: what the others are tested against. */
    static Kernels scalar() {
        return ScalarKernels.INSTANCE;
    }

    /** {@code result = left + right}; returns whether a sum overflowed, perhaps. */
    boolean addLongs(long left, int leftStep, long right, int rightStep, long result, int rows);

    /** {@code result = left - right}; returns whether a difference overflowed, perhaps. */
    boolean subtractLongs(long left, int leftStep, long right, int rightStep, long result, int rows);

    void addDoubles(long left, int leftStep, long right, int rightStep, long result, int rows);

    void subtractDoubles(long left, int leftStep, long right, int rightStep, long result, int rows);

    void multiplyDoubles(long left, int leftStep, long right, int rightStep, long result, int rows);

    /** Sets the bits of the rows where {@code left < right}. */
    void lessLongs(long left, int leftStep, long right, int rightStep, long result, int rows);

    void equalLongs(long left, int leftStep, long right, int rightStep, long result, int rows);

    /** As {@link #lessLongs}; NaN is greater than all others, −0.0 equals 0.0. */
    void lessDoubles(long left, int leftStep, long right, int rightStep, long result, int rows);

    /** As {@link #equalLongs}; NaN equals NaN. */
    void equalDoubles(long left, int leftStep, long right, int rightStep, long result, int rows);

    /** {@code result = mask ? then : otherwise} on values of 64 bits. */
    void blend(long mask, long then, int thenStep, long otherwise, int otherwiseStep, long result, int rows);

    /**
     * Copies the values of 64 bits whose mask bit is set to the front of {@code result}, which has room for {@code rows}, and
     * returns how many there are.
     */
    int compact(long values, long mask, long result, int rows);

    /** The sum, modulo 2^64, of the values whose mask bit is set; of all where {@code mask} is 0. */
    long sumLongs(long values, long mask, int rows);

    /** The sum of {@code value * weight} over the rows whose mask bit is set; of all where {@code mask} is 0. */
    double sumWeighted(long values, long weights, long mask, int rows);
}
