package io.millrace.graphs;

import static io.millrace.table.Expressions.col;

import io.millrace.plan.UserLine;
import io.millrace.table.Table;
import io.millrace.type.Type;

/** Tables of edges from column u to column v. */
final class Edges {
    private Edges() {}

    /** The edges with all their columns, checked. */
    static Table of(Table edges) {
        for (String column : new String[] {"u", "v"}) {
            if (!edges.columnNames().contains(column)) {
                throw UserLine.ofCaller()
                        .error("edges have columns u and v, from and to; this table has " + edges.columnNames());
            }
        }
        Type from = edges.schema().type(edges.schema().indexOf("u"));
        Type to = edges.schema().type(edges.schema().indexOf("v"));
        if (!from.equals(to)) {
            throw UserLine.ofCaller().error("edges lead from " + from + " to " + to + "; both must be of one type");
        }
        return edges;
    }

    /** The vertices that edges lead from or to, in column v. */
    static Table vertices(Table edges) {
        Table from = edges.select(col("u").as("v"));
        return from.concatReindex(edges.select(col("v"))).groupBy("v").reduce(col("v"));
    }

    /** Rows with their vertices' ids, by column v, of which each has one row. */
    static Table underVertices(Table table) {
        Type type = table.schema().type(table.schema().indexOf("v"));
        return type.equals(Type.POINTER) ? table.withId(col("v")) : table;
    }
}
