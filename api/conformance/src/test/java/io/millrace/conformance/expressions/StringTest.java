package io.millrace.conformance.expressions;

import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.StringMethods;
import java.util.List;

/** Methods of texts. */
@GoldenFile("expressions/string.txt")
final class StringTest {
    private static final ColumnExpression A = col("a");
    private static final StringMethods NAME = col("name").str();

    @Golden("test_strip")
    void stripsWhiteSpace(GoldenRun run) {
        run.check(1, run.input(1).select(A.str().strip().as("a")));
    }

    @Golden("test_count")
    void countsParts(GoldenRun run) {
        run.check(1, run.input(1).select(NAME.count("o").as("count")));
        run.check(2, run.input(1).select(NAME.count("o", 1).as("count")));
        run.check(3, run.input(1).select(NAME.count("o", 0, 3).as("count")));
        run.check(4, run.input(1).select(NAME.count("o", null, 2).as("count")));
    }

    @Golden("test_find")
    void findsTheFirstPart(GoldenRun run) {
        run.check(1, run.input(1).select(NAME.find("o").as("pos")));
        run.check(2, run.input(1).select(NAME.find("o", 1).as("pos")));
        run.check(3, run.input(1).select(NAME.find("o", 2).as("pos")));
        run.check(4, run.input(1).select(NAME.find("o", 0, 4).as("pos")));
        run.check(5, run.input(1).select(NAME.find("o", null, 2).as("pos")));
    }

    @Golden("test_rfind")
    void findsTheLastPart(GoldenRun run) {
        run.check(1, run.input(1).select(NAME.rfind("o").as("pos")));
        run.check(2, run.input(1).select(NAME.rfind("o", 1).as("pos")));
        run.check(3, run.input(1).select(NAME.rfind("o", 2).as("pos")));
        run.check(4, run.input(1).select(NAME.rfind("o", 0, 4).as("pos")));
        run.check(5, run.input(1).select(NAME.rfind("o", null, 2).as("pos")));
    }

    @Golden("test_parse_int")
    void readsInts(GoldenRun run) {
        run.check(1, run.input(1).select(A.str().parseInt().as("a")));
    }

    @Golden("test_parse_int_optional")
    void readsIntsOrNone(GoldenRun run) {
        run.check(1, run.input(1).select(A.str().parseIntOrNone().as("a")));
    }

    @Golden("test_parse_int_exception")
    void refusesWhatIsNoInt(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(A.str().parseInt().as("a"))).saying("cannot parse", "int");
    }

    @Golden("test_parse_float")
    void readsFloats(GoldenRun run) {
        run.check(1, run.input(1).select(A.str().parseFloat().as("a")));
    }

    @Golden("test_parse_float_optional")
    void readsFloatsOrNone(GoldenRun run) {
        run.check(1, run.input(1).select(A.str().parseFloatOrNone().as("a")));
    }

    @Golden("test_parse_float_exception")
    void refusesWhatIsNoFloat(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(A.str().parseFloat().as("a")))
                .saying("cannot parse \"4.4.4\" as float");
    }

    @Golden("test_parse_bool")
    void readsBools(GoldenRun run) {
        run.check(1, run.input(1).select(A.str().parseBool().as("a")));
    }

    @Golden("test_parse_bool_custom_mapping")
    void readsBoolsByGivenWords(GoldenRun run) {
        List<String> yes = List.of("a", "44", ">");
        List<String> no = List.of("true", "-5");
        run.check(1, run.input(1).select(A.str().parseBool(yes, no).as("a")));
    }

    @Golden("test_parse_bool_optional")
    void readsBoolsOrNone(GoldenRun run) {
        run.check(1, run.input(1).select(A.str().parseBoolOrNone().as("a")));
    }

    @Golden("test_parse_bool_optional_custom_mapping")
    void readsBoolsByGivenWordsOrNone(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(A.str()
                                .parseBoolOrNone(List.of("On"), List.of("Off"))
                                .as("a")));
    }

    @Golden("test_parse_bool_exception")
    void refusesWhatIsNoBool(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(A.str().parseBool().as("a"))).saying("cannot parse", "bool");
    }

    @Golden("test_to_string")
    void printsWhatReadsBack(GoldenRun run) {
        run.check(1, run.input(1).select(A.asText().str().parseInt().as("a")));
        run.check(2, run.input(2).select(A.asText().str().parseBool().as("a")));
        run.check(3, run.input(3).select(A.asText().str().parseFloat().as("a")));
    }

    @Golden("test_to_string_for_optional_type")
    void printsNone(GoldenRun run) {
        run.check(1, run.input(1).select(A.asText().as("a")));
    }

    @Golden("test_to_string_for_datetime_naive")
    void printsNaiveDateTimes(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(col("t").dt()
                                .strptime("%Y-%m-%dT%H:%M:%S.%f")
                                .asText()
                                .as("t")));
    }

    @Golden("test_to_string_for_datetime_utc")
    void printsDateTimesInUtc(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(col("t").dt()
                                .strptime("%Y-%m-%dT%H:%M:%S.%f%z")
                                .asText()
                                .as("t")));
    }
}
