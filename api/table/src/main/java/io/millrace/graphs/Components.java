package io.millrace.graphs;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.min;

import io.millrace.table.Iteration;
import io.millrace.table.Table;
import java.util.Map;

/**
 * Connected components: which vertices hang together, whatever the direction of the edges. Each takes the least vertex that it hears
 * of from its neighbours, until nothing changes.
 */
public final class Components {
    private Components() {}

    /**
     * Finds the components.
     *
     * @param edges from column u to column v
     * @return columns v, the vertex, and {@code component}, the least vertex of those that it hangs together with
     */
    public static Table of(Table edges) {
        Table pairs = Edges.of(edges).select("u", "v");
        Table both = pairs.concatReindex(pairs.select(col("v").as("u"), col("u").as("v")));
        Table alone = Edges.vertices(pairs).select(col("v"), col("v").as("component"));
        Table components = Iteration.universe("components", alone)
                .run(in -> {
                    Table heard = both.join(in.get("components"), left("u").eq(right("v")))
                            .select(left("v"), right("component"));
                    return Map.of(
                            "components",
                            alone.concatReindex(heard)
                                    .groupBy("v")
                                    .reduce(col("v"), min("component").as("component")));
                })
                .get("components");
        return Edges.underVertices(components);
    }
}
