package io.millrace.program;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Expressions.rightId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import org.junit.jupiter.api.Test;

/** What passes make of operations by id. */
class KeyedPlanTest {
    private final Table t = Debug.table("""
        id | k | x | y
        1  | 1 | 2 | 3
        """);
    private final Table u = Debug.table("""
        id | x | z
        1  | 2 | 3
        """);

    private static String optimised(Table... tables) {
        String text = Pipeline.create().explain(tables);
        int from = text.indexOf("Optimised plan\n") + "Optimised plan\n".length();
        return text.substring(from, text.indexOf("\n\nPhysical plan"))
                .replaceAll("rows of KeyedPlanTest.java:\\d+", "rows")
                .replaceAll("  \\{.*}", "");
    }

    @Test
    void columnsArePrunedAndFiltersMoveBelowLookups() {
        u.promiseUniverseIsSubsetOf(t);
        ColumnExpression found = u.ix(pointerFrom(col("x"))).col("z");
        Table shown = t.updateCells(u.select("x"))
                .select(col("k"), found, col("x"))
                .filter(col("k").gt(3))
                .select("k", "z");
        assertEquals("""
            [1] read rows (k: int, x: int)
            [2] read rows (x: int, z: int)
            [3] select [2]: x
            [4] update cells [1], [3]: k of [1], x of [3] or [1]
            [5] filter [4]: (k > 3)
            [6] ix [2] by pointer_from(x) of [5]
            [7] select [6]: k, z
            [8] write [7] to table 1""", optimised(shown));
    }

    @Test
    void filtersMoveBelowIntersections() {
        assertEquals("""
            [1] read rows (k: int, x: int, y: int)
            [2] filter [1]: (x > 1)
            [3] read rows ()
            [4] intersect [2], [3]
            [5] write [4] to table 1""", optimised(t.intersect(u).filter(col("x").gt(1))));
    }

    @Test
    void filtersStayAboveJoinsThatForgetRows() {
        Table pairs = t.join(u, left("x").eq(right("x")))
                .leftExactlyOnce()
                .select(left("k"), right("z"))
                .filter(col("z").gt(1));
        String text = optimised(pairs);
        assertTrue(text.indexOf("join left once") < text.indexOf("filter"), text);
    }

    @Test
    void equalLookupsAreOne() {
        Table first = t.select(u.ix(pointerFrom(col("x"))).col("z"));
        Table second = t.select(u.ix(pointerFrom(col("x"))).col("x"));
        assertEquals(1, optimised(first, second).split("ix \\[", -1).length - 1, optimised(first, second));
        Table both = t.select(
                u.ix(pointerFrom(col("x"))).col("z"),
                u.ix(pointerFrom(col("x"))).col("x"));
        assertEquals(1, optimised(both).split("ix \\[", -1).length - 1, optimised(both));
    }

    @Test
    void whatIsProvedIsNotChecked() {
        assertFalse(optimised(t.groupBy("k", "x").reduce("k", "x").withIdFrom("k", "x"))
                .contains("unique"));
        assertTrue(optimised(t.withIdFrom("k")).contains("unique"));
        Table pointed = t.withColumns(pointerFrom(col("x")).as("p"));
        assertFalse(
                optimised(pointed.join(u, left("p").eq(rightId())).idOfLeft().select(left("k")))
                        .contains("unique"));
        assertTrue(optimised(t.join(u, left("x").eq(right("x"))).idOfLeft().select(left("k")))
                .contains("unique"));
        assertFalse(optimised(t.intersect(t.select("k"))).contains("intersect"));
        assertEquals(t, t.assertAppendOnly());
    }

    @Test
    void removingErrorsReadsEveryColumn() {
        String text = optimised(t.withColumns(col("k").floorDividedBy(col("y")).as("q"))
                .removeErrors()
                .select("x"));
        assertTrue(text.contains("q = (k // y)"), text);
    }
}
