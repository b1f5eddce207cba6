package io.millrace.program;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.optionalPointerFrom;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
import io.millrace.key.Pointer;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows looked up by pointers, over time; ids that come of values; rows with a match and without one. */
class IxProgramsTest {
    private final Table people = Debug.table("""
        id | name  | boss | time | diff
        1  | ada   | 3    | 2    | 1
        2  | bob   | 1    | 2    | 1
        3  | cem   | 3    | 2    | 1
        1  | ada   | 3    | 4    | -1
        1  | anna  | 3    | 4    | 1
        2  | bob   | 1    | 6    | -1
        """);

    @Test
    void whatIsFoundChangesWithBothTables() {
        Table bosses = people.select(
                col("name"), people.ix(pointerFrom(col("boss"))).col("name").as("boss"));
        Debug.assertUpdates(bosses, """
            name | boss | time | diff
            ada  | cem  | 2    | 1
            bob  | ada  | 2    | 1
            cem  | cem  | 2    | 1
            ada  | cem  | 4    | -1
            anna | cem  | 4    | 1
            bob  | ada  | 4    | -1
            bob  | anna | 4    | 1
            bob  | anna | 6    | -1
            """);
    }

    @Test
    void pointersToPointersAreFollowed() {
        Table grand = people.select(
                col("name"),
                people.ix(pointerFrom(people.ix(pointerFrom(col("boss"))).col("boss")))
                        .col("name")
                        .as("grandboss"));
        Debug.assertRows(grand, """
            name | grandboss
            anna | cem
            cem  | cem
            """);
    }

    @Test
    void aTableThatIsFoundHasTheIdsOfTheOneThatPoints() {
        Table bosses = people.ix(pointerFrom(people.col("boss"))).table();
        Table shown = people.select(col("name"), bosses.col("name").as("boss"));
        assertFalse(Pipeline.create().explain(shown).contains("same ids"), "the rows are looked up and stored once");
        Debug.assertRows(shown, """
            name | boss
            anna | cem
            cem  | cem
            """);
        assertEquals(
                Debug.tableToMaps(people).keySet(), Debug.tableToMaps(bosses).keySet());
    }

    @Test
    void rowsThatPointToNothingCanBeLeftOut() {
        Table gone = people.filter(col("name").ne("cem"));
        Debug.assertRows(gone.ix(pointerFrom(people.col("boss"))).skipMisses().select("name"), """
            name
            """);
        Debug.assertUpdates(
                gone.ix(pointerFrom(people.col("boss"))).allowMisses().select("name"), """
                name | time | diff
                None | 2    | 1
                ada  | 2    | 1
                None | 2    | 1
                ada  | 4    | -1
                anna | 4    | 1
                anna | 6    | -1
                """);
    }

    @Test
    void resultsOfReducersLookRowsUp() {
        Table sums = people.groupBy("boss").reduce(col("boss"), count().as("n"));
        Table named = people.groupBy("boss")
                .reduce(
                        people.ix(pointerFrom(col("boss"))).col("name"),
                        sum(sums.ixRef(col("boss")).col("n")).as("total"));
        Debug.assertRows(named, """
            name | total
            cem  | 4
            """);
    }

    @Test
    void pointersThatMayBeNoneMustBeAllowed() {
        Table optional = Debug.table("""
            p
            1
            None
            """);
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> people.ix(optionalPointerFrom(optional.col("p"))).table());
        assertTrue(refused.getMessage().contains("optional()"), refused.getMessage());
        assertTrue(refused.getMessage().contains("IxProgramsTest"), refused.getMessage());
    }

    @Test
    void idsComeOfValues() {
        assertEquals(
                Set.of(Pointer.of("anna"), Pointer.of("cem")),
                Debug.tableToMaps(people.withIdFrom("name")).keySet());
        assertEquals(
                Set.of(Pointer.EMPTY),
                Debug.tableToMaps(people.reduce(count().as("n"))).keySet());
        Debug.assertRows(people.filter(col("boss").gt(7)).reduce(count().as("n")), """
            n
            """);
    }

    @Test
    void rowsWithAMatchComeOnce() {
        Table teams = people.select(col("boss").as("id_of_boss"));
        Table numbered = Debug.table("""
            k | v
            1 | a
            3 | b
            3 | c
            5 | d
            """);
        Debug.assertUpdates(numbered.semiJoin(teams, left("k").eq(right("id_of_boss"))), """
            k | v | time | diff
            1 | a | 2    | 1
            3 | b | 2    | 1
            3 | c | 2    | 1
            1 | a | 6    | -1
            """);
        Debug.assertUpdates(numbered.antiJoin(teams, left("k").eq(right("id_of_boss"))), """
            k | v | time | diff
            1 | a | 0    | 1
            3 | b | 0    | 1
            3 | c | 0    | 1
            5 | d | 0    | 1
            1 | a | 2    | -1
            3 | b | 2    | -1
            3 | c | 2    | -1
            1 | a | 6    | 1
            """);
        Debug.assertRows(numbered.distinct("k"), """
            k
            1
            3
            5
            """);
    }

    @Test
    void snapshotsRepeatTheTable() {
        Debug.assertUpdates(people.unpackSnapshots().select("name"), """
            name | time | diff
            ada  | 2    | 1
            bob  | 2    | 1
            cem  | 2    | 1
            anna | 4    | 1
            bob  | 4    | 1
            cem  | 4    | 1
            anna | 6    | 1
            cem  | 6    | 1
            """);
    }

    @Test
    void propertiesOfTablesFollowFromOperations() {
        Table growing = Debug.table("""
            a | b
            1 | 2
            """);
        Table other = growing.copy();
        assertTrue(growing.isAppendOnly());
        assertTrue(growing.withIdFrom(col("a")).select("a").assertAppendOnly().isAppendOnly());
        assertTrue(growing.intersect(other).isAppendOnly());
        assertTrue(growing.ix(pointerFrom(growing.col("a"))).table().isAppendOnly());
        assertTrue(people.toStream().isAppendOnly());
        assertTrue(growing.removeErrors().isAppendOnly());
        assertTrue(growing.awaitFutures().isAppendOnly());
        assertFalse(growing.difference(other.filter(col("a").gt(1))).isAppendOnly());
        assertFalse(growing.updateRows(other.withIdFrom("b")).isAppendOnly());
        assertFalse(people.toStream().streamToTable("is_upsert").isAppendOnly());
        assertFalse(growing.unpackSnapshots().isAppendOnly());
        assertFalse(
                growing.ix(pointerFrom(growing.col("a"))).allowMisses().table().isAppendOnly());
    }
}
