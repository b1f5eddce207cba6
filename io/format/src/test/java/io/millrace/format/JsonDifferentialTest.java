package io.millrace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads generated and mutated records with Jackson and with ours. {@code millrace.test.records} sets how many. */
class JsonDifferentialTest {
    private static final int RECORDS = Integer.getInteger("millrace.test.records", 200_000);
    private static final int RECORDS_A_FILE = 400;
    private static final String[] TEXTS = {
        "",
        "a",
        "plain words",
        "é語😀",
        "quote \\\" here",
        "back\\\\slash",
        "tab\\t",
        "\\u00e9",
        "\\uD83D\\uDE00",
        "\\u0000",
        "/",
        "\\/",
        "a long text that needs more than one vector to look at, and then some more of it"
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-1",
        "12345678",
        "123456789012",
        "-9223372036854775808",
        "9223372036854775807",
        "9223372036854775808",
        "0.5",
        "3.14159265358979",
        "1e3",
        "1E-7",
        "-2.5e+10",
        "123456789.123456789",
        "0.1234567890123456789",
        "1e308",
        "5e-324",
        "2.2250738585072014e-308",
        "1.7976931348623157e308"
    };
    private static final Schema SCHEMA = Schema.builder()
            .column("s", Type.optional(Type.STRING), null)
            .column("i", Type.optional(Type.INT64), null)
            .column("f", Type.optional(Type.FLOAT64), null)
            .column("b", Type.optional(Type.BOOL), null)
            .column("j", Type.optional(Type.JSON), null)
            .build();
    private static final JsonMapper JACKSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(127).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void generatedAndMutatedRecordsReadAsJacksonReadsThem() {
        for (int seed = 0; seed < RECORDS / RECORDS_A_FILE; seed++) {
            Random random = new Random(seed);
            byte[] bytes = file(random);
            List<List<Object>> expected = new ArrayList<>();
            int bad;
            try {
                bad = expected(bytes, expected);
            } catch (NumberFormatException e) {
                // Jackson's decimals end before a mutated exponent does.
                continue;
            }
            Decoding decoding = Decoding.cut(
                    new JsonLinesDecoder(SCHEMA, java.util.Map.of()), SCHEMA, bytes, seed % 3 == 0 ? null : random);
            for (int row = 0; row < Math.min(expected.size(), decoding.rows.size()); row++) {
                assertEquals(
                        expected.get(row), comparable(decoding.rows.get(row)), "row " + row + " with seed " + seed);
            }
            assertEquals(expected.size(), decoding.rows.size(), "rows with seed " + seed);
            long records = decoding.errors.stream()
                    .filter(error -> error.startsWith("PARSE: not a JSON record"))
                    .count();
            assertEquals(bad, records, "bad records with seed " + seed);
        }
    }

    private static byte[] file(Random random) {
        StringBuilder text = new StringBuilder();
        String[] names = {"s", "i", "f", "b", "j", "x", "longer_name"};
        boolean stable = random.nextBoolean();
        String blank = random.nextInt(3) == 0 ? " " : "";
        for (int record = 0; record < RECORDS_A_FILE; record++) {
            text.append('{');
            int fields = stable ? names.length : random.nextInt(names.length + 2);
            for (int field = 0; field < fields; field++) {
                String name = stable || field < names.length && random.nextInt(4) > 0
                        ? names[field]
                        : names[random.nextInt(names.length)];
                text.append(field == 0 ? "" : "," + blank)
                        .append('"')
                        .append(name)
                        .append("\":")
                        .append(blank);
                value(text, random, random.nextInt(12) == 0 ? "?" : name, 0);
            }
            text.append("}\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(3) == 0) {
            for (int mutation = random.nextInt(60); mutation > 0; mutation--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = random.nextBoolean()
                        ? (byte) "{}[]\",:\\ \t0123456789eE+-.truefalsnu\n".charAt(random.nextInt(35))
                        : (byte) random.nextInt(256);
            }
        }
        return bytes;
    }

    private static void value(StringBuilder text, Random random, String name, int depth) {
        switch (name) {
            case "s" ->
                text.append('"').append(TEXTS[random.nextInt(TEXTS.length)]).append('"');
            case "i" -> text.append(random.nextBoolean() ? random.nextInt(1000) : random.nextLong());
            case "f" ->
                text.append(random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : "" + random.nextDouble());
            case "b" -> text.append(random.nextBoolean());
            default -> {
                switch (random.nextInt(depth > 3 ? 4 : 6)) {
                    case 0 -> value(text, random, "s", depth);
                    case 1 -> value(text, random, "f", depth);
                    case 2 -> value(text, random, "b", depth);
                    case 3 -> text.append("null");
                    case 4 -> {
                        text.append('[');
                        for (int i = random.nextInt(4); i > 0; i--) {
                            value(text, random, "?", depth + 1);
                            text.append(i > 1 ? ", " : "");
                        }
                        text.append(']');
                    }
                    default -> {
                        text.append("{ ");
                        for (int i = random.nextInt(4); i > 0; i--) {
                            text.append("\"k").append(i).append("\" : ");
                            value(text, random, "?", depth + 1);
                            text.append(i > 1 ? " ," : "");
                        }
                        text.append('}');
                    }
                }
            }
        }
    }

    /** Fills in Jackson's rows and returns how many records it refuses. */
    private static int expected(byte[] bytes, List<List<Object>> rows) {
        int bad = 0;
        int from = 0;
        while (from < bytes.length) {
            int to = from;
            while (to < bytes.length && bytes[to] != '\n') {
                to++;
            }
            byte[] line = java.util.Arrays.copyOfRange(bytes, from, to);
            from = to + 1;
            String text = new String(line, StandardCharsets.UTF_8);
            if (text.chars().allMatch(letter -> letter == ' ' || letter == '\t' || letter == '\r')) {
                continue;
            }
            JsonNode record = parse(line);
            if (record == null) {
                bad++;
            } else {
                rows.add(row(record));
            }
        }
        return bad;
    }

    /** The record, or null where it is malformed: Jackson is given characters, so that bad UTF-8 is ours to tell. */
    private static JsonNode parse(byte[] line) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(line))
                    .toString();
            JsonNode node = JACKSON.readTree(text);
            // Half a pair of surrogates has no UTF-8: Jackson lets it pass.
            return node.isObject() && isWhole(node.toString()) ? node : null;
        } catch (JacksonException | java.nio.charset.CharacterCodingException e) {
            return null;
        }
    }

    private static boolean isWhole(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static List<Object> row(JsonNode record) {
        List<Object> row = new ArrayList<>();
        JsonNode text = record.get("s");
        row.add(absent(text) ? null : text.isString() ? text.stringValue() : Decoding.ERROR);
        JsonNode integer = record.get("i");
        row.add(absent(integer) ? null : integer.isNumber() ? integer(integer) : Decoding.ERROR);
        JsonNode real = record.get("f");
        row.add(
                absent(real)
                        ? null
                        : real.isNumber()
                                        && !Double.isInfinite(
                                                real.decimalValue().doubleValue())
                                ? (Object) (real.decimalValue().doubleValue() + 0.0)
                                : Decoding.ERROR);
        JsonNode bool = record.get("b");
        row.add(absent(bool) ? null : bool.isBoolean() ? (Object) bool.booleanValue() : Decoding.ERROR);
        JsonNode json = record.get("j");
        row.add(absent(json) ? null : json);
        return row;
    }

    private static Object integer(JsonNode node) {
        try {
            return node.decimalValue().longValueExact();
        } catch (ArithmeticException e) {
            return Decoding.ERROR;
        }
    }

    private static boolean absent(JsonNode node) {
        return node == null || node.isNull();
    }

    /** Our row with its JSON text read again, so that equal values are equal. */
    private static List<Object> comparable(List<Object> row) {
        List<Object> changed = new ArrayList<>(row);
        if (row.get(2) instanceof Double number) {
            // Jackson's decimals have no negative zero.
            changed.set(2, number + 0.0);
        }
        if (row.get(4) != null) {
            changed.set(4, JACKSON.readTree((String) row.get(4)));
        }
        return changed;
    }
}
