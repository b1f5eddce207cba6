package io.millrace.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.key.JsonText;
import io.millrace.key.KeyEncoder;
import io.millrace.key.Pointer;
import io.millrace.memory.Allocators;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.type.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;

final class SortableValuesTest {
    @Test
    void sortsAsTheValuesDoAndReadsBack() {
        for (long seed = 1; seed <= 4; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<byte[]> encoded = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                encoded.add(ValueCodec.encode(Type.ANY, value(random, 3)));
            }
            try (BufferAllocator root = Allocators.root(1 << 26);
                    Chunk memory = Chunk.open(root, 1 << 20)) {
                List<byte[]> sortable = new ArrayList<>();
                for (byte[] value : encoded) {
                    sortable.add(sortable(value, memory));
                }
                for (int i = 0; i < encoded.size(); i++) {
                    for (int j = 0; j < encoded.size(); j++) {
                        int expected = compare(encoded.get(i), encoded.get(j), memory);
                        int actual = Arrays.compareUnsigned(sortable.get(i), sortable.get(j));
                        if (expected == 0) {
                            // Decimals of one number and different scales are equal, and told apart last.
                            assertTrue(Math.abs(actual) <= 1 || isDecimal(encoded.get(i)), "seed " + seed);
                        } else {
                            assertEquals(
                                    Integer.signum(expected),
                                    Integer.signum(actual),
                                    "seed " + seed + ": " + Arrays.toString(encoded.get(i)) + " and "
                                            + Arrays.toString(encoded.get(j)));
                        }
                        boolean isBeginning = sortable.get(i).length < sortable.get(j).length
                                && Arrays.equals(
                                        sortable.get(i), Arrays.copyOf(sortable.get(j), sortable.get(i).length));
                        assertTrue(!isBeginning, "seed " + seed);
                    }
                }
            }
        }
    }

    private static boolean isDecimal(byte[] encoded) {
        return encoded[0] == Kind.DECIMAL || encoded[0] == Kind.TUPLE;
    }

    private static byte[] sortable(byte[] value, Chunk memory) {
        long from = memory.address();
        long to = from + (1 << 18);
        OffHeap.copy(value, 0, from, value.length);
        long end = SortableValues.put(from, to);
        assertTrue(end - to <= SortableValues.mostBytes(from));
        assertEquals(end, SortableValues.end(to));
        KeyEncoder back = new KeyEncoder();
        SortableValues.get(to, back, from + (1 << 19));
        assertArrayEquals(value, Arrays.copyOf(back.encoded(), back.encodedBytes()));
        byte[] bytes = new byte[(int) (end - to)];
        OffHeap.copy(to, bytes, 0, bytes.length);
        return bytes;
    }

    private static int compare(byte[] left, byte[] right, Chunk memory) {
        long at = memory.address();
        OffHeap.copy(left, 0, at, left.length);
        OffHeap.copy(right, 0, at + (1 << 18), right.length);
        return EncodedValues.compare(at, at + (1 << 18));
    }

    private static Object value(SplittableRandom random, int depth) {
        int pick = random.nextInt(7);
        return switch (random.nextInt(depth > 0 ? 16 : 14)) {
            case 0 -> null;
            case 1 -> pick % 2 == 0;
            case 2 -> pick < 2 ? random.nextLong() : (long) pick - 4;
            case 3 ->
                new double[] {
                            Double.NaN,
                            Double.NEGATIVE_INFINITY,
                            -1.5,
                            0.0,
                            1e-300,
                            random.nextDouble(),
                            Double.MAX_VALUE
                        }
                        [pick];
            case 4 -> new Pointer(random.nextInt(2) - 1L, random.nextLong());
            case 5 -> "abc\0\0\1d\u00e9\uD83D\uDE00xyz".substring(0, pick);
            case 6 -> Arrays.copyOf(new byte[] {0, 0, -1, 1, 0, 9, 9}, pick);
            case 7 -> LocalDateTime.of(1960 + 10 * pick, 1, 1, 0, 0);
            case 8 -> Instant.ofEpochSecond(pick * 1000L - 3000);
            case 9 -> Duration.ofNanos(pick - 3);
            case 10 -> new JsonText("[" + pick + "]");
            case 11 -> LocalDate.ofEpochDay(pick - 3);
            case 12 -> new UUID(random.nextLong(), pick);
            case 13 ->
                new BigDecimal(new String[] {"0.00", "-1.50", "1.5", "123456", "-123456.7", "0.001", "-0.0010"}[pick]);
            case 14 ->
                pick < 4
                        ? Tensor.of(random.longs(pick).map(it -> it % 3).toArray(), pick)
                        : Tensor.of(random.doubles(4).toArray(), 2, 2);
            default -> {
                List<Object> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(value(random, depth - 1));
                }
                yield elements;
            }
        };
    }
}
