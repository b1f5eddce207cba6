package io.millrace.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeyEncoderTest {
    @Test
    void randomRowsHaveOneKeyWhicheverWayTheyAreEncoded() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Object> row = new ArrayList<>();
            for (int columns = random.nextInt(6); columns > 0; columns--) {
                row.add(randomValue(random, 3));
            }
            KeyEncoder fromMemory = new KeyEncoder();
            KeyEncoder fromArrays = new KeyEncoder();
            try (Arena arena = Arena.ofConfined()) {
                for (Object value : row) {
                    putFromMemory(fromMemory, value, arena);
                    putFromArrays(fromArrays, value);
                }
            }
            Pointer expected = Pointer.of(row.toArray());
            assertEquals(expected, fromMemory.hash().key(), "seed " + seed + ": " + row);
            assertEquals(expected, fromArrays.hash().key(), "seed " + seed + ": " + row);
        }
    }

    @Test
    void rowsDoNotLeakIntoTheNext() {
        KeyEncoder encoder = new KeyEncoder();
        encoder.putString("x".repeat(3_000_000)).beginInstance().putInt64(7).hash();
        assertEquals(Pointer.of(1), encoder.reset().putInt64(1).hash().key());
        assertEquals(Pointer.EMPTY, encoder.reset().hash().key());
        assertEquals(
                Pointer.of("y".repeat(5000)),
                encoder.reset().putString("y".repeat(5000)).hash().key());
    }

    @Test
    void hashingTwiceGivesTheSameAndMoreValuesMayFollow() {
        KeyEncoder encoder = new KeyEncoder().putInt64(1);
        assertEquals(encoder.hash().key(), encoder.hash().key());
        assertEquals(Pointer.of(1, "a"), encoder.putString("a").hash().key());
    }

    @Test
    void stringsAreEncodedAsUtf8() {
        String text = "\0a\u007F\u0080é\u07FF\u0800日本\uD7FF\uE000\uFFFF🙂\uD800\uDC00\uDBFF\uDFFF";
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        Pointer expected =
                new KeyEncoder().putString(utf8, 0, utf8.length).hash().key();
        assertEquals(expected, new KeyEncoder().putString(text).hash().key());
    }

    @Test
    void valuesThatAreEncodedAlreadyAreTakenAsTheyStand() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment encoded = arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) 1, (byte) 1);
            Pointer key = new KeyEncoder()
                    .putTupleHeader(2)
                    .putEncoded(encoded.address(), 2)
                    .putNone()
                    .hash()
                    .key();
            assertEquals(Pointer.of(Arrays.asList(true, null)), key);
        }
    }

    @Test
    void arraysDifferByShapeAndKindOnly() {
        long[] elements = {9, 1, 2, 3, 4};
        double[] doubles = {9, 1, 2, 3, 4};
        Pointer row = new KeyEncoder()
                .putInt64Array(elements, 1, new long[] {4}, 1)
                .hash()
                .key();
        Pointer square = new KeyEncoder()
                .putInt64Array(elements, 1, new long[] {2, 2}, 2)
                .hash()
                .key();
        Pointer floats = new KeyEncoder()
                .putFloat64Array(doubles, 1, new long[] {4}, 1)
                .hash()
                .key();
        assertEquals(Pointer.of((Object) new long[] {1, 2, 3, 4}), row);
        assertEquals(Pointer.of((Object) new double[] {1, 2, 3, 4}), floats);
        assertNotEquals(row, square);
        assertNotEquals(row, floats);
        Pointer empty = new KeyEncoder()
                .putInt64Array(elements, 0, new long[] {1L << 40, 0}, 2)
                .hash()
                .key();
        assertNotEquals(Pointer.of((Object) new long[0]), empty);
    }

    @Test
    void instanceWithoutValuesIsRefused() {
        KeyEncoder encoder = new KeyEncoder().putInt64(1).beginInstance();
        assertThrows(IllegalStateException.class, encoder::hash);
    }

    @Test
    void rowsThatCannotBeBufferedAreRefused() {
        KeyEncoder encoder = new KeyEncoder().putInt64(1);
        String message = assertThrows(IllegalArgumentException.class, () -> encoder.putString(0L, Integer.MAX_VALUE))
                .getMessage();
        assertTrue(message.contains("need 2147483665 bytes"), message);
        long[] shape = {1L << 62, 1L << 62};
        assertThrows(IllegalArgumentException.class, () -> encoder.putInt64Array(0L, shape, 2));
        assertEquals(Pointer.of(1), encoder.hash().key());
    }

    @Test
    void keysAreComputedWithoutAllocation() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        KeyEncoder encoder = new KeyEncoder();
        ShortKeys shortKeys = new ShortKeys();
        long allocatedBytes = Long.MAX_VALUE;
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocateFrom("millrace ".repeat(50)).address();
            // Interpreted code may box inside the JDK's memory access; compiled code must not.
            for (int attempt = 0; attempt < 50 && allocatedBytes > 1000; attempt++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                computeKeys(encoder, shortKeys, address, 2000);
                allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;
            }
        }
        assertTrue(allocatedBytes <= 1000, allocatedBytes + " bytes allocated for 2000 rows");
    }

    private static void computeKeys(KeyEncoder encoder, ShortKeys shortKeys, long address, int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            encoder.reset()
                    .putInt64(row)
                    .putString(address, row % 400)
                    .putFloat64(row)
                    .putNone();
            encoder.putString("text").beginInstance().putPointer(row, row).hash();
            shortKeys.stringKey(address, row % 30);
            shortKeys.joinKey(row, encoder.low(), shortKeys.high(), row, row);
        }
    }

    private static Object randomValue(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 13 : 12)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong() >> random.nextInt(64);
            case 3 -> random.nextInt(4) == 0 ? -0.0 : random.nextGaussian();
            case 4 -> new Pointer(random.nextLong(), random.nextLong());
            case 5 -> randomString(random);
            case 6 -> randomString(random).getBytes(StandardCharsets.UTF_8);
            case 7 -> new JsonText("\"" + random.nextInt() + "\"");
            case 8 -> LocalDateTime.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000), ZoneOffset.UTC);
            case 9 -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            case 10 -> Duration.ofNanos(random.nextLong());
            case 11 ->
                random.nextBoolean()
                        ? random.longs(random.nextInt(5)).toArray()
                        : random.doubles(random.nextInt(5)).toArray();
            default -> {
                List<Object> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(randomValue(random, depth - 1));
                }
                yield elements;
            }
        };
    }

    private static String randomString(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 400 : 30); i > 0; i--) {
            int codePoint = random.nextInt(1 << (7 + random.nextInt(14))) % 0x110000;
            text.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? 'x' : codePoint);
        }
        return text.toString();
    }

    private static void putFromMemory(KeyEncoder encoder, Object value, Arena arena) {
        switch (value) {
            case String text -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                encoder.putString(address(utf8, arena), utf8.length);
            }
            case byte[] bytes -> encoder.putBytes(address(bytes, arena), bytes.length);
            case JsonText json -> {
                byte[] utf8 = json.compact().getBytes(StandardCharsets.UTF_8);
                encoder.putJson(address(utf8, arena), utf8.length);
            }
            case long[] array -> {
                long address = arena.allocateFrom(ValueLayout.JAVA_LONG, array).address();
                encoder.putInt64Array(address, new long[] {array.length}, 1);
            }
            case double[] array -> {
                long address =
                        arena.allocateFrom(ValueLayout.JAVA_DOUBLE, array).address();
                encoder.putFloat64Array(address, new long[] {array.length}, 1);
            }
            case List<?> tuple -> {
                encoder.putTupleHeader(tuple.size());
                tuple.forEach(element -> putFromMemory(encoder, element, arena));
            }
            case null, default -> putScalar(encoder, value);
        }
    }

    private static void putFromArrays(KeyEncoder encoder, Object value) {
        switch (value) {
            case String text -> {
                byte[] padded = (" " + text).getBytes(StandardCharsets.UTF_8);
                encoder.putString(padded, 1, padded.length - 1);
            }
            case byte[] bytes -> encoder.putBytes(bytes, 0, bytes.length);
            case JsonText json -> {
                byte[] padded = (" " + json.compact()).getBytes(StandardCharsets.UTF_8);
                encoder.putJson(padded, 1, padded.length - 1);
            }
            case long[] array -> encoder.putInt64Array(array, 0, new long[] {array.length}, 1);
            case double[] array -> encoder.putFloat64Array(array, 0, new long[] {array.length}, 1);
            case List<?> tuple -> {
                encoder.putTupleHeader(tuple.size());
                tuple.forEach(element -> putFromArrays(encoder, element));
            }
            case null, default -> putScalar(encoder, value);
        }
    }

    private static void putScalar(KeyEncoder encoder, Object value) {
        switch (value) {
            case null -> encoder.putNone();
            case Boolean bool -> encoder.putBool(bool);
            case Long int64 -> encoder.putInt64(int64);
            case Double float64 -> encoder.putFloat64(float64);
            case Pointer key -> encoder.putPointer(key.high(), key.low());
            case LocalDateTime naive ->
                encoder.putDatetimeNaive(naive.toEpochSecond(ZoneOffset.UTC) * 1_000_000_000 + naive.getNano());
            case Instant utc -> encoder.putDatetimeUtc(utc.getEpochSecond() * 1_000_000_000 + utc.getNano());
            case Duration duration -> encoder.putDuration(duration.toNanos());
            default -> throw new IllegalArgumentException(value.toString());
        }
    }

    private static long address(byte[] bytes, Arena arena) {
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes).address();
    }
}
