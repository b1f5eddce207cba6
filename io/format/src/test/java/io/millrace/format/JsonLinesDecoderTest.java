package io.millrace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonLinesDecoderTest {
    private static final Schema SCHEMA = Schema.builder()
            .column("s", Type.STRING)
            .column("i", Type.INT64)
            .column("f", Type.FLOAT64)
            .column("b", Type.BOOL)
            .build();

    private static Decoding decode(Schema schema, Map<String, String> paths, String text) {
        Decoding whole = Decoding.whole(new JsonLinesDecoder(schema, paths), schema, text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 20; seed++) {
            Decoding cut = Decoding.cut(new JsonLinesDecoder(schema, paths), schema, bytes, new Random(seed));
            assertEquals(whole.rows, cut.rows, "cut with seed " + seed);
            assertEquals(whole.sortedErrors(), cut.sortedErrors(), "cut with seed " + seed);
            assertEquals(whole.offsets, cut.offsets, "cut with seed " + seed);
        }
        return whole;
    }

    private static Decoding decode(Schema schema, String text) {
        return decode(schema, Map.of(), text);
    }

    @Test
    void recordsOfOneShapeAndOfAnyOtherAreRead() {
        Decoding decoded = decode(SCHEMA, """
                {"s": "a", "i": 1, "f": 1.5, "b": true}
                {"s": "b", "i": -2, "f": 2e2, "b": false}

                {"b":true,"f":0,"x":{"s":["no"]},"i":3,"s":"c"}
                  { "b" : true , "f" : -0.5 , "x" : [ ] , "i" : 4 , "s" : "d" }\t
                {"s": "e", "i": 5, "f": 5, "b": true}\r
                {"s": "f", "i": 6, "f": 6, "b": true}""");
        assertEquals(List.of(), decoded.errors);
        assertEquals(
                List.of(
                        List.of("a", 1L, 1.5, true),
                        List.of("b", -2L, 200.0, false),
                        List.of("c", 3L, 0.0, true),
                        List.of("d", 4L, -0.5, true),
                        List.of("e", 5L, 5.0, true),
                        List.of("f", 6L, 6.0, true)),
                decoded.rows);
    }

    @Test
    void escapesSurrogatesAndUtf8AreResolved() {
        Schema schema = Schema.builder().column("s", Type.STRING).build();
        Decoding decoded = decode(
                schema,
                "{\"s\": \"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}\n{\"s\": \"\\u00e9\\u20AC\\uD83D\\uDE00\"}\n{\"s\": \"é€😀\"}\n{\"\\u0073\": \"k\"}\n");
        assertEquals(List.of(), decoded.errors);
        assertEquals(List.of(List.of("\"\\/\b\f\n\r\t"), List.of("é€😀"), List.of("é€😀"), List.of("k")), decoded.rows);
    }

    @Test
    void theLastOfTwoFieldsOfOneNameCounts() {
        Schema schema = Schema.builder().column("i", Type.INT64).build();
        assertEquals(List.of(List.of(2L), List.of(4L)), decode(schema, "{\"i\":1,\"i\":2}\n{\"i\":3,\"i\":4}\n").rows);
    }

    @Test
    void nestedValuesBecomeCompactText() {
        Schema schema = Schema.builder()
                .column("j", Type.JSON)
                .column("o", Type.optional(Type.JSON))
                .build();
        Decoding decoded = decode(
                schema,
                "{\"j\": {\"z\" : [1, 2.50, \"a b\\u000a\\u0041é\"] , \"a\": {} }, \"o\": null}\n"
                        + "{\"j\": \"x\\\"y\", \"o\": \"plain\"}\n{\"j\": 1e5, \"o\": true}\n{\"j\": null, \"o\": [ ]}\n");
        assertEquals(List.of(), decoded.errors);
        assertEquals(
                List.of(
                        Arrays.asList("{\"z\":[1,2.50,\"a b\\nAé\"],\"a\":{}}", null),
                        List.of("\"x\\\"y\"", "\"plain\""),
                        List.of("1e5", "true"),
                        List.of("null", "[]")),
                decoded.rows);
    }

    @Test
    void missingFieldsTakeTheDefaultOrAreErrors() {
        Schema schema = Schema.builder()
                .column("a", Type.INT64, 9L)
                .column("b", Type.optional(Type.STRING))
                .build();
        Decoding decoded = decode(schema, "{\"b\":\"x\"}\n{\"a\":1,\"b\":null}\n{}\n{\"a\":null,\"b\":\"y\"}\n");
        assertEquals(
                List.of(List.of(9L, "x"), Arrays.asList(1L, null), List.of(9L, "Error"), List.of("Error", "y")),
                decoded.rows);
        assertEquals(
                List.of(
                        "MISSING_VALUE: column b is missing and has no default",
                        "PARSE: column a: null is not a value of type int"),
                decoded.sortedErrors());
    }

    @Test
    void integersInDisguiseAreIntegersAndOthersAreErrors() {
        Schema schema = Schema.builder().column("i", Type.INT64).build();
        Decoding decoded = decode(schema, """
                {"i": 1e3}
                {"i": 5.0}
                {"i": -9223372036854775808}
                {"i": 9223372036854775807}
                {"i": 9223372036854775808}
                {"i": 1.5}
                {"i": 1e999999999}
                {"i": "1"}
                """);
        assertEquals(
                List.of(
                        List.of(1000L),
                        List.of(5L),
                        List.of(Long.MIN_VALUE),
                        List.of(Long.MAX_VALUE),
                        List.of("Error"),
                        List.of("Error"),
                        List.of("Error"),
                        List.of("Error")),
                decoded.rows);
    }

    @Test
    void malformedRecordsGiveNoRowAndAnErrorWithTheirPlace() {
        List<String> bad = List.of(
                "[1]",
                "1",
                "{",
                "{\"i\":}",
                "{\"i\":01}",
                "{\"i\":1,}",
                "{\"i\":1}}",
                "{\"i\":.5}",
                "{\"i\":1.}",
                "{\"i\":1e}",
                "{\"i\":+1}",
                "{'i':1}",
                "{\"i\":tru}",
                "{\"i\":\"\t\"}",
                "{\"i\":\"\\x\"}",
                "{\"i\":\"\\ud800\"}",
                "{\"i\":\"\\udc00\"}",
                "{\"i\":\"a}",
                "{\"i\":1 2}",
                "{\"i\" 1}",
                "{i:1}",
                "{\"i\":[1,]}",
                "{\"i\":[1 2]}",
                "{\"i\":nul}",
                "{\"i\":NaN}",
                "{\"i\":1}x",
                "{\"i\":\"\\u12\"}",
                "{\"i\":-}",
                "{,}",
                "{\"i\":1,,\"j\":2}");
        Schema schema = Schema.builder().column("i", Type.INT64).build();
        for (String record : bad) {
            Decoding decoded = decode(schema, "{\"i\":7}\n" + record + "\n{\"i\":8}\n");
            assertEquals(List.of(List.of(7L), List.of(8L)), decoded.rows, record);
            assertEquals(1, decoded.errors.size(), record);
            assertEquals(List.of(8L), decoded.errorOffsets, record);
        }
    }

    @Test
    void badUtf8IsAMalformedRecord() {
        Schema schema = Schema.builder().column("s", Type.STRING).build();
        byte[] bytes = "{\"s\":\"ok\"}\n{\"s\":\"xyz\"}\n{\"s\":\"é\"}\n".getBytes(StandardCharsets.UTF_8);
        bytes[18] = (byte) 0xED;
        bytes[19] = (byte) 0xA0;
        bytes[20] = (byte) 0x80;
        assertEquals(
                List.of(List.of("ok"), List.of("é")),
                Decoding.cut(new JsonLinesDecoder(schema), schema, bytes, null).rows);
    }

    @Test
    void valuesNestedAsDeepAsAllowedAreReadAndDeeperOnesAreNot() {
        Schema schema = Schema.builder().column("j", Type.JSON).build();
        String deepest = "[".repeat(126) + "]".repeat(126);
        Decoding decoded = decode(schema, "{\"j\":" + deepest + "}\n{\"j\":[" + deepest + "]}\n");
        assertEquals(List.of(List.of(deepest)), decoded.rows);
        assertEquals(1, decoded.errors.size());
        assertTrue(decoded.errors.get(0).contains("127"), decoded.errors.get(0));
    }

    @Test
    void columnsAreReadFromJsonPointers() {
        Schema schema = Schema.builder()
                .column("deep", Type.INT64)
                .column("element", Type.STRING, "none")
                .column("odd", Type.optional(Type.BOOL))
                .column("branch", Type.JSON)
                .build();
        Map<String, String> paths = Map.of("deep", "/a/b/c", "element", "/list/1", "odd", "/x~1y~0", "branch", "/a/b");
        Decoding decoded = decode(schema, paths, """
                {"a": {"b": {"c": 1, "d": 2}}, "list": ["p", "q"], "x/y~": true}
                {"a": {"b": {"c": 2, "d": 2}}, "list": ["p", "r"], "x/y~": null}
                {"list": ["p"], "x/y~": false, "a": {"z": 0, "b": {"c": 3}}}
                {"a": {"b": {"c": 8}}, "list": "no", "x/y~": null, "a": {"b": {"c": 4}}}
                {"a": {"b": 5}, "list": [], "x/y~": true}
                """);
        assertEquals(
                List.of(
                        List.of(1L, "q", true, "{\"c\":1,\"d\":2}"),
                        Arrays.asList(2L, "r", null, "{\"c\":2,\"d\":2}"),
                        List.of(3L, "none", false, "{\"c\":3}"),
                        Arrays.asList(4L, "none", null, "{\"c\":4}"),
                        List.of("Error", "none", true, "5")),
                decoded.rows);
    }

    @Test
    void twoColumnsCannotShareAPath() {
        Schema schema =
                Schema.builder().column("a", Type.INT64).column("b", Type.INT64).build();
        assertThrows(IllegalArgumentException.class, () -> new JsonLinesDecoder(schema, Map.of("a", "/x", "b", "/x")));
        assertThrows(IllegalArgumentException.class, () -> new JsonLinesDecoder(schema, Map.of("a", "x")));
        assertThrows(IllegalArgumentException.class, () -> new JsonLinesDecoder(schema, Map.of("zz", "/x")));
    }

    @Test
    void otherTypesAreRead() {
        Schema schema = Schema.builder()
                .column("t", Type.DATE_TIME_UTC)
                .column("y", Type.BYTES)
                .column("l", Type.list(Type.optional(Type.STRING)))
                .column("u", Type.tuple(Type.BOOL, Type.FLOAT64))
                .column("a", new Type.Tensor(Type.INT64, 2))
                .column("v", Type.ANY)
                .build();
        Decoding decoded = decode(
                schema,
                "{\"t\":\"1970-01-01T00:00:00.000000001Z\",\"y\":\"/w==\",\"l\":[\"a\",null],\"u\":[true, 1],"
                        + "\"a\":{\"shape\":[1,2],\"elements\":[3,4]},\"v\":\"z\"}\n");
        assertEquals(List.of(), decoded.errors);
        assertEquals(
                List.of(List.of(
                        1L,
                        "ff",
                        "06" + "0200000000000000" + "05" + "0100000000000000" + "61" + "00",
                        "06" + "0200000000000000" + "0101" + "03" + "000000000000f03f",
                        "07" + "0200000000000000" + "0100000000000000" + "0200000000000000" + "0300000000000000"
                                + "0400000000000000",
                        "05" + "0100000000000000" + "7a")),
                decoded.rows);
    }

    @Test
    void elementsOfEveryTypeAreEncodedAsTheValueCodecReadsThem() {
        Type type = Type.tuple(
                Type.DATE,
                Type.UUID,
                new Type.Decimal(10, 2),
                Type.DURATION,
                Type.DATE_TIME_UTC,
                Type.BYTES,
                Type.JSON,
                Type.POINTER);
        Schema schema = Schema.builder().column("l", type).build();
        String pointer = io.millrace.key.Pointer.of(1L).toString();
        Decoding decoded = decode(
                schema,
                "{\"l\":[\"1970-01-02\",\"00000000-0000-0001-0000-000000000002\",1.5,5,\"1970-01-01T00:00:01Z\",\"AQ==\",{ \"k\": 1},\""
                        + pointer + "\"]}\n");
        assertEquals(List.of(), decoded.errors);
        byte[] expected = io.millrace.value.ValueCodec.encode(
                type,
                List.of(
                        java.time.LocalDate.ofEpochDay(1),
                        new java.util.UUID(1, 2),
                        new java.math.BigDecimal("1.50"),
                        java.time.Duration.ofNanos(5),
                        java.time.Instant.ofEpochSecond(1),
                        new byte[] {1},
                        new io.millrace.key.JsonText("{\"k\":1}"),
                        io.millrace.key.Pointer.of(1L)));
        assertEquals(List.of(List.of(java.util.HexFormat.of().formatHex(expected))), decoded.rows);
    }
}
