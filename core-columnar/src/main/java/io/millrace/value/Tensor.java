package io.millrace.value;

import java.util.Arrays;

/** An n-dimensional array of int64 or float64, elements in row-major order. A value: the arrays are not to be changed. */
public final class Tensor {
    private final long[] shape;
    private final long[] longs;
    private final double[] doubles;

    private Tensor(long[] shape, long[] longs, double[] doubles) {
        this.shape = shape;
        this.longs = longs;
        this.doubles = doubles;
        long count = 1;
        for (long length : shape) {
            count *= length;
        }
        int given = longs == null ? doubles.length : longs.length;
        if (count != given) {
            throw new IllegalArgumentException(
                    "an array of shape " + Arrays.toString(shape) + " has " + count + " elements, not " + given);
        }
    }

    /** An array of one dimension. */
    public static Tensor of(long[] elements) {
        return of(elements, elements.length);
    }

    /** An array of one dimension. */
    public static Tensor of(double[] elements) {
        return of(elements, elements.length);
    }

    /** An array with so many elements in each dimension; without dimensions it has one element. */
    public static Tensor of(long[] elements, long... shape) {
        return new Tensor(shape, elements, null);
    }

    /** An array with so many elements in each dimension; without dimensions it has one element. */
    public static Tensor of(double[] elements, long... shape) {
        return new Tensor(shape, null, elements);
    }

    public boolean isInt64() {
        return longs != null;
    }

    /** Length of each dimension. */
    public long[] shape() {
        return shape;
    }

    /** The elements of an int array. */
    public long[] longs() {
        return longs;
    }

    /** The elements of a float array; of an int array they are converted. */
    public double[] doubles() {
        return doubles != null ? doubles : Arrays.stream(longs).asDoubleStream().toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor it
                && Arrays.equals(shape, it.shape)
                && Arrays.equals(longs, it.longs)
                && Arrays.equals(doubles, it.doubles);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(longs) + Arrays.hashCode(doubles);
    }

    @Override
    public String toString() {
        return "array" + Arrays.toString(shape) + (longs == null ? Arrays.toString(doubles) : Arrays.toString(longs));
    }
}
