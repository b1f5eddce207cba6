package io.millrace.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PointerTest {
    @Test
    void keyOfNoValuesIsPathwaysConstant() {
        assertEquals(new Pointer(0, 0x40108D33B7L), Pointer.of());
        assertEquals(Pointer.EMPTY, Pointer.of());
    }

    @Test
    void keysAreOrderedAsUnsigned128BitNumbers() {
        long[] halves = {0, 1, 0x40108D33B7L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -1};
        List<Pointer> keys = new ArrayList<>();
        for (long high : halves) {
            for (long low : halves) {
                keys.add(new Pointer(high, low));
            }
        }
        Collections.shuffle(keys, new Random(1));
        Collections.sort(keys);
        for (int i = 1; i < keys.size(); i++) {
            assertTrue(unsigned(keys.get(i - 1)).compareTo(unsigned(keys.get(i))) < 0, keys.get(i)::toString);
        }
        assertEquals(0, keys.get(0).compareTo(new Pointer(0, 0)));
    }

    @Test
    void everyKeyIsReadBackFromItsText() {
        long seed = 42;
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            Pointer key = new Pointer(random.nextLong(), random.nextLong());
            assertEquals(key, Pointer.parse(key.toString()), "seed " + seed);
        }
        assertEquals("^04000000000000000000000000", new Pointer(0, 1).toString());
        assertEquals("^ZZZZZZZZZZZZZZZZZZZZZZZZZW", new Pointer(-1, -1).toString());
    }

    @Test
    void parsingForgivesCaseAndLookalikes() {
        Pointer key = Pointer.parse("^X1M0HYYG4YM0DB900V28XN5T4W");
        assertEquals(key, Pointer.parse("^x1m0hyyg4ym0db900v28xn5t4w"));
        assertEquals(key, Pointer.parse("^XIMOHYYG4YM0DB9O0V28XN5T4W"));
        assertEquals(key, Pointer.parse("^xlmohyyg4ymodb900v28xn5t4w"));
    }

    @Test
    void parsingSaysWhatIsWrong() {
        assertMalformed("", "does not begin with '^'");
        assertMalformed("X1MXHYYG4YM0DB900V28XN5T4W", "does not begin with '^'");
        assertMalformed("^X1MXHYYG", "has 8 characters after '^'");
        assertMalformed("^X1MXHYYG4YM0DB900V28XN5T4W0", "has 27 characters after '^'");
        assertMalformed("^X1MXHYYG4YM0DU900V28XN5T4W", "'U' at index 14 is no digit");
        assertMalformed("^X1MXHYYG4YM0D-900V28XN5T4W", "'-' at index 14 is no digit");
        assertMalformed("^X1MXHYYG4YM0DB900V28XN5T4X", "no key ends in 'X'");
        assertThrows(NullPointerException.class, () -> Pointer.parse(null));
    }

    @Test
    void integersOfAllWidthsAreOneKind() {
        assertEquals(Pointer.of(7L), Pointer.of(7));
        assertEquals(Pointer.of(7L), Pointer.of((short) 7));
        assertEquals(Pointer.of(7L), Pointer.of((byte) 7));
        assertEquals(Pointer.of(0.5), Pointer.of(0.5f));
        assertNotEquals(Pointer.of(7L), Pointer.of(7.0));
    }

    @Test
    void everyNanIsOneValueAndSoAreBothZeros() {
        assertEquals(Pointer.of(Double.NaN), Pointer.of(Double.longBitsToDouble(0xFFF8000000000123L)));
        assertEquals(Pointer.of(0.0), Pointer.of(-0.0));
        assertEquals(Pointer.of((Object) new double[] {0.0}), Pointer.of((Object) new double[] {-0.0}));
    }

    @Test
    void timesReachFromTheLeastToTheGreatestInt64() {
        Instant first = Instant.ofEpochSecond(0, Long.MIN_VALUE);
        Instant last = Instant.ofEpochSecond(0, Long.MAX_VALUE);
        assertEquals(new KeyEncoder().putDatetimeUtc(Long.MIN_VALUE).hash().key(), Pointer.of(first));
        assertEquals(new KeyEncoder().putDatetimeUtc(Long.MAX_VALUE).hash().key(), Pointer.of(last));
        assertRefused(first.minusNanos(1), "1677-09-21T00:12:43.145224191Z does not fit");
        assertRefused(last.plusNanos(1), "does not fit");
        assertRefused(LocalDateTime.of(2263, 1, 1, 0, 0), "2263-01-01T00:00 does not fit");
        assertRefused(Duration.ofDays(200_000), "PT4800000H does not fit");
    }

    @Test
    void valuesWithoutAnEncodingAreRefused() {
        assertRefused(BigInteger.ONE, "cannot hold 1 of class java.math.BigInteger");
        assertRefused(Set.of(1), "allowed are null, Boolean, Long");
        assertRefused(Arrays.asList(1, 'c'), "of class java.lang.Character");
        assertRefused("ab\uD83D", "lone surrogate U+D83D at index 2");
        assertRefused("\uDE42\uD83D", "lone surrogate U+DE42 at index 0");
        assertThrows(NullPointerException.class, () -> Pointer.of((Object[]) null));
        assertThrows(NullPointerException.class, () -> new JsonText(null));
    }

    private static void assertRefused(Object value, String message) {
        String actual = assertThrows(IllegalArgumentException.class, () -> Pointer.of(value))
                .getMessage();
        assertTrue(actual.contains(message), actual);
    }

    private static void assertMalformed(String text, String message) {
        String actual = assertThrows(IllegalArgumentException.class, () -> Pointer.parse(text))
                .getMessage();
        assertTrue(actual.contains(message), actual);
    }

    private static BigInteger unsigned(Pointer key) {
        return new BigInteger(Long.toUnsignedString(key.high()))
                .shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(key.low())));
    }
}
