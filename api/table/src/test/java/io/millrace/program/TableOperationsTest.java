package io.millrace.program;

import static io.millrace.table.Expressions.allColumns;
import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.coalesce;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.leftColumns;
import static io.millrace.table.Expressions.lit;
import static io.millrace.table.Expressions.makeTuple;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Reducers.avg;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
import io.millrace.debug.PrintOptions;
import io.millrace.key.Pointer;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation on tables, as little tables with times and diffs, on the engine's operators and on their definitions. */
class TableOperationsTest {
    private final Table pets = Debug.table("""
        id | owner | pet | age
        1  | Ann   | dog | 10
        2  | Bob   | dog | 9
        3  | Ann   | cat | 8
        4  | Bob   | dog | 7
        """);

    private final Table changing = Debug.table("""
        id | k | v | time | diff
        1  | a | 1 | 2    | 1
        2  | a | 5 | 4    | 1
        3  | b | 7 | 4    | 1
        1  | a | 1 | 6    | -1
        3  | b | 7 | 6    | -1
        3  | b | 8 | 6    | 1
        2  | a | 5 | 8    | -1
        """);

    private final Table items = Debug.table("""
        id | name | price | time | diff
        1  | tea  | 2     | 2    | 1
        2  | cup  | 5     | 2    | 1
        1  | tea  | 2     | 6    | -1
        1  | tea  | 3     | 6    | 1
        """);

    private final Table orders = Debug.table("""
        id | name | quantity | time | diff
        7  | tea  | 10       | 2    | 1
        8  | pot  | 1        | 4    | 1
        9  | tea  | 20       | 4    | 1
        7  | tea  | 10       | 8    | -1
        """);

    static List<UnaryOperator<Pipeline>> engines() {
        return Engines.all();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void selectComputesColumnsRowByRow(UnaryOperator<Pipeline> engine) {
        Debug.assertUpdates(
                changing.select(col("k"), col("v").times(2).plus(1).as("w"), lit("x").as("c")), """
                k | w  | c | time | diff
                a | 3  | x | 2    | 1
                a | 11 | x | 4    | 1
                b | 15 | x | 4    | 1
                a | 3  | x | 6    | -1
                b | 15 | x | 6    | -1
                b | 17 | x | 6    | 1
                a | 11 | x | 8    | -1
                """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void selectKeepsIds(UnaryOperator<Pipeline> engine) {
        String text = Debug.text(pets.select("age"), PrintOptions.defaults().withFullPointers(), engine);
        assertEquals("""
                                        | age
            ^3HN31E1PBT7YHH5PWVKTZCPRJ8 | 7
            ^3CZ78B48PASGNT231ZECWPER90 | 8
            ^Z3QWT294JQSHPSR8KTPG9ECE4W | 9
            ^YYY4HABTRW7T8VX2Q429ZYV70W | 10
            """, text);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void withColumnsReplacesAndAdds(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(
                pets.withColumns(
                        col("age").plus(1).as("age"),
                        col("owner").plus(col("pet")).as("both")),
                """
                owner | pet | age | both
                Ann   | dog | 11  | Anndog
                Bob   | dog | 10  | Bobdog
                Ann   | cat | 9   | Anncat
                Bob   | dog | 8   | Bobdog
                """,
                engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void selectUsesColumnsOfTablesWithTheSameRows(UnaryOperator<Pipeline> engine) {
        Table doubled = pets.select(col("age").times(2).as("twice"));
        Table named = pets.select(col("owner").as("name"));
        Debug.assertRows(named.select(col("name"), doubled.col("twice"), pets.col("age")), """
            name | twice | age
            Ann  | 20    | 10
            Bob  | 18    | 9
            Ann  | 16    | 8
            Bob  | 14    | 7
            """, engine);
        Debug.assertRows(named.filter(doubled.col("twice").gt(17)), """
            name
            Ann
            Bob
            """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void filterKeepsWhatTheConditionHoldsFor(UnaryOperator<Pipeline> engine) {
        Debug.assertUpdates(changing.filter(col("v").gt(4).and(col("v").lt(8))), """
            k | v | time | diff
            a | 5 | 4    | 1
            b | 7 | 4    | 1
            b | 7 | 6    | -1
            a | 5 | 8    | -1
            """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void groupByReducesAndRetracts(UnaryOperator<Pipeline> engine) {
        Debug.assertUpdates(changing.groupBy("k").reduce(col("k"), sum("v").as("s"), count().as("n")), """
            k | s | n | time | diff
            a | 1 | 1 | 2    | 1
            a | 1 | 1 | 4    | -1
            a | 6 | 2 | 4    | 1
            b | 7 | 1 | 4    | 1
            a | 6 | 2 | 6    | -1
            a | 5 | 1 | 6    | 1
            b | 7 | 1 | 6    | -1
            b | 8 | 1 | 6    | 1
            a | 5 | 1 | 8    | -1
            """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void idsOfGroupsAreDerivedFromTheGroupingValues(UnaryOperator<Pipeline> engine) {
        String text = Debug.text(
                pets.groupBy("pet").reduce("pet"), PrintOptions.defaults().withFullPointers(), engine);
        assertEquals("""
                                        | pet
            ^ZRXSKXK9AA2SM81BE74JQYJW8M | cat
            ^5B741PYY502AHNDJ4HQBT59CMW | dog
            """, text);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void expressionsOfReducersAndReducersOfExpressions(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(
                pets.groupBy(col("owner").as("who"))
                        .reduce(
                                col("who").plus("!").as("who"),
                                sum(col("age").times(10)).dividedBy(count()).as("mean"),
                                avg("age").as("avg")),
                """
                who  | mean | avg
                Ann! | 90.0 | 9.0
                Bob! | 80.0 | 8.0
                """,
                engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void groupingByAnExpressionUnderANewName(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(
                pets.groupBy(col("age").mod(2).as("parity")).reduce(col("parity"), count().as("n")), """
                parity | n
                0      | 2
                1      | 2
                """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aGlobalReduceHasOneRowWhileThereAreRows(UnaryOperator<Pipeline> engine) {
        Table table = Debug.table("""
            id | v | time | diff
            1  | 4 | 2    | 1
            1  | 4 | 4    | -1
            2  | 6 | 6    | 1
            """);
        Table total = table.reduce(sum("v").as("s"), count().as("n"));
        Debug.assertUpdates(total, """
            s | n | time | diff
            4 | 1 | 2    | 1
            4 | 1 | 4    | -1
            6 | 1 | 6    | 1
            """, engine);
        assertEquals("^PWSRT420000000000000000000", idOf(total, engine), "key of no values");
    }

    private static String idOf(Table table, UnaryOperator<Pipeline> engine) {
        return Debug.changes(table, engine).getFirst().id().toString();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aGlobalReduceOfNothingIsNothing(UnaryOperator<Pipeline> engine) {
        assertEquals(List.of(), Debug.changes(pets.filter(lit(false)).reduce(count().as("n")), engine));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void groupingByTwoNamesOfOneColumnHashesBoth(UnaryOperator<Pipeline> engine) {
        Table both = pets.select(col("pet").as("a"), col("pet").as("b"));
        assertEquals(
                List.of(Pointer.of("cat", "cat"), Pointer.of("dog", "dog")),
                List.copyOf(Debug.tableToMaps(both.groupBy("a", "b").reduce("a"), engine)
                        .keySet()));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void flattenGivesOneRowAnElement(UnaryOperator<Pipeline> engine) {
        Table texts = Debug.table("""
            id | n | t
            1  | 7 | ab
            2  | 8 | c
            """);
        Debug.assertRows(texts.flatten("t"), """
            t | n
            a | 7
            b | 7
            c | 8
            """, engine);
        assertEquals(List.of("t", "n"), texts.flatten("t").columnNames(), "the element's column comes first");
        assertTrue(Debug.tableToMaps(texts.flatten("t"), engine).containsKey(Pointer.flattenKey(Pointer.of(1), 1)));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void flattenOfTuples(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(
                pets.select(makeTuple(col("age"), col("age").times(2)).as("both"))
                        .flatten("both"),
                """
                both
                10
                20
                9
                18
                8
                16
                7
                14
                """,
                engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void concatReindexTakesRowsOfAllUnderNewIds(UnaryOperator<Pipeline> engine) {
        Table floats = Debug.table("""
            id | pet  | age
            1  | fish | 0.5
            """);
        Table all = pets.select("pet", "age").concatReindex(floats);
        assertEquals(Type.FLOAT64, all.schema().type(1));
        Debug.assertRows(all, """
            pet  | age
            dog  | 10.0
            dog  | 9.0
            cat  | 8.0
            dog  | 7.0
            fish | 0.5
            """, engine);
        assertTrue(Debug.tableToMaps(all, engine).containsKey(Pointer.concatKey(Pointer.of(1), 1)));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void concatKeepsIds(UnaryOperator<Pipeline> engine) {
        Table more = Debug.table("""
            id | age | pet
            9  | 1   | fish
            """);
        Table all = pets.select("pet", "age").concat(more.promiseUniversesAreDisjoint(pets));
        assertTrue(Debug.tableToMaps(all, engine).containsKey(Pointer.of(9)));
        assertEquals(5, Debug.tableToMaps(all, engine).size());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void renamedColumnsComeLast(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(pets.rename("owner", "who").without("age"), """
            pet | who
            dog | Ann
            dog | Bob
            cat | Ann
            dog | Bob
            """, engine);
        assertEquals(
                List.of("age", "pet", "owner"),
                pets.rename(Map.of("owner", "pet", "pet", "owner")).columnNames());
        assertEquals(List.of("a.owner", "a.pet", "a.age"), pets.withPrefix("a.").columnNames());
        assertEquals(List.of("owner_b", "pet_b", "age_b"), pets.withSuffix("_b").columnNames());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void castConvertsAndUpdateTypesDeclares(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(pets.select("age").cast("age", Type.FLOAT64), """
            age
            10.0
            9.0
            8.0
            7.0
            """, engine);
        assertEquals(
                Type.optional(Type.INT64),
                pets.updateTypes(Map.of("age", Type.optional(Type.INT64)))
                        .schema()
                        .type(2));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void allColumnsStandForTheirNames(UnaryOperator<Pipeline> engine) {
        assertEquals(
                List.of("pet", "age", "old"),
                pets.select(allColumns("owner"), col("age").gt(8).as("old")).columnNames());
        assertEquals(
                List.of("name", "quantity", "price"),
                orders.join(items, col("name"), col("name"))
                        .select(leftColumns(), col("price"))
                        .columnNames());
        Debug.assertRows(pets.select(allColumns("owner", "pet")), """
            age
            10
            9
            8
            7
            """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void userFunctionsAreCalledForEachRow(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(
                pets.select(apply((String owner, Long age) -> owner + age, String.class, col("owner"), col("age"))
                        .as("label")),
                """
                label
                Ann10
                Bob9
                Ann8
                Bob7
                """,
                engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void branchesAndDefaults(UnaryOperator<Pipeline> engine) {
        Table some = Debug.table("""
            x
            1
            None
            """);
        Debug.assertRows(
                some.select(
                        ifElse(col("x").isNotNone(), col("x").plus(1), 0).as("next"),
                        coalesce(col("x"), 7).as("known"),
                        pointerFrom(coalesce(col("x"), 7)).eq(pointerFrom(7)).as("seven")),
                """
                next | known | seven
                2    | 1     | False
                0    | 7     | True
                """,
                engine);
    }

    @Test
    void appendOnlyIsInferred() {
        assertTrue(pets.isAppendOnly());
        assertTrue(pets.filter(col("age").gt(1)).select("pet").flatten("pet").isAppendOnly());
        assertTrue(pets.join(pets.copy(), col("age"), col("age")).select("age").isAppendOnly());
        assertFalse(changing.isAppendOnly());
        assertFalse(pets.groupBy("pet").reduce("pet").isAppendOnly());
        assertFalse(
                pets.joinLeft(items, col("owner"), col("name")).select("pet").isAppendOnly());
    }
}
