package io.millrace.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;

class OffHeapTest {
    @Test
    void rangesCompareAsUnsignedBytesWhateverTheirLength() {
        SplittableRandom random = new SplittableRandom(1);
        try (BufferAllocator allocator = Allocators.root(1 << 20);
                ArrowBuf left = allocator.buffer(64);
                ArrowBuf right = allocator.buffer(64)) {
            for (int round = 0; round < 20_000; round++) {
                byte[] a = randomBytes(random);
                byte[] b = random.nextInt(4) == 0 ? a.clone() : randomBytes(random);
                OffHeap.copy(a, 0, left.memoryAddress(), a.length);
                OffHeap.copy(b, 0, right.memoryAddress(), b.length);
                int expected = Integer.signum(Arrays.compareUnsigned(a, b));
                int actual = OffHeap.compare(left.memoryAddress(), a.length, right.memoryAddress(), b.length);
                assertEquals(expected, Integer.signum(actual), () -> Arrays.toString(a) + " and " + Arrays.toString(b));
                if (a.length == b.length) {
                    assertEquals(expected == 0, OffHeap.equal(left.memoryAddress(), right.memoryAddress(), a.length));
                }
            }
        }
    }

    private static byte[] randomBytes(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(20)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(3) * 127);
        }
        return bytes;
    }
}
