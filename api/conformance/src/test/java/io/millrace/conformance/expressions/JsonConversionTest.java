package io.millrace.conformance.expressions;

import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import java.util.List;
import java.util.Map;

/** Json converted by expressions. */
@GoldenFile("expressions/json.txt")
final class JsonConversionTest {
    /** The json behind the names of the tests' parameters, of which those that look alike are numbered. */
    static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("None", "null"),
            Map.entry("1", "1"),
            Map.entry("1_0", "1"),
            Map.entry("0_0", "0"),
            Map.entry("1.6", "1.6"),
            Map.entry("3.14", "3.14"),
            Map.entry("1_1", "\"1\""),
            Map.entry("0_1", "\"0\""),
            Map.entry("42_0", "42"),
            Map.entry("42_1", "\"42\""),
            Map.entry("42", "\"42\""),
            Map.entry("foo", "\"foo\""),
            Map.entry("true", "\"true\""),
            Map.entry("True", "true"),
            Map.entry("value6", "[1,2,3]"),
            Map.entry("value7", "{\"a\":\"foo\"}"));

    private static final ColumnExpression DATA = col("data");

    @Golden("test_json_as_type")
    void convertsToTheTypeThatItIs(GoldenRun run) {
        String method = method(run);
        List<String> fields = switch (method) {
            case "as_int" -> List.of("42", "-1", "null");
            case "as_float" -> List.of("1.5", "10", "0", "-1", "4294967297", "35184372088833", "null");
            case "as_str" -> List.of("\"foo\"", "\"42\"", "\"true\"", "null");
            default -> List.of("true", "false", "null");
        };
        String[] rows = new String[fields.size() + 1];
        for (int i = 0; i < fields.size(); i++) {
            rows[i] = "{\"field\":" + fields.get(i) + "}";
        }
        rows[fields.size()] = "{}";
        Table json = JsonTables.of("data", rows);
        run.check(1, json.select(converted(method, DATA.get("field"), null).as("result")));
    }

    @Golden({
        "test_json_as_int_wrong_values",
        "test_json_as_float_wrong_values",
        "test_json_as_str_wrong_values",
        "test_json_as_bool_wrong_values"
    })
    void refusesOtherKinds(GoldenRun run) {
        String method = run.name().substring("test_json_".length(), run.name().indexOf("_wrong"));
        // Of the values of bools one is the word, of all others the value itself.
        String value =
                run.parameter().equals("True") && method.equals("as_bool") ? "\"True\"" : VALUES.get(run.parameter());
        Table json = JsonTables.of("data", "{\"field\":" + value + "}");
        run.refuses(
                        1,
                        () -> json.select(
                                converted(method, DATA.get("field"), null).as("result")))
                .saying("cannot convert Json " + value);
    }

    @Golden("test_json_convert_default_wrong_value")
    void refusesADefaultOfAnotherType(GoldenRun run) {
        Object wrong = switch (method(run)) {
            case "as_int" -> "foo";
            case "as_float" -> "bar";
            case "as_str" -> 42;
            default -> 1;
        };
        run.refuses(
                        1,
                        () -> run.input(1)
                                .select(converted(method(run), DATA, wrong).as("result")))
                .saying("the default of " + method(run));
    }

    @Golden("test_json_convert_default_wrong_col")
    void refusesAColumnOfAnotherTypeAsDefault(GoldenRun run) {
        run.refuses(
                        1,
                        () -> run.input(1)
                                .select(converted(method(run), DATA, col("default"))
                                        .as("result")))
                .saying("the default of " + method(run), "column default is");
    }

    @Golden("test_json_convert_default")
    void givesTheDefaultForNull(GoldenRun run) {
        Object constant = switch (method(run)) {
            case "as_int" -> 2;
            case "as_float" -> 3.14;
            case "as_str" -> "bar";
            default -> true;
        };
        run.check(
                1,
                run.input(1)
                        .select(
                                converted(method(run), DATA, constant).as("val"),
                                converted(method(run), DATA, col("a")).as("a"),
                                converted(method(run), DATA, col("b")).as("b")));
    }

    @Golden("test_json_convert_unwrap")
    void convertsWhatIsThere(GoldenRun run) {
        run.check(1, run.input(1).select(DATA.asInt().unwrap().as("result")));
    }

    @Golden("test_json_convert_unwrap_null")
    void refusesNull(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(DATA.asInt().unwrap().as("result")))
                .saying("unwrap", "None");
    }

    @Golden("test_json_convert_default_unwrap")
    void convertsToTheDefaultThatIsThere(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(converted(method(run), DATA, col("default"))
                                .unwrap()
                                .as("result")));
    }

    @Golden("test_json_convert_default_unwrap_null")
    void refusesADefaultThatIsNone(GoldenRun run) {
        run.refuses(
                        1,
                        () -> run.input(1)
                                .select(converted(method(run), DATA, col("default"))
                                        .unwrap()
                                        .as("result")))
                .saying("unwrap", "None");
    }

    @Golden("test_json_convert_non_json")
    void refusesWhatIsNoJson(GoldenRun run) {
        run.refuses(
                        1,
                        () -> run.input(1)
                                .select(converted(run.parameter(), DATA, null).as("result")))
                .saying("applies to Json, not to int", "column data is int");
    }

    private static String method(GoldenRun run) {
        return run.parameter().substring(run.parameter().lastIndexOf('-') + 1);
    }

    private static ColumnExpression converted(String method, ColumnExpression json, Object otherwise) {
        return switch (method) {
            case "as_int" -> json.asInt(otherwise);
            case "as_float" -> json.asFloat(otherwise);
            case "as_str" -> json.asStr(otherwise);
            default -> json.asBool(otherwise);
        };
    }
}
