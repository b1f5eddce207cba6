package io.millrace.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every key of {@code keys.tsv}, which Pathway computed. */
final class GoldenKeysTest {
    private static final List<String[]> GOLDEN = GoldenFile.lines("keys.tsv");

    @Test
    void goldenFileIsWhole() {
        assertEquals(102, GOLDEN.size());
    }

    @TestFactory
    Stream<DynamicTest> valuesHashToPathwaysKeys() {
        return GOLDEN.stream()
                .map(line -> dynamicTest(
                        line[0] + " " + line[1], () -> assertEquals(expected(line), compute(line[0], line[1]))));
    }

    @TestFactory
    Stream<DynamicTest> keysPrintAndParseAsPathwaysPointers() {
        return GOLDEN.stream()
                .map(line -> dynamicTest(line[2], () -> {
                    assertEquals(line[2], expected(line).toString());
                    assertEquals(expected(line), Pointer.parse(line[2]));
                }));
    }

    private static Pointer expected(String[] line) {
        BigInteger key = new BigInteger(line[3], 16);
        return new Pointer(key.shiftRight(64).longValue(), key.longValue());
    }

    private static Pointer compute(String kind, String text) {
        return switch (kind) {
            case "none", "int", "string", "tuple" -> Pointer.of(PythonLiterals.parse(text));
            case "bool" -> Pointer.of(Boolean.valueOf(text));
            case "float" -> Pointer.of(parseFloat(text));
            case "string_x_times" -> Pointer.of("x".repeat(Integer.parseInt(text)));
            case "bytes_hex" -> Pointer.of((Object) HexFormat.of().parseHex(text));
            case "pointer_of" -> Pointer.of(Pointer.of(PythonLiterals.parse(text)));
            case "datetime_naive" -> Pointer.of(LocalDateTime.parse(text));
            case "datetime_utc" -> Pointer.of(Instant.parse(text));
            case "duration_ns" -> Pointer.of(Duration.ofNanos(Long.parseLong(text)));
            // No string of these documents holds a space.
            case "json" -> Pointer.of(new JsonText(text.replace(" ", "")));
            case "int_array", "float_array" -> array(kind, PythonLiterals.parseTuple(text));
            case "values" -> Pointer.of(PythonLiterals.parseTuple(text).toArray());
            case "values_with_instance" -> {
                String[] parts = text.split(" instance ");
                yield Pointer.withInstance(PythonLiterals.parseTuple(parts[0]), PythonLiterals.parse(parts[1]));
            }
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static double parseFloat(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static Pointer array(String kind, List<?> rows) {
        boolean isMatrix = !rows.isEmpty() && rows.get(0) instanceof List;
        long[] shape = isMatrix ? new long[] {rows.size(), ((List<?>) rows.get(0)).size()} : new long[] {rows.size()};
        Number[] elements = rows.stream()
                .flatMap(row -> row instanceof List<?> list ? list.stream() : Stream.of(row))
                .toArray(Number[]::new);
        KeyEncoder encoder = new KeyEncoder();
        if (kind.equals("int_array")) {
            long[] longs = Stream.of(elements).mapToLong(Number::longValue).toArray();
            encoder.putInt64Array(longs, 0, shape, shape.length);
        } else {
            double[] doubles =
                    Stream.of(elements).mapToDouble(Number::doubleValue).toArray();
            encoder.putFloat64Array(doubles, 0, shape, shape.length);
        }
        return encoder.hash().key();
    }
}
