package io.millrace.kernel;

import io.millrace.memory.OffHeap;

/** Plain loops, branch-free where a branch would be taken by chance. */
final class ScalarKernels implements Kernels {
    static final Kernels INSTANCE = new ScalarKernels();

    private ScalarKernels() {}

    @Override
    public boolean addLongs(long left, int leftStep, long right, int rightStep, long result, int rows) {
        long overflow = 0;
        for (int row = 0; row < rows; row++) {
            long x = OffHeap.getLong(left + (long) row * leftStep);
            long y = OffHeap.getLong(right + (long) row * rightStep);
            long z = x + y;
            overflow |= (x ^ z) & (y ^ z);
            OffHeap.putLong(result + ((long) row << 3), z);
        }
        return overflow < 0;
    }

    @Override
    public boolean subtractLongs(long left, int leftStep, long right, int rightStep, long result, int rows) {
        long overflow = 0;
        for (int row = 0; row < rows; row++) {
            long x = OffHeap.getLong(left + (long) row * leftStep);
            long y = OffHeap.getLong(right + (long) row * rightStep);
            long z = x - y;
            overflow |= (x ^ y) & (x ^ z);
            OffHeap.putLong(result + ((long) row << 3), z);
        }
        return overflow < 0;
    }

    @Override
    public void addDoubles(long left, int leftStep, long right, int rightStep, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            double x = OffHeap.getDouble(left + (long) row * leftStep);
            double y = OffHeap.getDouble(right + (long) row * rightStep);
            OffHeap.putDouble(result + ((long) row << 3), x + y);
        }
    }

    @Override
    public void subtractDoubles(long left, int leftStep, long right, int rightStep, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            double x = OffHeap.getDouble(left + (long) row * leftStep);
            double y = OffHeap.getDouble(right + (long) row * rightStep);
            OffHeap.putDouble(result + ((long) row << 3), x - y);
        }
    }

    @Override
    public void multiplyDoubles(long left, int leftStep, long right, int rightStep, long result, int rows) {
        for (int row = 0; row < rows; row++) {
            double x = OffHeap.getDouble(left + (long) row * leftStep);
            double y = OffHeap.getDouble(right + (long) row * rightStep);
            OffHeap.putDouble(result + ((long) row << 3), x * y);
        }
    }

    @Override
    public void lessLongs(long left, int leftStep, long right, int rightStep, long result, int rows) {
        for (int base = 0; base < rows; base += 64) {
            long bits = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long x = OffHeap.getLong(left + (long) (base + bit) * leftStep);
                long y = OffHeap.getLong(right + (long) (base + bit) * rightStep);
                bits |= (x < y ? 1L : 0L) << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
    }

    @Override
    public void equalLongs(long left, int leftStep, long right, int rightStep, long result, int rows) {
        for (int base = 0; base < rows; base += 64) {
            long bits = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long x = OffHeap.getLong(left + (long) (base + bit) * leftStep);
                long y = OffHeap.getLong(right + (long) (base + bit) * rightStep);
                bits |= (x == y ? 1L : 0L) << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
    }

    @Override
    public void lessDoubles(long left, int leftStep, long right, int rightStep, long result, int rows) {
        for (int base = 0; base < rows; base += 64) {
            long bits = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                double x = OffHeap.getDouble(left + (long) (base + bit) * leftStep);
                double y = OffHeap.getDouble(right + (long) (base + bit) * rightStep);
                bits |= (x < y | Double.isNaN(y) & !Double.isNaN(x) ? 1L : 0L) << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
    }

    @Override
    public void equalDoubles(long left, int leftStep, long right, int rightStep, long result, int rows) {
        for (int base = 0; base < rows; base += 64) {
            long bits = 0;
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                double x = OffHeap.getDouble(left + (long) (base + bit) * leftStep);
                double y = OffHeap.getDouble(right + (long) (base + bit) * rightStep);
                bits |= (x == y | Double.isNaN(x) & Double.isNaN(y) ? 1L : 0L) << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
    }

    @Override
    public void blend(long mask, long then, int thenStep, long otherwise, int otherwiseStep, long result, int rows) {
        for (int base = 0; base < rows; base += 64) {
            long bits = OffHeap.getLong(mask + (base >>> 3));
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                long row = (long) base + bit;
                long chosen = -(bits >>> bit & 1);
                long x = OffHeap.getLong(then + row * thenStep) & chosen;
                long y = OffHeap.getLong(otherwise + row * otherwiseStep) & ~chosen;
                OffHeap.putLong(result + (row << 3), x | y);
            }
        }
    }

    @Override
    public int compact(long values, long mask, long result, int rows) {
        long at = result;
        for (int base = 0; base < rows; base += 64) {
            long bits = OffHeap.getLong(mask + (base >>> 3));
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                OffHeap.putLong(at, OffHeap.getLong(values + ((long) (base + bit) << 3)));
                at += (bits >>> bit & 1) << 3;
            }
        }
        return (int) (at - result >>> 3);
    }

    @Override
    public long sumLongs(long values, long mask, int rows) {
        long sum = 0;
        for (int base = 0; base < rows; base += 64) {
            long bits = mask == 0 ? -1L : OffHeap.getLong(mask + (base >>> 3));
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                sum += OffHeap.getLong(values + ((long) (base + bit) << 3)) & -(bits >>> bit & 1);
            }
        }
        return sum;
    }

    @Override
    public double sumWeighted(long values, long weights, long mask, int rows) {
        double sum = 0;
        for (int base = 0; base < rows; base += 64) {
            long bits = mask == 0 ? -1L : OffHeap.getLong(mask + (base >>> 3));
            int end = Math.min(64, rows - base);
            for (int bit = 0; bit < end; bit++) {
                if ((bits >>> bit & 1) != 0) {
                    long offset = (long) (base + bit) << 3;
                    sum += OffHeap.getDouble(values + offset) * OffHeap.getLong(weights + offset);
                }
            }
        }
        return sum;
    }
}
