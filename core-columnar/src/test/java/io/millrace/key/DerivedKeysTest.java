package io.millrace.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Ids that Pathway's own tests recorded for joined, flattened, concatenated and grouped rows. */
final class DerivedKeysTest {
    @TestFactory
    Stream<DynamicTest> derivedRowsHavePathwaysIds() {
        return GoldenFile.lines("derived-keys.tsv").stream()
                .map(line -> dynamicTest(String.join(" ", line), () -> {
                    Pointer expected = Pointer.parse(line[line.length - 1]);
                    assertEquals(expected, compute(line));
                    assertEquals(expected, computeFromHalves(line));
                }));
    }

    @Test
    void keyWithShardOfAnotherDiffersInLow16BitsOnly() {
        Pointer key = new Pointer(0x1122334455667788L, 0x99AABBCCDDEEFF00L);
        Pointer other = new Pointer(0x0101010101010101L, 0xFEDCBA9876543210L);
        assertEquals(new Pointer(0x1122334455667788L, 0x99AABBCCDDEE3210L), key.withShardOf(other));
        assertEquals(0x3210, key.withShardOf(other).shard());
    }

    @Test
    void rowsOfOneInstanceShareItsShard() {
        int shard = Pointer.of("north").shard();
        for (long i = 0; i < 100; i++) {
            assertEquals(shard, Pointer.withInstance(List.of(i), "north").shard());
        }
    }

    @Test
    void joinedRowWithoutAnySideIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Pointer.joinKey(null, null, Pointer.EMPTY));
    }

    @Test
    void derivedRowOfNoRowIsRefused() {
        assertThrows(NullPointerException.class, () -> Pointer.flattenKey(null, 0));
        assertThrows(NullPointerException.class, () -> Pointer.concatKey(null, 0));
    }

    private static Pointer compute(String[] line) {
        return switch (line[0]) {
            case "joinKey" -> Pointer.joinKey(side(line[1]), side(line[2]), joinKey(line));
            case "flattenKey" -> Pointer.flattenKey(Pointer.parse(line[1]), Long.parseLong(line[2]));
            case "concatKey" -> Pointer.concatKey(Pointer.parse(line[1]), Long.parseLong(line[2]));
            case "groupKey" -> Pointer.of(PythonLiterals.parseTuple(line[1]).toArray());
            case "instanceKey" ->
                Pointer.withInstance(PythonLiterals.parseTuple(line[1]), PythonLiterals.parse(line[2]));
            default -> throw new IllegalArgumentException(line[0]);
        };
    }

    /** As the engine computes them. */
    private static Pointer computeFromHalves(String[] line) {
        ShortKeys keys = new ShortKeys();
        switch (line[0]) {
            case "joinKey" -> {
                Pointer left = side(line[1]);
                Pointer right = side(line[2]);
                long joinKeyLow = joinKey(line).low();
                if (right == null) {
                    keys.joinKeyOfLeft(left.high(), left.low(), joinKeyLow);
                } else if (left == null) {
                    keys.joinKeyOfRight(right.high(), right.low(), joinKeyLow);
                } else {
                    keys.joinKey(left.high(), left.low(), right.high(), right.low(), joinKeyLow);
                }
            }
            case "flattenKey" -> {
                Pointer id = Pointer.parse(line[1]);
                keys.flattenKey(id.high(), id.low(), Long.parseLong(line[2]));
            }
            case "concatKey" -> {
                Pointer id = Pointer.parse(line[1]);
                keys.concatKey(id.high(), id.low(), Long.parseLong(line[2]));
            }
            default -> {
                KeyEncoder encoder = new KeyEncoder();
                PythonLiterals.parseTuple(line[1]).forEach(encoder::putValue);
                if (line[0].equals("instanceKey")) {
                    encoder.beginInstance().putValue(PythonLiterals.parse(line[2]));
                }
                return encoder.hash().key();
            }
        }
        return keys.key();
    }

    private static Pointer side(String text) {
        return text.equals("-") ? null : Pointer.parse(text);
    }

    private static Pointer joinKey(String[] line) {
        List<?> values = PythonLiterals.parseTuple(line[3]);
        return line[4].equals("-")
                ? Pointer.of(values.toArray())
                : Pointer.withInstance(values, PythonLiterals.parse(line[4]));
    }
}
