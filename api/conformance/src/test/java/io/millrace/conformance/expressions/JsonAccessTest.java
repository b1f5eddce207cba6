package io.millrace.conformance.expressions;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.fromJson;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Json taken apart by expressions. */
@GoldenFile("expressions/json.txt")
final class JsonAccessTest {
    private static final ColumnExpression DATA = col("data");

    @Golden("test_json_get_simple")
    void takesMembers(GoldenRun run) {
        Table json = JsonTables.of("data", "{\"field\":1}", "{\"field\":2}");
        run.check(1, json.select(DATA.get("field").as("ret")));
    }

    @Golden({"test_json_get_none", "test_json_get_wo_default"})
    void refusesToTakeAMemberOfWhatMayBeMissing(GoldenRun run) {
        run.refuses(
                        1,
                        () -> JsonTables.of("data", "{}")
                                .select(DATA.get("a").get("b").as("result")))
                .saying("cannot get from Json | None", "column data is Json");
    }

    @Golden("test_json_get_item_optional_json")
    void refusesToIndexWhatMayBeMissing(GoldenRun run) {
        run.refuses(
                        1,
                        () -> JsonTables.of("data", "{}")
                                .select(DATA.get("a").at("b").as("result")))
                .saying("cannot get from Json | None");
    }

    @Golden("test_json_get_wrong_default")
    void refusesADefaultThatIsNoJson(GoldenRun run) {
        run.refuses(
                        1,
                        () -> JsonTables.of("data", "{\"a\":{\"b\":1}}")
                                .select(DATA.get("a", 42).get("b").as("result")))
                .saying("the default of get on Json is Json or None, not int");
    }

    @Golden("test_json_get_default")
    void givesTheDefaultForMissingMembers(GoldenRun run) {
        Table json = JsonTables.of(
                "data",
                "{\"a\":{\"b\":1}}",
                "{\"a\":{\"b\":null}}",
                "{\"a\":{}}",
                "{\"a\":[1,2,3]}",
                "{\"a\":42}",
                "{\"a\":null}",
                "{}",
                "[1,2,3]",
                "null",
                "1",
                "\"foo\"");
        run.check(1, json.select(DATA.get("a", Map.of("b", 42)).as("result")));
    }

    @Golden("test_json_dict_get_int_index")
    void givesNoneForAnIndexIntoAnObject(GoldenRun run) {
        run.check(1, JsonTables.of("data", "{\"a\":1}").select(DATA.get(1).as("result")));
    }

    @Golden("test_json_array_get_str_index")
    void givesNoneForAMemberOfAnArray(GoldenRun run) {
        run.check(
                1,
                JsonTables.of("data", "{\"a\":[1,2,3]}")
                        .select(DATA.at("a").get("foo").as("result")));
    }

    @Golden("test_json_get_item")
    void givesNullForMissingMembers(GoldenRun run) {
        Table json = JsonTables.of(
                "data",
                "{\"a\":{\"b\":1}}",
                "{\"a\":{\"b\":null}}",
                "{}",
                "{\"a\":{}}",
                "{\"a\":[1,2,3]}",
                "{\"a\":42}",
                "{\"a\":null}");
        run.check(1, json.select(DATA.at("a").at("b").as("result")));
    }

    @Golden("test_json_get_array_index")
    void takesElementsByAColumn(GoldenRun run) {
        Map<String, List<String>> columns = Map.of(
                "index", List.of("0", "1", "2"),
                "data", List.of("{\"field\":[1,2,3]}", "{\"field\":[4,5,6]}", "{\"field\":[7,8,9]}"));
        Table json = JsonTables.of(columns, "index", "data");
        // Our index must be an int for certain; Pathway takes one that may be None.
        run.check(
                1,
                json.select(DATA.at("field").at(col("index").asInt().unwrap()).as("result")));
    }

    @Golden("test_json_get_array_index_out_of_bounds")
    void givesNullForMissingElements(GoldenRun run) {
        int index = Integer.parseInt(run.parameter());
        run.check(
                1,
                JsonTables.of("data", "{\"field\":[0,1,2]}")
                        .select(DATA.at("field").at(index).as("result")));
    }

    @Golden("test_json_input")
    void takesValuesOfEveryKind(GoldenRun run) {
        Map<String, List<String>> columns = Map.of(
                "a", List.of("{\"field\":1}"),
                "b", List.of("2"),
                "c", List.of("1.5"),
                "d", List.of("true"),
                "e", List.of("\"foo\""),
                "f", List.of("[1,2,3]"));
        run.check(
                1,
                JsonTables.of(columns, "a", "b", "c", "d", "e", "f")
                        .select(
                                col("a").at("field").asInt().as("a"),
                                col("b").asInt().as("b"),
                                col("c").asFloat().as("c"),
                                col("d").asBool().as("d"),
                                col("e").asStr().as("e"),
                                col("f").at(1).asInt().as("f")));
    }

    @Golden("test_json_flatten")
    void makesARowOfEachElement(GoldenRun run) {
        Table rows = JsonTables.of("data", "[1,2]", "[3]", "[4,5]").flatten("data");
        run.checkSecond(1, rows.select(DATA.asInt().as("data")));
    }

    @Golden("test_json_flatten_wrong_values")
    void refusesToMakeRowsOfWhatIsNoArray(GoldenRun run) {
        String value =
                run.parameter().equals("value6") ? "{\"field\":[1]}" : JsonConversionTest.VALUES.get(run.parameter());
        run.refuses(1, () -> JsonTables.of("data", value).flatten("data")).saying("flatten", value);
    }

    @Golden("test_json_unpack_col_dict")
    void takesAllMembersByASchema(GoldenRun run) {
        Map<String, Type> types = new LinkedHashMap<>();
        types.put("dtn", Type.DATE_TIME_NAIVE);
        types.put("dt", Type.DATE_TIME_UTC);
        types.put("pdn", Type.DATE_TIME_NAIVE);
        types.put("pd", Type.DATE_TIME_UTC);
        types.put("pwn", Type.DATE_TIME_NAIVE);
        types.put("pw", Type.DATE_TIME_UTC);
        types.put("null_dt", Type.optional(Type.DATE_TIME_UTC));
        types.put("dur", Type.DURATION);
        types.put("null_dur", Type.optional(Type.DURATION));
        types.put("text", Type.STRING);
        run.check(1, unpacked(run.input(1), "obj", types));
    }

    @Golden("test_json_unpack_col_null")
    void refusesANullThatTheSchemaExcludes(GoldenRun run) {
        Type type = switch (run.parameter()) {
            case "int" -> Type.INT64;
            case "float" -> Type.FLOAT64;
            case "bool" -> Type.BOOL;
            case "str" -> Type.STRING;
            case "DateTimeNaive" -> Type.DATE_TIME_NAIVE;
            case "DateTimeUtc" -> Type.DATE_TIME_UTC;
            default -> Type.DURATION;
        };
        run.refuses(1, () -> unpacked(run.input(1), "obj", Map.of("col", type))).saying("unwrap", "None");
    }

    private static Table unpacked(Table table, String column, Map<String, Type> types) {
        return table.select(types.entrySet().stream()
                .map(it -> fromJson(it.getValue(), col(column).get(it.getKey())).as(it.getKey()))
                .toArray(ColumnExpression[]::new));
    }

    @Golden("test_json_doesnt_enforce_ascii")
    void keepsLettersAsTheyAre(GoldenRun run) {
        run.check(1, run.input(1));
    }
}
