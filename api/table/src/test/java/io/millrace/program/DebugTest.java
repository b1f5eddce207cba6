package io.millrace.program;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Change;
import io.millrace.debug.Debug;
import io.millrace.debug.PrintOptions;
import io.millrace.key.Pointer;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebugTest {
    record Pet(@io.millrace.type.Key String name, long age) {}

    @Test
    void typesAreTheNarrowestThatAllCellsHave() {
        Table table = Debug.table("""
            i | f   | b     | s   | oi   | of   | ob   | none | mixed
            1 | 1   | True  | 1   | None | None |      | None | 1
            2 | 2.5 | False | "2" | 3    | 1.5  | true |      | x
            """);
        assertEquals(
                "(i: int, f: float, b: bool, s: str, oi: int | None, of: float | None, ob: bool | None, none: None,"
                        + " mixed: str)",
                table.schema().toString());
    }

    @Test
    void whiteSpaceDividesCellsWhereThereAreNoBars() {
        assertEquals(Debug.changes(Debug.table("""
            a | b
            1 | x
            """)), Debug.changes(Debug.table("""
                a  b
                1  x
                """)));
    }

    @Test
    void rowsWithoutIdsHaveThoseThatPathwayDerivesFromTheirNumbers() {
        List<String> ids = Debug.changes(Debug.table("""
            a
            5
            5
            """)).stream()
                .map(change -> change.id().toString())
                .toList();
        assertEquals(List.of("^X1MXHYYG4YM0DB900V28XN5T4W", "^YYY4HABTRW7T8VX2Q429ZYV70W"), ids);
    }

    @Test
    void idsAreDerivedFromLabelsOrReadAsPrinted() {
        List<Pointer> ids =
                Debug.changes(Debug.table("""
                                                | a
                    7                           | 1
                    x                           | 2
                    ^YYY4HABTRW7T8VX2Q429ZYV70W | 3
                    """)).stream().map(Change::id).toList();
        assertEquals(List.of(Pointer.of(7), Pointer.of("x"), Pointer.of(1)), ids);
    }

    @Test
    void keyColumnsMakeTheIds() {
        assertEquals(
                List.of(Pointer.of("Rex")),
                Debug.changes(Debug.table("""
                    age | name
                    3   | Rex
                    """, Pet.class)).stream()
                        .map(Change::id)
                        .toList());
    }

    @Test
    void aRowTakenBackWithoutAnIdIsTheOldestWithItsValues() {
        List<Change> changes = Debug.changes(Debug.table("""
            a | _time | _diff
            5 | 2     | 1
            5 | 2     | 1
            5 | 4     | -1
            """));
        assertEquals(new Change(Pointer.of(0), List.of(5L), 4, -1), changes.get(2));
    }

    @Test
    void oneOddTimeDoublesAll() {
        assertEquals(
                List.of(2L, 4L, 8L),
                Debug.changes(Debug.table("""
                    a | __time__
                    1 | 1
                    2 | 2
                    3 | 4
                    """)).stream().map(Change::time).toList());
    }

    @Test
    void timeIsDataWhereTheSchemaSaysSo() {
        Table table =
                Debug.table("""
                    time | __time__
                    7    | 2
                    """, Schema.builder().column("time", Type.INT64).build());
        assertEquals(List.of(new Change(Pointer.of(0), List.of(7L), 2, 1)), Debug.changes(table));
    }

    @Test
    void aTableThatOnlyGrowsIsAppendOnly() {
        assertTrue(Debug.table("""
            a | time
            1 | 2
            """).isAppendOnly());
        assertEquals(false, Debug.table("""
            a | time | diff
            1 | 2    | 1
            1 | 4    | -1
            """).isAppendOnly());
    }

    @Test
    void tablesPrintAsPathwayPrintsThem() {
        Table table = Debug.table("""
            id | name | f    | o
            1  | b    | 1    | None
            2  | a    | 1e20 | x
            3  | c    | 0.25 | y z
            """);
        assertEquals("""
                        | name | f     | o
            ^Z3QWT29... | a    | 1e+20 | x
            ^YYY4HAB... | b    | 1.0   | None
            ^3CZ78B4... | c    | 0.25  | y z
            """, Debug.text(table, PrintOptions.defaults()));
        assertEquals("""
            name | f     | o
            a    | 1e+20 | x
            """, Debug.text(table, PrintOptions.defaults().withoutId().withRowLimit(1)));
    }

    @Test
    void updateStreamsPrintByTimeRetractionsFirst() {
        Table table = Debug.table("""
            id | v | time | diff
            1  | 1 | 2    | 1
            1  | 2 | 4    | 1
            1  | 1 | 4    | -1
            """);
        assertEquals("""
                        | v | __time__ | __diff__
            ^YYY4HAB... | 1 | 2        | 1
            ^YYY4HAB... | 1 | 4        | -1
            ^YYY4HAB... | 2 | 4        | 1
            """, Debug.updateStreamText(table, PrintOptions.defaults()));
    }

    @Test
    void rowsAndChangesMakeTables() {
        Schema schema = Schema.builder()
                .column("a", Type.INT64)
                .column("b", Type.optional(Type.STRING))
                .build();
        Table table = Debug.tableFromRows(schema, List.of(List.of(1L, "x"), Arrays.asList(2L, null)));
        Debug.assertRows(table, """
            a | b
            1 | x
            2 | None
            """);
        assertEquals(
                "{^X1MXHYYG4YM0DB900V28XN5T4W={a=1, b=x}, ^YYY4HABTRW7T8VX2Q429ZYV70W={a=2, b=null}}",
                Debug.tableToMaps(table).toString());
    }

    @Test
    void aFailedAssertionShowsBoth() {
        Table table = Debug.table("""
            a
            1
            """);
        AssertionError wrong = assertThrows(AssertionError.class, () -> Debug.assertUpdates(table, """
            a | time
            1 | 2
            """));
        assertEquals("""
            expected
            a | __time__ | __diff__
            1 | 2        | 1
            but was
            a | __time__ | __diff__
            1 | 0        | 1
            """, wrong.getMessage());
        assertThrows(AssertionError.class, () -> Debug.assertRows(table, """
            a
            2
            """));
    }

    @Test
    void malformedTextIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Debug.table(""));
        IllegalArgumentException ragged = assertThrows(IllegalArgumentException.class, () -> Debug.table("""
            a | b
            1
            """));
        assertEquals("row \"1\" has 1 cells for the columns [a, b]", ragged.getMessage());
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> Debug.table("""
                    name | age
                    Rex  | old
                    """, Pet.class));
        assertEquals("\"old\" is not a value of type int", wrong.getMessage());
    }

    @Test
    void idsAreColumnsWhereAsked() {
        assertEquals(
                Type.POINTER,
                Debug.table("""
                    a
                    1
                    """).select(id().as("me"), col("a")).schema().type(0));
    }
}
