package io.millrace.program;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.pointerFrom;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
import io.millrace.graphs.BellmanFord;
import io.millrace.graphs.Components;
import io.millrace.graphs.PageRank;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphsTest {
    private static final Table EDGES = Debug.table("""
            id | u | v | time | diff
            1  | a | b | 2    | 1
            2  | b | c | 2    | 1
            3  | c | a | 2    | 1
            4  | c | b | 2    | 1
            5  | d | a | 4    | 1
            """);

    static List<UnaryOperator<Pipeline>> engines() {
        return Engines.all();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void ranksFollowTheEdges(UnaryOperator<Pipeline> engine) {
        Debug.assertUpdates(PageRank.of(EDGES, 20).groupBy("v", "rank").reduce("v", "rank"), """
                v | rank | time | diff
                a | 3896 | 2    | 1
                b | 7142 | 2    | 1
                c | 6951 | 2    | 1
                a | 3896 | 4    | -1
                b | 7142 | 4    | -1
                c | 6951 | 4    | -1
                a | 5393 | 4    | 1
                b | 9053 | 4    | 1
                c | 8543 | 4    | 1
                d | 1000 | 4    | 1
                """, engine);
    }

    @Test
    void allStepsReadOneIndexOfTheEdges() {
        String text = Pipeline.create().explain(PageRank.of(EDGES));
        assertTrue(text.contains("shared by 5 sides of joins"), text);
    }

    @Test
    void whatAreNoEdgesIsRefusedAtTheUsersLine() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> PageRank.of(EDGES.without("u")));
        assertTrue(refusal.getMessage().startsWith("edges have columns u and v"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("GraphsTest.java:"), refusal.getMessage());
        assertEquals(
                0, Debug.changes(PageRank.of(Table.empty(EDGES.schema()), 3)).size());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void componentsPartAndComeTogether(UnaryOperator<Pipeline> engine) {
        Table edges = Debug.table("""
                id | u | v | time | diff
                1  | 5 | 4 | 2    | 1
                2  | 4 | 3 | 2    | 1
                3  | 1 | 2 | 2    | 1
                4  | 3 | 2 | 4    | 1
                2  | 4 | 3 | 6    | -1
                """);
        Debug.assertUpdates(Components.of(edges).groupBy("v", "component").reduce("v", "component"), """
                v | component | time | diff
                1 | 1         | 2    | 1
                2 | 1         | 2    | 1
                3 | 3         | 2    | 1
                4 | 3         | 2    | 1
                5 | 3         | 2    | 1
                3 | 3         | 4    | -1
                4 | 3         | 4    | -1
                5 | 3         | 4    | -1
                3 | 1         | 4    | 1
                4 | 1         | 4    | 1
                5 | 1         | 4    | 1
                4 | 1         | 6    | -1
                5 | 1         | 6    | -1
                4 | 4         | 6    | 1
                5 | 4         | 6    | 1
                """, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void shortestPathsFollowTheEdges(UnaryOperator<Pipeline> engine) {
        Table vertices = Debug.table("""
                  | is_source
                1 | True
                2 | False
                3 | False
                4 | False
                """);
        Table edges = Debug.table("""
                id | from | to | dist | time | diff
                1  | 1    | 2  | 5    | 2    | 1
                2  | 2    | 3  | 1    | 2    | 1
                3  | 1    | 3  | 9    | 2    | 1
                4  | 3    | 1  | 1    | 2    | 1
                2  | 2    | 3  | 1    | 4    | -1
                5  | 3    | 4  | -2   | 6    | 1
                """)
                .select(pointerFrom(col("from")).as("u"), pointerFrom(col("to")).as("v"), col("dist"));
        Debug.assertUpdates(BellmanFord.of(vertices, edges), """
                  | dist_from_source | time | diff
                1 | 0.0              | 0    | 1
                2 | inf              | 0    | 1
                3 | inf              | 0    | 1
                4 | inf              | 0    | 1
                2 | inf              | 2    | -1
                2 | 5.0              | 2    | 1
                3 | inf              | 2    | -1
                3 | 6.0              | 2    | 1
                3 | 6.0              | 4    | -1
                3 | 9.0              | 4    | 1
                4 | inf              | 6    | -1
                4 | 7.0              | 6    | 1
                """, engine);
    }
}
