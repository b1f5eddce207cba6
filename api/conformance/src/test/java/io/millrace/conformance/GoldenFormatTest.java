package io.millrace.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
import io.millrace.key.JsonText;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The records are read as they were written, and the comparison sees every difference. */
final class GoldenFormatTest {
    @Test
    void everyValueOfEveryRecordPrintsAsItWasWritten() {
        int count = 0;
        for (String file : Numbers.files()) {
            for (GoldenRecord golden : GoldenReader.read(file)) {
                for (GoldenTable table : golden.inputs().values()) {
                    for (GoldenTable.Row row : table.rows()) {
                        for (String cell : row.cells()) {
                            count += printsAs(cell) ? 1 : 0;
                        }
                    }
                }
            }
        }
        assertTrue(count > 1000, "so few values were read: " + count);
    }

    private static boolean printsAs(String cell) {
        Object value = GoldenValues.parse(cell);
        if (value instanceof GoldenValues.Opaque || cell.contains("\\u") || cell.matches("\\[.*|array:\\w+\\[].*")) {
            return false;
        }
        assertEquals(cell.replaceAll("^array:u?int\\d+", "array:int64"), ValuePrinter.print(value));
        return true;
    }

    @Test
    void nestedValuesAreRead() {
        assertEquals(
                List.of(1L, "a|b", List.of(), List.of(true)), GoldenValues.parse("(1, \"a\\u007cb\", (), [True])"));
        assertEquals(new JsonText("{\"a\":[1,\"(,|\"]}"), GoldenValues.parse("json:{\"a\":[1,\"(,\\u007c\"]}"));
        assertEquals(List.of(new JsonText("[1,2]"), 3L), GoldenValues.parse("(json:[1,2], 3)"));
    }

    @Test
    void everyFileOfRecordsIsReadWhole() {
        for (String file : Numbers.files()) {
            for (GoldenRecord golden : GoldenReader.read(file)) {
                assertFalse(golden.steps().isEmpty(), golden + " has no step");
                for (int i = 0; i < golden.steps().size(); i++) {
                    assertEquals(i + 1, golden.steps().get(i).number(), golden + ": steps are numbered in order");
                }
            }
        }
    }

    @Test
    void aProgramThatGivesOtherRowsFails() {
        GoldenRecord golden = GoldenReader.read("core/common.txt").stream()
                .filter(it -> it.isNamed("test_select_column_ref"))
                .findFirst()
                .orElseThrow();
        GoldenRun run = new GoldenRun(golden, null);
        Table right = run.input(1);
        GoldenTable recorded = golden.inputs().get(1);
        String same = Comparison.of(recorded, right, Debug.changes(right), 0).differences();
        assertEquals("", same);
        Table wrong = Debug.table(
                """
                id | %s | %s
                1  | 1  | 2
                """.formatted(recorded.names().get(0), recorded.names().get(1)));
        String different =
                Comparison.of(recorded, wrong, Debug.changes(wrong), 0).differences();
        assertTrue(different.contains("surplus ^"), different);
        assertTrue(different.contains("missing ^"), different);
    }

    @Test
    void aProgramMustCheckEveryStep() {
        GoldenRecord golden = GoldenReader.read("core/common.txt").stream()
                .filter(it -> it.isNamed("test_select_column_ref"))
                .findFirst()
                .orElseThrow();
        AssertionError error = assertThrows(AssertionError.class, new GoldenRun(golden, null)::finish);
        assertTrue(error.getMessage().contains("does not check assert 1"), error.getMessage());
    }

    @Test
    void aSnippetOfJavaIsTakenOrRefusedByTheCompiler() {
        assertEquals(List.of(), new JavaSnippet("t.select(col(\"a\").plus(1).as(\"b\"))").errors());
        assertFalse(new JavaSnippet("t.select(5)").errors().isEmpty());
    }

    @Test
    void typesOfRecordsAreRead() {
        assertEquals(Type.optional(Type.INT64), GoldenTypes.of("Optional(INT)", List.of()));
        assertEquals(
                Type.tuple(Type.INT64, Type.list(Type.STRING)), GoldenTypes.of("Tuple(INT, List(STR))", List.of()));
        assertTrue(GoldenTypes.agrees("List(ANY)", Type.list(Type.INT64)));
        assertFalse(GoldenTypes.agrees("INT", Type.optional(Type.INT64)));
    }
}
