package io.millrace.kernel.simd;

import io.millrace.kernel.Kernels;
import io.millrace.memory.OffHeap;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API, with scalar tails. {@code KernelBenchmark} compares them with their scalar twins. Compaction and
 * weighted sums need the compression and the conversion of int to float that only 512-bit vectors have in hardware; with 256 bits the
 * plain loop is at least as fast, and is used.
 */
public final class VectorKernels implements Kernels {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = LONGS.length();
    private static final long LANE_BITS = LANES == 64 ? -1L : (1L << LANES) - 1;
    private static final boolean IS_WIDE = LONGS.vectorBitSize() >= 512;

    private final Kernels scalar = Kernels.scalar();

    @Override
    public boolean addLongs(long left, int leftStep, long right, int rightStep, long result, int rows) {
        LongVector overflow = LongVector.zero(LONGS);
        int end = LONGS.loopBound(rows);
        for (int row = 0; row < end; row += LANES) {
            LongVector x = longs(left + (long) row * leftStep);
            LongVector y = longs(right + (long) row * rightStep);
            LongVector z = x.add(y);
            overflow = overflow.or(x.lanewise(VectorOperators.XOR, z).and(y.lanewise(VectorOperators.XOR, z)));
            z.intoMemorySegment(OffHeap.ALL, result + ((long) row << 3), OffHeap.ORDER);
        }
        return overflow.reduceLanes(VectorOperators.OR) < 0
                | scalar.addLongs(
                        left + (long) end * leftStep,
                        leftStep,
                        right + (long) end * rightStep,
                        rightStep,
                        result + ((long) end << 3),
                        rows - end);
    }

    @Override
    public boolean subtractLongs(long left, int leftStep, long right, int rightStep, long result, int rows) {
        LongVector overflow = LongVector.zero(LONGS);
        int end = LONGS.loopBound(rows);
        for (int row = 0; row < end; row += LANES) {
            LongVector x = longs(left + (long) row * leftStep);
            LongVector y = longs(right + (long) row * rightStep);
            LongVector z = x.sub(y);
            overflow = overflow.or(x.lanewise(VectorOperators.XOR, y).and(x.lanewise(VectorOperators.XOR, z)));
            z.intoMemorySegment(OffHeap.ALL, result + ((long) row << 3), OffHeap.ORDER);
        }
        return overflow.reduceLanes(VectorOperators.OR) < 0
                | scalar.subtractLongs(
                        left + (long) end * leftStep,
                        leftStep,
                        right + (long) end * rightStep,
                        rightStep,
                        result + ((long) end << 3),
                        rows - end);
    }

    @Override
    public void addDoubles(long left, int leftStep, long right, int rightStep, long result, int rows) {
        int end = DOUBLES.loopBound(rows);
        for (int row = 0; row < end; row += LANES) {
            doubles(left + (long) row * leftStep)
                    .add(doubles(right + (long) row * rightStep))
                    .intoMemorySegment(OffHeap.ALL, result + ((long) row << 3), OffHeap.ORDER);
        }
        scalar.addDoubles(
                left + (long) end * leftStep,
                leftStep,
                right + (long) end * rightStep,
                rightStep,
                result + ((long) end << 3),
                rows - end);
    }

    @Override
    public void subtractDoubles(long left, int leftStep, long right, int rightStep, long result, int rows) {
        int end = DOUBLES.loopBound(rows);
        for (int row = 0; row < end; row += LANES) {
            doubles(left + (long) row * leftStep)
                    .sub(doubles(right + (long) row * rightStep))
                    .intoMemorySegment(OffHeap.ALL, result + ((long) row << 3), OffHeap.ORDER);
        }
        scalar.subtractDoubles(
                left + (long) end * leftStep,
                leftStep,
                right + (long) end * rightStep,
                rightStep,
                result + ((long) end << 3),
                rows - end);
    }

    @Override
    public void multiplyDoubles(long left, int leftStep, long right, int rightStep, long result, int rows) {
        int end = DOUBLES.loopBound(rows);
        for (int row = 0; row < end; row += LANES) {
            doubles(left + (long) row * leftStep)
                    .mul(doubles(right + (long) row * rightStep))
                    .intoMemorySegment(OffHeap.ALL, result + ((long) row << 3), OffHeap.ORDER);
        }
        scalar.multiplyDoubles(
                left + (long) end * leftStep,
                leftStep,
                right + (long) end * rightStep,
                rightStep,
                result + ((long) end << 3),
                rows - end);
    }

    @Override
    public void lessLongs(long left, int leftStep, long right, int rightStep, long result, int rows) {
        int end = rows & -64;
        for (int base = 0; base < end; base += 64) {
            long bits = 0;
            for (int bit = 0; bit < 64; bit += LANES) {
                LongVector x = longs(left + (long) (base + bit) * leftStep);
                LongVector y = longs(right + (long) (base + bit) * rightStep);
                bits |= x.compare(VectorOperators.LT, y).toLong() << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
        scalar.lessLongs(
                left + (long) end * leftStep,
                leftStep,
                right + (long) end * rightStep,
                rightStep,
                result + (end >>> 3),
                rows - end);
    }

    @Override
    public void equalLongs(long left, int leftStep, long right, int rightStep, long result, int rows) {
        int end = rows & -64;
        for (int base = 0; base < end; base += 64) {
            long bits = 0;
            for (int bit = 0; bit < 64; bit += LANES) {
                LongVector x = longs(left + (long) (base + bit) * leftStep);
                LongVector y = longs(right + (long) (base + bit) * rightStep);
                bits |= x.compare(VectorOperators.EQ, y).toLong() << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
        scalar.equalLongs(
                left + (long) end * leftStep,
                leftStep,
                right + (long) end * rightStep,
                rightStep,
                result + (end >>> 3),
                rows - end);
    }

    @Override
    public void lessDoubles(long left, int leftStep, long right, int rightStep, long result, int rows) {
        int end = rows & -64;
        for (int base = 0; base < end; base += 64) {
            long bits = 0;
            for (int bit = 0; bit < 64; bit += LANES) {
                DoubleVector x = doubles(left + (long) (base + bit) * leftStep);
                DoubleVector y = doubles(right + (long) (base + bit) * rightStep);
                bits |= (x.compare(VectorOperators.LT, y).toLong() | isNaN(y) & ~isNaN(x)) << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
        scalar.lessDoubles(
                left + (long) end * leftStep,
                leftStep,
                right + (long) end * rightStep,
                rightStep,
                result + (end >>> 3),
                rows - end);
    }

    @Override
    public void equalDoubles(long left, int leftStep, long right, int rightStep, long result, int rows) {
        int end = rows & -64;
        for (int base = 0; base < end; base += 64) {
            long bits = 0;
            for (int bit = 0; bit < 64; bit += LANES) {
                DoubleVector x = doubles(left + (long) (base + bit) * leftStep);
                DoubleVector y = doubles(right + (long) (base + bit) * rightStep);
                bits |= (x.compare(VectorOperators.EQ, y).toLong() | isNaN(x) & isNaN(y)) << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
        scalar.equalDoubles(
                left + (long) end * leftStep,
                leftStep,
                right + (long) end * rightStep,
                rightStep,
                result + (end >>> 3),
                rows - end);
    }

    @Override
    public void blend(long mask, long then, int thenStep, long otherwise, int otherwiseStep, long result, int rows) {
        int end = rows & -64;
        for (int base = 0; base < end; base += 64) {
            long bits = OffHeap.getLong(mask + (base >>> 3));
            for (int bit = 0; bit < 64; bit += LANES) {
                long row = (long) base + bit;
                longs(otherwise + row * otherwiseStep)
                        .blend(longs(then + row * thenStep), mask(bits >>> bit))
                        .intoMemorySegment(OffHeap.ALL, result + (row << 3), OffHeap.ORDER);
            }
        }
        scalar.blend(
                mask + (end >>> 3),
                then + (long) end * thenStep,
                thenStep,
                otherwise + (long) end * otherwiseStep,
                otherwiseStep,
                result + ((long) end << 3),
                rows - end);
    }

    @Override
    public int compact(long values, long mask, long result, int rows) {
        if (!IS_WIDE) {
            return scalar.compact(values, mask, result, rows);
        }
        return compress(values, mask, result, rows);
    }

    /** The compressing form whatever the hardware, so that tests reach it everywhere. */
    int compress(long values, long mask, long result, int rows) {
        int end = rows & -64;
        long at = result;
        for (int base = 0; base < end; base += 64) {
            long bits = OffHeap.getLong(mask + (base >>> 3));
            for (int bit = 0; bit < 64; bit += LANES) {
                VectorMask<Long> chosen = mask(bits >>> bit);
                longs(values + ((long) (base + bit) << 3))
                        .compress(chosen)
                        .intoMemorySegment(OffHeap.ALL, at, OffHeap.ORDER);
                at += (long) chosen.trueCount() << 3;
            }
        }
        int count = (int) (at - result >>> 3);
        return count + scalar.compact(values + ((long) end << 3), mask + (end >>> 3), at, rows - end);
    }

    @Override
    public long sumLongs(long values, long mask, int rows) {
        int end = rows & -64;
        LongVector sum = LongVector.zero(LONGS);
        for (int base = 0; base < end; base += 64) {
            long bits = mask == 0 ? -1L : OffHeap.getLong(mask + (base >>> 3));
            for (int bit = 0; bit < 64; bit += LANES) {
                sum = sum.add(longs(values + ((long) (base + bit) << 3)), mask(bits >>> bit));
            }
        }
        long tailMask = mask == 0 ? 0 : mask + (end >>> 3);
        return sum.reduceLanes(VectorOperators.ADD) + scalar.sumLongs(values + ((long) end << 3), tailMask, rows - end);
    }

    @Override
    public double sumWeighted(long values, long weights, long mask, int rows) {
        return IS_WIDE ? sumWeightedWide(values, weights, mask, rows) : scalar.sumWeighted(values, weights, mask, rows);
    }

    /** The vector form whatever the hardware, so that tests reach it everywhere. */
    double sumWeightedWide(long values, long weights, long mask, int rows) {
        int end = rows & -64;
        DoubleVector sum = DoubleVector.zero(DOUBLES);
        for (int base = 0; base < end; base += 64) {
            long bits = mask == 0 ? -1L : OffHeap.getLong(mask + (base >>> 3));
            for (int bit = 0; bit < 64; bit += LANES) {
                long offset = (long) (base + bit) << 3;
                DoubleVector weight =
                        (DoubleVector) longs(weights + offset).convertShape(VectorOperators.L2D, DOUBLES, 0);
                VectorMask<Double> chosen = VectorMask.fromLong(DOUBLES, bits >>> bit & LANE_BITS);
                sum = sum.add(doubles(values + offset).mul(weight), chosen);
            }
        }
        long tailMask = mask == 0 ? 0 : mask + (end >>> 3);
        return sum.reduceLanes(VectorOperators.ADD)
                + scalar.sumWeighted(values + ((long) end << 3), weights + ((long) end << 3), tailMask, rows - end);
    }

    private static LongVector longs(long address) {
        return LongVector.fromMemorySegment(LONGS, OffHeap.ALL, address, OffHeap.ORDER);
    }

    private static DoubleVector doubles(long address) {
        return DoubleVector.fromMemorySegment(DOUBLES, OffHeap.ALL, address, OffHeap.ORDER);
    }

    private static long isNaN(DoubleVector values) {
        return values.test(VectorOperators.IS_NAN).toLong();
    }

    private static VectorMask<Long> mask(long bits) {
        return VectorMask.fromLong(LONGS, bits & LANE_BITS);
    }
}
