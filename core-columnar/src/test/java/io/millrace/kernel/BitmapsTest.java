package io.millrace.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.memory.Allocators;
import io.millrace.memory.OffHeap;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitmapsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 127, 128, 129, 4095, 4096, 4097})
    void bitmapsAgreeWithBitSets(int rows) {
        SplittableRandom random = new SplittableRandom(rows);
        try (BufferAllocator allocator = Allocators.root(1 << 20);
                ArrowBuf left = allocator.buffer(1024);
                ArrowBuf right = allocator.buffer(1024);
                ArrowBuf result = allocator.buffer(1024);
                ArrowBuf numbers = allocator.buffer(4L * (rows + 64))) {
            for (double density : new double[] {0, 0.01, 0.5, 1}) {
                BitSet a = fill(left.memoryAddress(), rows, density, random);
                BitSet b = fill(right.memoryAddress(), rows, density, random);
                assertEquals(a.cardinality(), Bitmaps.count(left.memoryAddress(), rows));
                assertEquals(a.cardinality(), Bitmaps.toRows(left.memoryAddress(), rows, numbers.memoryAddress()));
                int at = 0;
                for (int row = a.nextSetBit(0); row >= 0; row = a.nextSetBit(row + 1)) {
                    assertEquals(row, OffHeap.getInt(numbers.memoryAddress() + 4L * at++));
                }
                long out = result.memoryAddress();
                Bitmaps.and(left.memoryAddress(), right.memoryAddress(), out, rows);
                BitSet expected = (BitSet) a.clone();
                expected.and(b);
                assertEquals(expected, read(out, rows));
                Bitmaps.or(left.memoryAddress(), right.memoryAddress(), out, rows);
                expected = (BitSet) a.clone();
                expected.or(b);
                assertEquals(expected, read(out, rows));
                Bitmaps.andNot(left.memoryAddress(), right.memoryAddress(), out, rows);
                expected = (BitSet) a.clone();
                expected.andNot(b);
                assertEquals(expected, read(out, rows));
                Bitmaps.not(left.memoryAddress(), out, rows);
                expected = (BitSet) a.clone();
                expected.flip(0, rows);
                assertEquals(expected, read(out, rows));
            }
        }
    }

    /** Bits behind the last row are noise, as kernels may leave them. */
    private static BitSet fill(long bitmap, int rows, double density, SplittableRandom random) {
        BitSet bits = new BitSet();
        for (int row = 0; row < Bitmaps.words(rows) * 64; row++) {
            boolean set = random.nextDouble() < density;
            if (set) {
                OffHeap.setBit(bitmap, row);
            } else {
                OffHeap.clearBit(bitmap, row);
            }
            if (row < rows) {
                bits.set(row, set);
            }
        }
        return bits;
    }

    private static BitSet read(long bitmap, int rows) {
        BitSet bits = new BitSet();
        for (int row = 0; row < rows; row++) {
            bits.set(row, OffHeap.getBit(bitmap, row));
        }
        return bits;
    }
}
