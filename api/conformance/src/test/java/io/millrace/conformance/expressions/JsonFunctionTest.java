package io.millrace.conformance.expressions;

import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.key.JsonText;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Functions;
import io.millrace.table.Table;
import io.millrace.type.Type;
import io.millrace.value.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Json in users' functions. */
@GoldenFile("expressions/json.txt")
final class JsonFunctionTest {
    private static final String[] FIELDS = {"{\"field\":[1]}", "{\"field\":[2]}", "{\"field\":[3]}"};

    @Golden("test_json_apply")
    void passesJson(GoldenRun run) {
        run.check(1, JsonTables.of("a", "1", "2", "3").select(of(Long.class, "a", a -> a.asLong() + 1)));
    }

    @Golden("test_json_udf_array_getitem")
    void takesElements(GoldenRun run) {
        run.check(
                1,
                JsonTables.of("a", FIELDS)
                        .select(of(Long.class, "a", a -> a.get("field").get(0).asLong() + 1)));
    }

    @Golden("test_json_udf_str_getitem")
    void takesCharacters(GoldenRun run) {
        Table texts = JsonTables.of("a", "{\"field\":\"foo\"}", "{\"field\":\"bar\"}", "{\"field\":\"baz\"}");
        run.check(
                1, texts.select(of(String.class, "a", a -> a.get("field").get(0).asString())));
    }

    @Golden("test_json_udf_number_getitem")
    void refusesToTakeAMemberOfANumber(GoldenRun run) {
        run.refuses(1, () -> JsonTables.of("a", "1", "2", "3").select(of(Json.class, "a", a -> a.get("field"))))
                .saying("cannot convert Json 1 to dict");
    }

    @Golden("test_json_udf_as_type")
    void convertsToTheTypeThatItIs(GoldenRun run) {
        String[] values = switch (method(run)) {
            case "as_int" -> new String[] {"0", "1", "-1"};
            case "as_float" -> new String[] {"1.0", "3.14", "-1.2", "-1", "42"};
            case "as_str" -> new String[] {"\"foo\"", "\"bar\"", "\"baz\""};
            case "as_bool" -> new String[] {"true", "false"};
            case "as_list" -> new String[] {"[1,2,3]", "[3,4,5]"};
            default -> new String[] {"{\"a\":\"foo\"}", "{\"b\":\"bar\"}"};
        };
        Table json = JsonTables.of("data", values);
        run.check(1, json.select(converted(method(run), "data", data -> data)));
    }

    @Golden("test_json_udf_as_type_wrong_values")
    void refusesOtherKinds(GoldenRun run) {
        String[] parameters = run.parameter().split("-");
        String value = JsonConversionTest.VALUES.get(parameters[2]);
        Table json = JsonTables.of("a", "{\"field\":" + value + "}");
        run.refuses(1, () -> json.select(converted(parameters[1], "a", a -> a.get("field"))))
                .saying("cannot convert Json " + value + " to " + parameters[0]);
    }

    private static String method(GoldenRun run) {
        return run.parameter().substring(run.parameter().indexOf('-') + 1);
    }

    private static ColumnExpression converted(String method, String column, Functions.Of1<Json, Json> part) {
        return switch (method) {
            case "as_int" -> of(Long.class, column, json -> part.apply(json).asLong());
            case "as_float" -> of(Double.class, column, json -> part.apply(json).asDouble());
            case "as_str" -> of(String.class, column, json -> part.apply(json).asString());
            case "as_bool" -> of(Boolean.class, column, json -> part.apply(json).asBoolean());
            case "as_list" ->
                of(
                        Type.list(Type.INT64),
                        column,
                        json -> part.apply(json).asList().stream()
                                .map(Json::asLong)
                                .toList());
            default -> of(Json.class, column, json -> Json.of(part.apply(json).asMap()));
        };
    }

    @Golden("test_json_type")
    void passesJsonOfEveryKind(GoldenRun run) {
        Map<String, List<String>> columns = Map.of(
                "a", List.of("{\"field\":1}"),
                "b", List.of("2"),
                "c", List.of("1.5"),
                "d", List.of("true"),
                "e", List.of("\"f\""),
                "f", List.of("[1,2,3]"));
        ColumnExpression areJson = apply(
                arguments -> List.of(arguments).stream().allMatch(JsonText.class::isInstance),
                Type.BOOL,
                col("a"),
                col("b"),
                col("c"),
                col("d"),
                col("e"),
                col("f"));
        run.check(1, JsonTables.of(columns, "a", "b", "c", "d", "e", "f").select(areJson.as("ret")));
    }

    @Golden("test_json_recursive")
    void unwrapsJsonInJson(GoldenRun run) {
        ColumnExpression wrapped =
                apply((Long value) -> Json.of((Object) Json.of((Object) Json.of(value))), Json.class, col("value"));
        run.check(1, run.input(1).select(wrapped.asInt().as("ret")));
    }

    @Golden("test_json_nested")
    void takesJsonAsElements(GoldenRun run) {
        ColumnExpression wrapped = apply((String value) -> Json.of(List.of(Json.of(value))), Json.class, col("value"));
        run.check(1, run.input(1).select(wrapped.get(0).asStr().as("ret")));
    }

    @Golden("test_json_coerce")
    void convertsOtherKindsWhereAsked(GoldenRun run) {
        String type = method(run);
        String[] values = switch (type) {
            case "float" -> new String[] {"0", "1.0", "-1.5", "\"0\"", "\"0.0\"", "true"};
            case "int" -> new String[] {"0", "1.0", "-1.5", "\"0\"", "true"};
            default -> new String[] {"true", "1.5", "42", "0", "\"\"", "\"1\"", "\"0\"", "[42]", "{}"};
        };
        ColumnExpression coerced = switch (type) {
            case "float" -> of(Double.class, "data", Json::toDouble);
            case "int" -> of(Long.class, "data", Json::toLong);
            default -> of(Boolean.class, "data", Json::toBoolean);
        };
        run.check(1, JsonTables.of("data", values).select(coerced));
    }

    @Golden("test_json_iter")
    void walksOverElements(GoldenRun run) {
        Table json = JsonTables.of("data", "{\"field\":[1,2,3]}", "{\"field\":[4,5,6]}");
        run.check(1, json.select(of(Long.class, "data", JsonFunctionTest::sum)));
    }

    @Golden("test_json_iter_wrong_value")
    void refusesToWalkOverANumber(GoldenRun run) {
        run.refuses(
                        1,
                        () -> JsonTables.of("data", "{\"field\":42}")
                                .select(of(Long.class, "data", JsonFunctionTest::sum)))
                .saying("cannot convert Json 42 to list");
    }

    private static Long sum(Json json) {
        return StreamSupport.stream(json.get("field").spliterator(), false)
                .mapToLong(Json::asLong)
                .sum();
    }

    @Golden("test_json_len")
    void countsElementsAndMembers(GoldenRun run) {
        Table json = JsonTables.of("data", "{\"field\":[1,2,3]}", "{\"field\":{\"foo\":1,\"bar\":[1,2,3]}}");
        run.check(1, json.select(of(Long.class, "data", data ->
                (long) data.get("field").size())));
    }

    @Golden("test_json_len_wrong_value")
    void refusesToCountANumber(GoldenRun run) {
        run.refuses(
                        1,
                        () -> JsonTables.of("data", "{\"field\":42}").select(of(Long.class, "data", data ->
                                (long) data.get("field").size())))
                .saying("Json 42");
    }

    @Golden("test_json_index")
    void countsAsAnInt(GoldenRun run) {
        Table json = JsonTables.of("data", "{\"field\":42}");
        run.check(1, json.select(of(String.class, "data", JsonFunctionTest::binary)));
    }

    @Golden("test_json_index_wrong_value")
    void refusesToCountAFractionAsAnInt(GoldenRun run) {
        run.refuses(
                        1,
                        () -> JsonTables.of("data", "{\"field\":42.5}")
                                .select(of(String.class, "data", JsonFunctionTest::binary)))
                .saying("cannot convert Json 42.5 to int");
    }

    private static String binary(Json json) {
        return "0b" + Long.toBinaryString(json.get("field").asLong());
    }

    @Golden("test_json_reversed")
    void walksBackwards(GoldenRun run) {
        Table json = JsonTables.of("data", "{\"field\":[\"foo\",\"bar\"]}", "{\"field\":{\"baz\":42,\"foo\":42}}");
        run.check(1, json.select(of(Json.class, "data", JsonFunctionTest::last)));
    }

    @Golden("test_json_reversed_wrong_value")
    void refusesToWalkBackwardsOverANumber(GoldenRun run) {
        run.refuses(
                        1,
                        () -> JsonTables.of("data", "{\"field\":42}")
                                .select(of(Json.class, "data", JsonFunctionTest::last)))
                .saying("cannot convert Json 42 to list");
    }

    private static Json last(Json json) {
        return StreamSupport.stream(json.get("field").spliterator(), false)
                .collect(Collectors.toList())
                .reversed()
                .getFirst();
    }

    /** Java's map of datetimes and durations in the place of the recorded objects. */
    @Golden("test_json_datetime_serialization")
    void makesJsonOfDateTimes(GoldenRun run) {
        Map<String, Object> times = new LinkedHashMap<>();
        times.put("dtn", LocalDateTime.parse("2025-03-14T10:13:00"));
        times.put("dt", Instant.parse("2025-03-14T10:13:00.123456Z"));
        times.put("pdn", LocalDateTime.parse("2025-03-14T00:00:00"));
        times.put("pd", Instant.parse("2025-03-14T00:00:00Z"));
        times.put("pwn", LocalDateTime.parse("2025-03-14T10:13:00.123456789"));
        times.put("pw", Instant.parse("2025-03-14T10:13:00.123456Z"));
        times.put("dur", Duration.ofDays(4).plusNanos(2_000));
        Table table = JsonTables.of(0, Map.of("a", List.of(Json.of(times).toString())), "a");
        Map<String, Json> wrapped = new LinkedHashMap<>();
        times.forEach((name, value) -> wrapped.put(name, Json.of(value)));
        run.check(
                1,
                table.select(
                        col("a"),
                        apply((JsonText a) -> Json.of(times), Json.class, col("a"))
                                .as("b"),
                        apply((JsonText a) -> Json.of(wrapped), Json.class, col("a"))
                                .as("c")));
    }

    private static <R> ColumnExpression of(Class<R> result, String column, Functions.Of1<Json, R> function) {
        return apply((JsonText json) -> function.apply(Json.of(json)), result, col(column))
                .as("ret");
    }

    private static ColumnExpression of(Type result, String column, Functions.Of1<Json, ?> function) {
        return apply(arguments -> function.apply(Json.of((JsonText) arguments[0])), result, col(column))
                .as("ret");
    }
}
