package io.millrace.program;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.avg;
import static io.millrace.table.Reducers.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
import io.millrace.table.Iteration;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
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
                    return Map.of("reached", starts.concatReindex(next).groupBy("v").reduce(col("v")));
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
        Debug.assertRows(NUMBERS.iterate(1, table -> table.select(col("n").plus(1).as("n"))), """
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
}
