package io.millrace.program;

import static io.millrace.table.Expressions.coalesce;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.concat;
import static io.millrace.table.Expressions.format;
import static io.millrace.table.Expressions.fromJson;
import static io.millrace.table.Expressions.greatest;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.least;
import static io.millrace.table.Expressions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
import io.millrace.table.ColumnExpression;
import io.millrace.table.StringMethods;
import io.millrace.table.Table;
import io.millrace.type.Type;
import io.millrace.value.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the methods of expressions give, each by one example. */
final class ExpressionMethodsTest {
    private final Table one = Debug.table("""
        text      | n | x    | maybe
        Žofie-007 | 7 | -2.5 | None
        """);

    @Test
    void textsAreTakenApartAndPutTogether() {
        StringMethods text = col("text").str();
        assertValues(
                Arrays.asList(
                        "Žofie",
                        List.of("Žofie", "007"),
                        "007",
                        null,
                        List.of("0", "0", "7"),
                        true,
                        true,
                        2L,
                        "#-#",
                        1L),
                text.slice(0, 5),
                text.split("-"),
                text.extract("(\\d+)$", 1),
                text.extract("x"),
                text.extractAll("\\d"),
                text.matches("\\p{L}+-\\d+"),
                text.containsMatch("[x-z]|o"),
                text.countMatches("0"),
                text.replaceMatches("[^-]+", "#"),
                text.levenshtein("Zofie-007"));
        assertValues(
                List.of("Žofie-007!", "n is 7, x is -2.5", "a|b", "  7", "7..", "-07", "Ž", "007"),
                concat(col("text"), "!"),
                format("n is {}, x is {}", col("n"), col("x")),
                lit("a b").str().split().str().join("|"),
                col("n").asText().str().rjust(3),
                col("n").asText().str().ljust(3, "."),
                lit("-7").str().zfill(3),
                text.rstrip("-eifo07"),
                text.lstrip("-eifoŽ"));
        assertValues(
                List.of("Žofie-007", true, false, false, "c5bd", "Žofie-007", 10L),
                text.capitalize(),
                lit("7").str().isDigit(),
                text.isAlnum(),
                text.isUpper(),
                text.slice(0, 1).bin().toHex(),
                text.encode().bin().decode(),
                text.encode().bin().len());
    }

    @Test
    void numbersAreComputedWith() {
        assertValues(
                List.of(-3.0, -2.0, -2.0, -1.0, 7L, 2.0, 1L, 5.0, 3.0, 49L, true, -2.5),
                col("x").num().floor(),
                col("x").num().ceil(),
                col("x").num().trunc(),
                col("x").num().sign(),
                col("n").num().floor(),
                col("x").num().clip(2, 5),
                col("n").num().clip(-1, 1),
                col("n").num().clip(2.5, 5),
                lit(8).num().log(2).num().round(),
                col("n").num().pow(2),
                col("x").num().isFinite(),
                least(col("n"), col("x"), 3));
        assertValues(List.of(7.0, "b"), greatest(col("n"), col("x")), greatest("a", "b", "a"));
    }

    @Test
    void datesAreComputedWith() {
        ColumnExpression time = lit(LocalDateTime.of(2024, 1, 31, 13, 47, 12));
        assertValues(
                List.of(
                        LocalDateTime.of(2024, 2, 29, 13, 47, 12),
                        LocalDateTime.of(2023, 11, 30, 13, 47, 12),
                        LocalDateTime.of(2024, 1, 29, 0, 0),
                        LocalDateTime.of(2024, 1, 1, 0, 0),
                        LocalDateTime.of(2024, 1, 31, 13, 45),
                        5L,
                        2024L,
                        1L,
                        31L,
                        31L,
                        true,
                        "31 Jan 24",
                        Duration.ofHours(23)),
                time.dt().addMonths(1),
                time.dt().addMonths(-2),
                time.dt().truncate("week"),
                time.dt().truncate("quarter"),
                time.dt().floor("15min"),
                time.dt().week(),
                time.dt().isoYear(),
                time.dt().quarter(),
                time.dt().dayOfYear(),
                time.dt().daysInMonth(),
                time.dt().isLeapYear(),
                time.dt().strftime("%d %b %y"),
                lit(LocalDateTime.of(2023, 3, 27, 0, 0))
                        .dt()
                        .subtractDateTimeInTimezone(LocalDateTime.of(2023, 3, 26, 0, 0), "Europe/Warsaw"));
    }

    @Test
    void jsonBecomesValues() {
        ColumnExpression json = lit(Map.of("at", "2025-03-14T10:13:00.5+01:00"));
        assertValues(
                Arrays.asList(Instant.parse("2025-03-14T09:13:00.5Z"), null, Json.NULL.text(), 3L, 2.0, "none"),
                fromJson(Type.DATE_TIME_UTC, json.at("at")),
                fromJson(Type.optional(Type.DURATION), json.at("for")),
                fromJson(Type.JSON, json.get("for")),
                json.at("n").asInt(3),
                json.at("n").asFloat(2),
                json.at("n").asStr("none"));
        assertRefused(
                () -> one.select(fromJson(Type.BYTES, json).as("x")),
                "Json becomes bool, int, float, str, DateTimeNaive, DateTimeUtc, Duration or Json, not bytes");
        assertRefused(() -> one.select(json.asInt("x").as("x")), "the default of as_int is str; it must be int");
    }

    @Test
    void whatIsExcludedByAConditionIsNotOptionalBehindIt() {
        ColumnExpression maybe = col("maybe");
        Table ints = Debug.table("""
            maybe
            1
            None
            5
            """);
        Debug.assertRows(
                ints.select(
                        maybe,
                        ifElse(maybe.isNone(), 0, maybe.plus(1)).as("a"),
                        ifElse(maybe.isNone().not(), maybe.plus(1), 0).as("b"),
                        maybe.isNone().or(maybe.gt(3)).as("c"),
                        ifElse(maybe.isNone().or(maybe.lt(3)), -1, maybe.times(2))
                                .as("d")),
                """
                maybe | a | b | c     | d
                1     | 2 | 2 | False | -1
                None  | 0 | 0 | True  | -1
                5     | 6 | 6 | True  | 10
                """);
        assertRefused(
                () -> ints.select(ifElse(maybe.isNone().and(maybe.isNone()), 0, maybe.plus(1))
                        .as("a")),
                "operator + does not take int | None and int");
    }

    @Test
    void wrongArgumentsAreRefusedWhereTheyAreWritten() {
        assertRefused(() -> col("x").dt().floor("2 months"), "\"2 months\" is no duration");
        assertRefused(() -> col("x").dt().timestamp("h"), "the unit of a timestamp is one of s, ms, us and ns, not h");
        assertRefused(() -> format("{} and {}", 1), "\"{} and {}\" has 2 places {} for 1 values");
        assertRefused(() -> one.select(col("n").str().lower().as("a")), "operator lower does not take int");
        assertRefused(
                () -> one.select(least(col("n"), col("text")).as("a")),
                "operator least does not take int and str: least(n, text), where column text is str, column n is int");
        assertRefused(() -> one.select(coalesce(col("maybe"), 1).dt().day().as("a")), "operator day does not take int");
    }

    private void assertValues(List<Object> expected, ColumnExpression... expressions) {
        ColumnExpression[] columns = new ColumnExpression[expressions.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = expressions[i].as("c" + i);
        }
        assertEquals(expected, Debug.changes(one.select(columns)).getFirst().values());
    }

    private static void assertRefused(Runnable program, String message) {
        String actual =
                assertThrows(IllegalArgumentException.class, program::run).getMessage();
        assertTrue(actual.startsWith(message), actual);
        assertTrue(actual.contains("ExpressionMethodsTest.java"), actual);
    }
}
