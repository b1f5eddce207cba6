package io.millrace.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The encoder is the oracle. */
final class ShortKeysTest {
    private final ShortKeys keys = new ShortKeys();
    private final KeyEncoder encoder = new KeyEncoder();

    @Test
    void int64KeysAreThoseOfTheEncoder() {
        long seed = 3;
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            keys.int64Key(value);
            assertEquals(encoder.reset().putInt64(value).hash().key(), keys.key(), "seed " + seed + ": " + value);
        }
    }

    @Test
    void stringKeysAreThoseOfTheEncoderAtEveryLength() {
        long seed = 4;
        Random random = new Random(seed);
        try (Arena arena = Arena.ofConfined()) {
            for (int byteCount = 0; byteCount <= 300; byteCount++) {
                byte[] utf8 = new byte[byteCount];
                random.nextBytes(utf8);
                MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, utf8);
                keys.stringKey(memory.address(), byteCount);
                Pointer expected =
                        encoder.reset().putString(utf8, 0, byteCount).hash().key();
                assertEquals(expected, keys.key(), "seed " + seed + ", length " + byteCount);
            }
        }
    }

    @Test
    void derivedKeysAreHashesOfIds() {
        long seed = 5;
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            Pointer left = new Pointer(random.nextLong(), random.nextLong());
            Pointer right = new Pointer(random.nextLong(), random.nextLong());
            Pointer joinKey = new Pointer(random.nextLong(), random.nextLong());
            long index = random.nextLong() >> random.nextInt(64);
            String row = "seed " + seed + ", row " + i;
            keys.joinKey(left.high(), left.low(), right.high(), right.low(), joinKey.low());
            assertEquals(Pointer.joinKey(left, right, joinKey), keys.key(), row);
            keys.joinKeyOfLeft(left.high(), left.low(), joinKey.low());
            assertEquals(Pointer.joinKey(left, null, joinKey), keys.key(), row);
            keys.joinKeyOfRight(right.high(), right.low(), joinKey.low());
            assertEquals(Pointer.joinKey(null, right, joinKey), keys.key(), row);
            keys.flattenKey(left.high(), left.low(), index);
            assertEquals(Pointer.flattenKey(left, index), keys.key(), row);
            keys.concatKey(left.high(), left.low(), index);
            assertEquals(Pointer.concatKey(left, index), keys.key(), row);
        }
    }
}
