package io.millrace.program;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
import io.millrace.table.Pipeline;
import io.millrace.table.SplitTable;
import io.millrace.table.Table;
import io.millrace.table.Universes;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is certain about the ids of tables by how they came about, and by promises. */
class UniversesTest {
    private final Table t = Debug.table("""
        id | a
        1  | 1
        2  | 2
        3  | 3
        """);
    private final Table u = Debug.table("""
        id | b
        2  | 20
        3  | 30
        4  | 40
        """);

    @Test
    void rowWiseOperationsKeepTheIds() {
        assertTrue(Universes.areEqual(
                t, t.select("a").withColumns(col("a").plus(1).as("b")).without("a")));
        assertFalse(Universes.areEqual(t, u));
        assertFalse(Universes.isSubset(t, u));
        assertFalse(Universes.areDisjoint(t, u));
        assertFalse(Universes.areEqual(t, t.groupBy("a").reduce("a")));
        assertFalse(Universes.areEqual(t, t.withIdFrom("a")));
    }

    @Test
    void filtersKeepSomeOfTheIds() {
        Table some = t.filter(col("a").gt(1));
        assertTrue(Universes.isSubset(some.filter(col("a").lt(3)), t));
        assertFalse(Universes.isSubset(t, some));
        assertFalse(Universes.areEqual(some, t.filter(col("a").gt(1))));
    }

    @Test
    void partsOfASplitAreDisjointAndWhole() {
        SplitTable parts = t.split(col("a").gt(1));
        assertTrue(Universes.areDisjoint(
                parts.positive().select("a"), parts.negative().filter(col("a").gt(0))));
        Table whole = parts.negative().concat(parts.positive());
        assertTrue(Universes.areEqual(whole, t));
        assertTrue(Universes.areEqual(t.difference(parts.positive()), parts.negative()));
        Debug.assertRows(whole.select(t.col("a"), whole.col("a").as("b")), """
            a | b
            1 | 1
            2 | 2
            3 | 3
            """);
    }

    @Test
    void setOperationsObeyTheirLaws() {
        Table both = t.intersect(u);
        assertTrue(Universes.areEqual(both, u.intersect(t)));
        assertTrue(Universes.isSubset(both, t) && Universes.isSubset(both, u));
        assertTrue(Universes.areDisjoint(t.difference(u), both));
        assertTrue(Universes.areDisjoint(t.difference(u), u));
        assertTrue(Universes.areEqual(t.difference(u).concat(both), t));
        Table all = t.select().updateRows(u.select());
        assertTrue(Universes.isSubset(t, all) && Universes.isSubset(u, all));
        assertTrue(Universes.areEqual(all.difference(t), u.difference(t)));
        assertTrue(Universes.areEqual(t.intersect(u).intersect(t), both));
        assertFalse(Universes.areEqual(all.difference(t), u));
    }

    @Test
    void promisesCountForAllThatIsDerived() {
        Table some = t.filter(col("a").gt(1)).select("a");
        Table other = u.filter(col("b").gt(20));
        assertThrows(IllegalArgumentException.class, () -> some.concat(other.select(col("b").as("a"))));
        t.promiseUniversesAreDisjoint(u);
        assertTrue(Universes.areDisjoint(some, other));
        Table third = Debug.table("""
            id | c
            9  | 1
            """);
        third.promiseUniverseIsSubsetOf(u);
        assertTrue(Universes.areDisjoint(third, t));
        Table fourth = third.copy().groupBy("c").reduce("c").promiseUniverseIsEqualTo(third);
        assertTrue(Universes.isSubset(fourth, u));
    }

    @Test
    void randomAlgebraAgreesWithSetsOfIds() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Table[] tables = new Table[10];
            // Every id of the model is one combination of being in the three given tables and in the filters.
            long[] sets = new long[tables.length];
            for (int i = 0; i < tables.length; i++) {
                int a = random.nextInt(Math.max(1, Math.min(i, 3) > 0 ? i : 1));
                int b = i == 0 ? 0 : random.nextInt(i);
                switch (i < 3 ? 0 : 1 + random.nextInt(4)) {
                    case 0 -> {
                        tables[i] = t.groupBy("a")
                                .reduce(col("a"), count().as("n" + i))
                                .select();
                        sets[i] = maskOf(i);
                    }
                    case 1 -> {
                        tables[i] = tables[a].intersect(tables[b]);
                        sets[i] = sets[a] & sets[b];
                    }
                    case 2 -> {
                        tables[i] = tables[a].difference(tables[b]);
                        sets[i] = sets[a] & ~sets[b];
                    }
                    case 3 -> {
                        tables[i] = tables[a].updateRows(tables[b]);
                        sets[i] = sets[a] | sets[b];
                    }
                    default -> {
                        tables[i] = tables[a].select();
                        sets[i] = sets[a];
                    }
                }
            }
            for (int i = 0; i < tables.length; i++) {
                for (int j = 0; j < tables.length; j++) {
                    String where = "seed " + seed + ", tables " + i + " and " + j;
                    assertEquals((sets[i] & ~sets[j]) == 0, Universes.isSubset(tables[i], tables[j]), where);
                    assertEquals((sets[i] & sets[j]) == 0, Universes.areDisjoint(tables[i], tables[j]), where);
                }
            }
        }
    }

    /** The combinations of being in three sets or not, 8 in all, in which one is in set {@code index}. */
    private static long maskOf(int index) {
        long mask = 0;
        for (int combination = 0; combination < 8; combination++) {
            mask |= (combination >> index & 1L) << combination;
        }
        return mask;
    }

    @Test
    void columnsOfTablesWithEqualIdsComeTogether() {
        Table doubled = t.select(col("a").times(2).as("twice"));
        Table shown = t.select(col("a"), doubled.col("twice"));
        assertFalse(Pipeline.create().explain(shown).contains("same ids"), "one table is stored once");
        Table same = u.select("b").withIdFrom(col("b").minus(19)).select(col("b"));
        Table looked = Debug.table("""
            id | v
            1  | 10
            2  | 20
            3  | 30
            """).promiseUniverseIsEqualTo(t);
        Debug.assertRows(t.select(col("a"), looked.col("v")), """
            a | v
            1 | 10
            2 | 20
            3 | 30
            """);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> t.select(same.col("b")));
        assertTrue(refused.getMessage().contains("withUniverseOf"), refused.getMessage());
        assertTrue(refused.getMessage().contains("UniversesTest"), refused.getMessage());
    }

    @Test
    void aJoinUnderTheIdsOfTheLeftHasItsUniverse() {
        Table names = Debug.table("""
            k | name
            1 | one
            2 | two
            """);
        Table named = t.joinLeft(names, left("a").eq(right("k"))).idOfLeft().select(right("name"));
        assertTrue(Universes.areEqual(named, t));
        Debug.assertRows(t.select(col("a"), named.col("name")), """
            a | name
            1 | one
            2 | two
            3 |
            """);
    }
}
