package io.millrace.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
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
        assertEquals(0, Debug.changes(PageRank.of(Table.empty(EDGES.schema()), 3)).size());
    }
}
