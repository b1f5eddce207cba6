package io.millrace.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.key.JsonText;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Json taken apart and put together. */
final class JsonTest {
    @Test
    void partsAreFoundByNameAndPosition() {
        Json json = Json.of(new JsonText("{\"a\":{\"b\":[1,\"x,]}\",null,2.5e3]},\"\\u00e9\":true}"));
        assertEquals(1, json.get("a").get("b").get(0).asLong());
        assertEquals("x,]}", json.get("a").get("b").get(1).asString());
        assertTrue(json.get("a").get("b").get(2).isNull());
        assertEquals(2500.0, json.get("a").get("b").get(-1).asDouble());
        assertTrue(json.get("é").asBoolean());
        assertEquals(List.of("a", "é"), new ArrayList<>(json.asMap().keySet()));
        assertEquals("n", Json.parse("\"ano\"").get(1).asString());
        assertEquals(3, Json.parse("\"a🙂b\"").size());
    }

    @Test
    void whatIsNotThereIsNamed() {
        Json json = Json.parse("{\"a\":[1]}");
        assertRefused("no member \"b\" in {\"a\":[1]}", () -> json.get("b"));
        assertRefused("no element 1 in [1]", () -> json.get("a").get(1));
        assertRefused("cannot convert Json [1] to dict", () -> json.get("a").get("x"));
        assertRefused("cannot convert Json {\"a\":[1]} to int", json::asLong);
        assertRefused("cannot convert Json 1 to str", () -> json.get("a").get(0).asString());
    }

    @Test
    void otherKindsAreConvertedOnlyWhereAsked() {
        assertEquals(-1, Json.parse("-1.5").toLong());
        assertEquals(1, Json.parse("true").toLong());
        assertEquals(0.5, Json.parse("\" 0.5\"").toDouble());
        assertFalse(Json.parse("\"\"").toBoolean());
        assertFalse(Json.NULL.toBoolean());
        assertTrue(Json.parse("[0]").toBoolean());
        assertRefused("cannot convert Json null to int", Json.NULL::toLong);
        assertRefused(
                "cannot convert Json 1e+300 to int", () -> Json.parse("1e300").toLong());
    }

    @Test
    void javaValuesBecomeJson() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("none", null);
        values.put("great", BigInteger.TWO.pow(70));
        values.put("list", List.of(1, 2.5f, "\"\\\n\u0001é"));
        values.put("time", Instant.parse("2025-03-14T10:13:00.5Z"));
        values.put("span", Duration.ofMillis(1));
        values.put("json", new JsonText("[ 1 ]"));
        assertEquals(
                "{\"none\":null,\"great\":1180591620717411303424,\"list\":[1,2.5,\"\\\"\\\\\\n\\u0001é\"],"
                        + "\"time\":\"2025-03-14T10:13:00.500000000+00:00\",\"span\":1000000,\"json\":[1]}",
                Json.of(values).toString());
        assertThrows(IllegalArgumentException.class, () -> Json.of(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Json.of(new Object()));
    }

    @Test
    void whatIsPrintedReadsBack() {
        for (long seed = 0; seed < 200; seed++) {
            Json json = Json.of(random(new Random(seed), 4));
            assertEquals(json, Json.parse(json.toString()), "seed " + seed);
            assertEquals(json.hashCode(), Json.of(json.text()).hashCode(), "seed " + seed);
        }
    }

    private static Object random(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 4 -> new BigInteger(90, random);
            case 5 -> "\u0000\u001f\"\\/b\t🙂é".substring(0, random.nextInt(8));
            case 6 -> {
                List<Object> elements = new ArrayList<>();
                for (int left = random.nextInt(4); left > 0; left--) {
                    elements.add(random(random, depth - 1));
                }
                yield elements;
            }
            default -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (int left = random.nextInt(4); left > 0; left--) {
                    members.put("name" + random.nextInt(9), random(random, depth - 1));
                }
                yield members;
            }
        };
    }

    @Test
    void textsThatAreNoJsonAreRefusedWithThePlace() {
        for (String text : List.of(
                "",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "[1 2]",
                "01",
                "1.",
                "+1",
                "-",
                "1e",
                "nul",
                "\"\n\"",
                "\"\\x\"",
                "\"\\u12\"",
                "1 2",
                "\"open",
                "[1")) {
            assertThrows(IllegalArgumentException.class, () -> Json.parse(text), text);
        }
        assertRefused("unexpected '2' at 3 of json [1 2]", () -> Json.parse("[1 2]"));
        assertRefused("json ends too early: [1", () -> Json.parse("[1"));
        assertRefused("json is nested deeper than 512 levels", () -> Json.parse("[".repeat(10_000)));
    }

    private static void assertRefused(String message, Runnable action) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }
}
