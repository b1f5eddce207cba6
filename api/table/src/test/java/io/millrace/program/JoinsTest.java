package io.millrace.program;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.id;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.leftId;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Expressions.rightId;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
import io.millrace.key.Pointer;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Joins of all kinds, as little tables with times and diffs, on the engine's operators and on their definitions. */
class JoinsTest {
    private final Table pets = Debug.table("""
        id | owner | pet | age
        1  | Ann   | dog | 10
        2  | Bob   | dog | 9
        3  | Ann   | cat | 8
        4  | Bob   | dog | 7
        """);

    static List<UnaryOperator<Pipeline>> engines() {
        return Engines.all();
    }

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

    @ParameterizedTest
    @MethodSource("engines")
    void joinPairsRowsAndFollowsBothSides(UnaryOperator<Pipeline> engine) {
        Debug.assertUpdates(
                orders.join(items, left("name").eq(right("name")))
                        .select(col("name"), col("quantity").times(col("price")).as("sum")),
                """
                name | sum | time | diff
                tea  | 20  | 2    | 1
                tea  | 40  | 4    | 1
                tea  | 20  | 6    | -1
                tea  | 40  | 6    | -1
                tea  | 30  | 6    | 1
                tea  | 60  | 6    | 1
                tea  | 30  | 8    | -1
                """,
                engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void leftJoinKeepsLeftRowsWithoutAMatch(UnaryOperator<Pipeline> engine) {
        Debug.assertUpdates(
                orders.joinLeft(items, col("name"), col("name"))
                        .select(
                                col("name"),
                                col("price"),
                                leftId().eq(orders.id()).as("same")),
                """
                name | price | same | time | diff
                tea  | 2     | True | 2    | 1
                pot  | None  | True | 4    | 1
                tea  | 2     | True | 4    | 1
                tea  | 2     | True | 6    | -2
                tea  | 3     | True | 6    | 2
                tea  | 3     | True | 8    | -1
                """,
                engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void rightJoinKeepsRightRowsWithoutAMatch(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(
                orders.joinRight(items, col("name"), col("name"))
                        .select(col("name"), col("quantity"), rightId().isNone().as("missing")),
                """
                name | quantity | missing
                tea  | 20       | False
                cup  | None     | False
                """,
                engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void outerJoinKeepsBothAndMergesTheKey(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(
                orders.joinOuter(items, col("name"), col("name")).select("name", "quantity", "price"), """
                name | quantity | price
                tea  | 20       | 3
                pot  | 1        | None
                cup  | None     | 5
                """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void idsOfJoinedRowsAreDerivedFromBothIds(UnaryOperator<Pipeline> engine) {
        Table joined =
                Debug.table("""
                    id | a
                    1  | 11
                    """).join(Debug.table("""
                    id | a
                    1  | 11
                    """), col("a"), col("a")).select("a");
        Pointer one = Pointer.of(1);
        assertEquals(Pointer.joinKey(one, one, Pointer.of(11)).toString(), idOf(joined, engine));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void joinUnderTheIdsOfTheLeft(UnaryOperator<Pipeline> engine) {
        Table joined =
                orders.joinLeft(items, col("name"), col("name")).idOfLeft().select("price");
        Table together = orders.select(col("quantity"), joined.id().eq(id()).as("same"));
        assertTrue(Debug.tableToMaps(joined, engine).containsKey(Pointer.of(9)));
        Debug.assertRows(together, """
            quantity | same
            1        | True
            20       | True
            """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void joinsChain(UnaryOperator<Pipeline> engine) {
        Table shops = Debug.table("""
            price | shop
            3     | here
            5     | there
            """);
        Debug.assertRows(
                orders.join(items, col("name"), col("name"))
                        .join(shops, left("price").eq(right("price")))
                        .select(col("name"), orders.col("quantity"), items.col("price"), col("shop")),
                """
                name | quantity | price | shop
                tea  | 20       | 3     | here
                """,
                engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void joinResultsAreFilteredAndReduced(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(
                pets.join(pets.copy(), col("owner"), col("owner"))
                        .filter(left("age").lt(right("age")))
                        .groupBy("owner")
                        .reduce(
                                col("owner"),
                                sum(right("age").minus(left("age"))).as("gap")),
                """
                owner | gap
                Ann   | 2
                Bob   | 2
                """,
                engine);
        Debug.assertRows(pets.join(pets.copy(), col("owner"), col("owner")).reduce(count().as("n")), """
            n
            8
            """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void joinWithoutConditionsIsEveryPair(UnaryOperator<Pipeline> engine) {
        Table two = Debug.table("""
            x
            1
            2
            """);
        Debug.assertRows(
                two.join(two.copy()).select(left("x").as("a"), right("x").as("b")), """
                a | b
                1 | 1
                1 | 2
                2 | 1
                2 | 2
                """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void intsMeetFloatsInJoins(UnaryOperator<Pipeline> engine) {
        Table ints = Debug.table("""
            x
            1
            2
            """);
        Table floats = Debug.table("""
            y
            2.0
            2.5
            """);
        Debug.assertRows(ints.join(floats, col("x"), col("y")).select("x", "y"), """
            x | y
            2 | 2.0
            """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void noneMatchesNone(UnaryOperator<Pipeline> engine) {
        Table some = Debug.table("""
            k    | v
            None | 1
            a    | 2
            """);
        Debug.assertRows(
                some.join(some.copy(), col("k"), col("k"))
                        .select(left("v"), right("v").as("w")),
                """
                v | w
                1 | 1
                2 | 2
                """,
                engine);
        Debug.assertRows(some.groupBy("k").reduce(col("k"), count().as("n")), """
            k    | n
            None | 1
            a    | 1
            """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void joinKeysMayBeExpressions(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(
                pets.join(items, left("age").minus(5).eq(right("price"))).select(col("pet"), col("age"), col("name")),
                """
                pet | age | name
                dog | 10  | cup
                cat | 8   | tea
                """,
                engine);
    }

    /** As Pathway: a row whose key is an error has no match, and stays where its side is kept. Each is logged. */
    @ParameterizedTest
    @MethodSource("engines")
    void aRowWhoseKeyIsAnErrorHasNoMatch(UnaryOperator<Pipeline> engine) {
        Table numbers = Debug.table("""
            id | v | of
            1  | 1 | 6
            2  | 0 | 6
            3  | 3 | 6
            """);
        Table keyed =
                numbers.select(col("v"), col("of").floorDividedBy(col("v")).as("k"));
        Table other = Debug.table("""
            id | k | w
            1  | 2 | 20
            2  | 6 | 60
            3  | 7 | 70
            """);
        UnaryOperator<Pipeline> keepsGoing = pipeline -> engine.apply(pipeline).keepGoing();
        Debug.assertRows(keyed.join(other, col("k"), col("k")).select("v", "w"), """
            v | w
            1 | 60
            3 | 20
            """, keepsGoing);
        Debug.assertRows(keyed.joinLeft(other, col("k"), col("k")).select("v", "w"), """
            v | w
            0 | None
            1 | 60
            3 | 20
            """, keepsGoing);
        Debug.assertRows(keyed.joinRight(other, col("k"), col("k")).select("v", "w"), """
            v    | w
            1    | 60
            3    | 20
            None | 70
            """, keepsGoing);
        Debug.assertRows(other.joinOuter(keyed, col("k"), col("k")).select("v", "w"), """
            v    | w
            0    | None
            1    | 60
            3    | 20
            None | 70
            """, keepsGoing);
        // A join of the table with itself reads one arrangement, and says so of both sides.
        Debug.assertRows(
                keyed.joinOuter(keyed.copy(), col("k"), col("k"))
                        .select(left("v"), right("v").as("w")),
                """
                v    | w
                0    | None
                1    | 1
                3    | 3
                None | 0
                """,
                keepsGoing);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void rowsWhoseKeyIsAnErrorHaveIds(UnaryOperator<Pipeline> engine) {
        Table numbers = Debug.table("""
            id | v
            1  | 0
            """);
        Table keyed = numbers.select(col("v"), col("v").mod(col("v")).as("k"));
        Table joined = keyed.joinLeft(keyed.copy(), col("k"), col("k")).select(left("v"));
        Pointer one = Pointer.of(1);
        assertEquals(
                Pointer.joinKey(one, null, one).toString(),
                idOf(joined, pipeline -> engine.apply(pipeline).keepGoing()));
    }

    private static String idOf(Table table, UnaryOperator<Pipeline> engine) {
        return Debug.changes(table, engine).getFirst().id().toString();
    }
}
