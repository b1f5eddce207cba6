package io.millrace.expression;

import io.millrace.value.Tensor;

/** Products of arrays of one or two dimensions, as numpy's {@code @}. */
final class MatrixProduct {
    private MatrixProduct() {}

    /** Returns a number where both have one dimension, an array else, null where the shapes do not fit. Ints wrap, as numpy's do. */
    static Object of(Tensor left, Tensor right) {
        long[] l = left.shape();
        long[] r = right.shape();
        if (l.length == 0 || r.length == 0 || l.length > 2 || r.length > 2 || l[l.length - 1] != r[0]) {
            return null;
        }
        int rows = l.length == 2 ? (int) l[0] : 1;
        int inner = (int) r[0];
        int columns = r.length == 2 ? (int) r[1] : 1;
        long[] shape = new long[l.length + r.length - 2];
        if (l.length == 2) {
            shape[0] = rows;
        }
        if (r.length == 2) {
            shape[shape.length - 1] = columns;
        }
        if (left.isInt64() && right.isInt64()) {
            long[] product = longs(left.longs(), right.longs(), rows, inner, columns);
            return shape.length == 0 ? (Object) product[0] : Tensor.of(product, shape);
        }
        double[] product = doubles(left.doubles(), right.doubles(), rows, inner, columns);
        return shape.length == 0 ? (Object) product[0] : Tensor.of(product, shape);
    }

    private static long[] longs(long[] left, long[] right, int rows, int inner, int columns) {
        long[] product = new long[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < inner; k++) {
                for (int j = 0; j < columns; j++) {
                    product[i * columns + j] += left[i * inner + k] * right[k * columns + j];
                }
            }
        }
        return product;
    }

    private static double[] doubles(double[] left, double[] right, int rows, int inner, int columns) {
        double[] product = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < inner; k++) {
                for (int j = 0; j < columns; j++) {
                    product[i * columns + j] += left[i * inner + k] * right[k * columns + j];
                }
            }
        }
        return product;
    }
}
