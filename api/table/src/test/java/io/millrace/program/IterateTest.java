package io.millrace.program;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.sum;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
import io.millrace.table.Iteration;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IterateTest {
    private static final Table NUMBERS = Debug.table("""
              | n
            1 | 1
            2 | 7
            3 | 6
            """);

    private static final Table EDGES = Debug.table("""
            id | a | b | time | diff
            1  | 1 | 2 | 2    | 1
            2  | 2 | 3 | 2    | 1
            3  | 3 | 1 | 2    | 1
            4  | 3 | 4 | 4    | 1
            2  | 2 | 3 | 6    | -1
            5  | 1 | 3 | 8    | 1
            """);

    private static final Table STARTS = Debug.table("""
            id | v | time | diff
            1  | 1 | 2    | 1
            1  | 1 | 10   | -1
            """);

    static List<UnaryOperator<Pipeline>> engines() {
        return Engines.all();
    }

    private static Table collatz(Table table) {
        return table.select(ifElse(
                        col("n").eq(1),
                        1,
                        ifElse(
                                col("n").mod(2).eq(0),
                                col("n").floorDividedBy(2),
                                col("n").times(3).plus(1)))
                .as("n"));
    }

    /** The vertices that edges lead to from some vertices, those included. */
    private static Table reached(Table starts, Table edges) {
        return Iteration.universe("reached", starts)
                .run(in -> {
                    Table next = in.get("reached")
                            .join(edges, left("v").eq(right("a")))
                            .select(right("b").as("v"));
                    return Map.of(
                            "reached", starts.concatReindex(next).groupBy("v").reduce(col("v")));
                })
                .get("reached");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void stepsAreTakenUntilNothingChanges(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(NUMBERS.iterate(IterateTest::collatz), """
                  | n
                1 | 1
                2 | 1
                3 | 1
                """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aLimitEndsThemBefore(UnaryOperator<Pipeline> engine) {
        Debug.assertRows(NUMBERS.iterate(3, IterateTest::collatz), """
                  | n
                1 | 1
                2 | 34
                3 | 5
                """, engine);
        Debug.assertRows(
                NUMBERS.iterate(1, table -> table.select(col("n").plus(1).as("n"))), """
                  | n
                1 | 2
                2 | 8
                3 | 7
                """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theFixpointFollowsItsInput(UnaryOperator<Pipeline> engine) {
        Debug.assertUpdates(reached(STARTS, EDGES), """
                v | time | diff
                1 | 2    | 1
                2 | 2    | 1
                3 | 2    | 1
                4 | 4    | 1
                3 | 6    | -1
                4 | 6    | -1
                3 | 8    | 1
                4 | 8    | 1
                1 | 10   | -1
                2 | 10   | -1
                3 | 10   | -1
                4 | 10   | -1
                """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void severalTablesGoRoundTogether(UnaryOperator<Pipeline> engine) {
        Table left = Debug.table("""
                id | n
                1  | 4
                2  | 2
                """);
        Table rounds = Debug.table("""
                id | r
                1  | 0
                """);
        Map<String, Table> tables = Iteration.universe("left", left)
                .andTable("rounds", rounds)
                .run(in -> Map.of(
                        "left",
                        in.get("left")
                                .filter(col("n").gt(0))
                                .select(col("n").minus(1).as("n")),
                        "rounds",
                        in.get("rounds")
                                .updateCells(in.get("rounds")
                                        .semiJoin(in.get("left"))
                                        .select(col("r").plus(1).as("r")))));
        Debug.assertRows(tables.get("left"), """
                | n
                """, engine);
        Debug.assertRows(tables.get("rounds"), """
                id | r
                1  | 5
                """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void rowsAreLookedUpAndUpdatedInside(UnaryOperator<Pipeline> engine) {
        // Each vertex takes the root of its parent until all know theirs.
        Table start = Debug.table("""
                v | parent | time | diff
                1 | 1      | 2    | 1
                2 | 1      | 2    | 1
                3 | 2      | 2    | 1
                4 | 3      | 2    | 1
                3 | 2      | 4    | -1
                3 | 3      | 4    | 1
                """).withIdFrom("v");
        Table roots = start.iterate(
                in -> in.select(col("v"), in.ixRef(col("parent")).col("parent").as("parent")));
        Debug.assertUpdates(roots.groupBy("v", "parent").reduce(col("v"), col("parent")), """
                v | parent | time | diff
                1 | 1      | 2    | 1
                2 | 1      | 2    | 1
                3 | 1      | 2    | 1
                4 | 1      | 2    | 1
                3 | 1      | 4    | -1
                4 | 1      | 4    | -1
                3 | 3      | 4    | 1
                4 | 3      | 4    | 1
                """, engine);
    }

    @Test
    void theStepsAreExplained() {
        String text = Pipeline.create().explain(reached(STARTS, EDGES));
        assertTrue(text.contains("until nothing changes"), text);
        assertTrue(text.contains("in loop of stage"), text);
        String limited = Pipeline.create().explain(NUMBERS.iterate(3, IterateTest::collatz));
        assertTrue(limited.contains("3 times at most"), limited);
    }

    @Test
    void filtersBehindALoopStayThere() {
        String text = Pipeline.create().explain(reached(STARTS, EDGES).filter(col("v").gt(2)));
        int result = text.lastIndexOf("after the loop");
        assertTrue(result > 0 && text.indexOf("keep where", result) > 0, text);
    }

    private static void refused(String message, Runnable program) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, program::run);
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("IterateTest.java:"), refusal.getMessage());
    }

    @Test
    void whatCannotGoRoundIsRefusedAtTheUsersLine() {
        refused("an iteration limit is 1 or more, not 0", () -> NUMBERS.iterate(0, IterateTest::collatz));
        refused("of columns [n] one of columns [m]", () -> NUMBERS.iterate(in -> in.rename("n", "m")));
        refused("one of type str", () -> NUMBERS.iterate(in -> in.cast("n", Type.STRING)));
        refused("other rows", () -> NUMBERS.iterate(in -> in.filter(col("n").gt(1))));
        refused("returns a table other", () -> Iteration.table("t", NUMBERS).run(in -> Map.of("other", NUMBERS)));
        refused("returns no table", () -> Iteration.table("t", NUMBERS).run(in -> Map.of()));
        refused("are called t", () -> Iteration.table("t", NUMBERS).andTable("t", NUMBERS));
        refused("an iterate inside iterate", () -> NUMBERS.iterate(in -> in.iterate(IterateTest::collatz)));
        refused(
                "an iterate inside iterate",
                () -> NUMBERS.iterate(outer -> NUMBERS.iterate(
                        in -> in.updateCells(outer.select(col("n").plus(1).as("n"))))));
        refused(
                "unpackSnapshots",
                () -> NUMBERS.iterate(in -> in.unpackSnapshots().withUniverseOf(in)));
        refused(
                "of float",
                () -> Iteration.universe("t", Debug.table("""
                x
                1.5
                """))
                        .run(in -> Map.of("t", in.get("t").reduce(sum("x").as("x")))));
    }

    @Test
    void aTableOfTheInsideStaysThere() {
        Table[] leaked = new Table[1];
        NUMBERS.iterate(in -> {
            leaked[0] = in;
            return collatz(in);
        });
        refused("used outside of it", () -> Pipeline.create().explain(leaked[0]));
    }
}
