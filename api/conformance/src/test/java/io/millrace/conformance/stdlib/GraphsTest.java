package io.millrace.conformance.stdlib;

import static io.millrace.table.Expressions.cast;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.pointerFrom;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.graphs.BellmanFord;
import io.millrace.graphs.PageRank;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;

/** Algorithms over tables of edges. */
@GoldenFile("stdlib/graphs.txt")
final class GraphsTest {
    private static Table pointers(Table edges) {
        return edges.withColumns(
                pointerFrom(col("u")).as("u"), pointerFrom(col("v")).as("v"));
    }

    private static Table ranks(Table edges, int steps) {
        return PageRank.of(edges, steps).select("rank");
    }

    @Golden({"test_page_rank1", "test_page_rank2"})
    void ranksVertices(GoldenRun run) {
        run.check(1, ranks(pointers(run.input(2)), 20));
    }

    @Golden("test_page_rank_zero_outdegree_nodes")
    void ranksVerticesThatLeadNowhere(GoldenRun run) {
        run.check(1, ranks(pointers(run.input(2)), 10));
    }

    @Golden("test_page_rank_one_node_edge_case")
    void ranksNothingWithoutEdges(GoldenRun run) {
        Schema edges = Schema.builder()
                .column("u", Type.POINTER)
                .column("v", Type.POINTER)
                .build();
        run.check(1, ranks(Table.empty(edges), 50));
    }

    @Golden("test_bellman_ford")
    void findsShortestPaths(GoldenRun run) {
        Table edges = pointers(run.input(2))
                .withColumns(cast(Type.FLOAT64, col("dist")).as("dist"));
        run.check(1, BellmanFord.of(run.input(1), edges));
    }
}
