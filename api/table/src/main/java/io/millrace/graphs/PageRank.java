package io.millrace.graphs;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.lit;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;

import io.millrace.plan.UserLine;
import io.millrace.table.Table;

/**
 * Ranks of vertices by the ranks of those that lead to them, in whole thousandths, as {@code pathway.stdlib.graphs.pagerank}: a vertex
 * starts with 6,000, gives five sixths of its rank in equal parts along its edges in each step, and gets 1,000 beside what it is given.
 *
 * <p>Steps are written out one after the other, so a change costs what it touches in each of them, and all of them read one index of
 * the edges.
 */
public final class PageRank {
    private static final int STEPS = 5;

    private PageRank() {}

    /** Ranks after 5 steps. */
    public static Table of(Table edges) {
        return of(edges, STEPS);
    }

    /**
     * Ranks after some steps.
     *
     * @param edges from column u to column v; several between the same vertices count as often
     * @param steps 0 or more
     * @return columns v, the vertex, and rank, an int
     */
    public static Table of(Table edges, int steps) {
        if (steps < 0) {
            throw UserLine.ofCaller().error("PageRank takes 0 steps or more, not " + steps);
        }
        Table pairs = Edges.of(edges).select("u", "v");
        Table degrees = pairs.groupBy("u").reduce(col("u"), count().as("degree"));
        Table parts = pairs.join(degrees, left("u").eq(right("u")))
                .select(left("u"), left("v"), right("degree").times(6).as("parts"));
        Table vertices = Edges.vertices(pairs);
        Table own = vertices.select(col("v"), lit(1_000).as("rank"));
        Table ranks = vertices.select(col("v"), lit(6_000).as("rank"));
        for (int step = 0; step < steps; step++) {
            Table given = parts.join(ranks, left("u").eq(right("v")))
                    .select(
                            left("v"),
                            right("rank").times(5).floorDividedBy(left("parts")).as("rank"));
            ranks = own.concatReindex(given)
                    .groupBy("v")
                    .reduce(col("v"), sum("rank").as("rank"));
        }
        return Edges.underVertices(ranks);
    }
}
