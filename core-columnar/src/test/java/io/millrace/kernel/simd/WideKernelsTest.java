package io.millrace.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.kernel.Kernels;
import io.millrace.memory.OffHeap;
import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The kernels that only machines with 512-bit vectors choose, on any machine. */
final class WideKernelsTest {
    private final VectorKernels kernels = new VectorKernels();

    @Test
    void compressingGivesWhatTheScalarLoopGives() {
        for (int rows : new int[] {0, 1, 63, 64, 65, 4095, 4096, 4097}) {
            try (Arena arena = Arena.ofConfined()) {
                long values = random(arena, rows, rows);
                long mask = random(arena, rows / 64 + 1, rows + 1);
                long result = random(arena, rows + 8, 0);
                long expected = random(arena, rows + 8, 0);
                int count = kernels.compress(values, mask, result, rows);
                assertEquals(Kernels.scalar().compact(values, mask, expected, rows), count, "rows " + rows);
                for (int i = 0; i < count; i++) {
                    assertEquals(OffHeap.getLong(expected + 8L * i), OffHeap.getLong(result + 8L * i), "rows " + rows);
                }
            }
        }
    }

    @Test
    void weightedSumsAreThoseOfTheScalarLoop() {
        for (int rows : new int[] {0, 1, 63, 64, 65, 4095, 4096, 4097}) {
            try (Arena arena = Arena.ofConfined()) {
                long values = random(arena, rows, 1);
                long weights = random(arena, rows, 2);
                long mask = random(arena, rows / 64 + 1, 3);
                for (int i = 0; i < rows; i++) {
                    OffHeap.putDouble(values + 8L * i, i % 11 - 4.5);
                    OffHeap.putLong(weights + 8L * i, i % 5 - 2);
                }
                for (long chosen : new long[] {0, mask}) {
                    assertEquals(
                            Kernels.scalar().sumWeighted(values, weights, chosen, rows),
                            kernels.sumWeightedWide(values, weights, chosen, rows),
                            "rows " + rows);
                }
            }
        }
    }

    private static long random(Arena arena, int words, long seed) {
        long address = arena.allocate(8L * words + 128, 64).address();
        Random random = new Random(seed);
        for (int i = 0; i < words; i++) {
            OffHeap.putLong(address + 8L * i, random.nextLong());
        }
        return address;
    }
}
