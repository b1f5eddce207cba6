package io.millrace.graphs;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.min;

import io.millrace.plan.UserLine;
import io.millrace.table.Iteration;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.Map;

/**
 * Lengths of shortest paths, as {@code pathway.stdlib.graphs.bellman_ford}. Lengths may be negative, but a cycle of negative length that
 * can be reached is never done with. A change costs what it moves: paths that do not use the edge stay as they are.
 */
public final class BellmanFord {
    private BellmanFord() {}

    /**
     * The length of the shortest path to each vertex from the nearest source.
     *
     * @param vertices their ids are the vertices; {@code is_source}, a bool, says which are sources
     * @param edges pointers u and v, from and to, and {@code dist}, an int or a float
     * @return under the ids of the vertices {@code dist_from_source}, a float, infinite where no path leads
     */
    public static Table of(Table vertices, Table edges) {
        if (!vertices.columnNames().contains("is_source")) {
            throw UserLine.ofCaller()
                    .error("vertices have a column is_source; this table has " + vertices.columnNames());
        }
        if (!edges.columnNames().contains("dist")) {
            throw UserLine.ofCaller().error("edges have a column dist; this table has " + edges.columnNames());
        }
        Table lengths = Edges.of(edges)
                .select(col("u"), col("v"), col("dist").cast(Type.FLOAT64).as("dist"));
        Table start = vertices.select(
                ifElse(col("is_source"), 0.0, Double.POSITIVE_INFINITY).as("dist_from_source"));
        return start.iterate(before -> {
            Table nearer = lengths.join(before, lengths.col("u"), before.id())
                    .select(
                            left("v"),
                            right("dist_from_source").plus(left("dist")).as("dist_from_source"));
            Table own = start.select(start.id().as("v"), col("dist_from_source"));
            Table best = own.concatReindex(nearer)
                    .groupBy("v")
                    .reduce(col("v"), min("dist_from_source").as("dist_from_source"))
                    .withId(col("v"))
                    .select(col("dist_from_source"));
            return start.updateCells(best.intersect(start));
        });
    }

    /**
     * The length of the shortest path from {@code source} by values: edges with columns u, v and {@code dist}, of ints, and starts with
     * columns v and {@code dist}.
     *
     * @return columns v and {@code dist} of the vertices that a path leads to
     */
    public static Table reached(Table starts, Table edges) {
        return Iteration.universe("reached", starts.select("v", "dist"))
                .run(in -> {
                    Table nearer = Edges.of(edges)
                            .join(in.get("reached"), left("u").eq(right("v")))
                            .select(left("v"), left("dist").plus(right("dist")).as("dist"));
                    return Map.of(
                            "reached",
                            starts.select("v", "dist")
                                    .concatReindex(nearer)
                                    .groupBy("v")
                                    .reduce(col("v"), min("dist").as("dist")));
                })
                .get("reached");
    }
}
