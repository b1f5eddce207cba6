package io.millrace.program;

import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
import io.millrace.table.DataErrorException;
import io.millrace.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that are answered once, with the rows as they are at the end of their epoch. */
class AsofNowJoinTest {
    private final Table answers = Debug.table("""
        id | value | instance | time | diff
        2  | 4     | 1        | 2    |  1
        2  | 4     | 1        | 8    | -1
        5  | 5     | 1        | 10   |  1
        7  | 2     | 2        | 14   |  1
        7  | 2     | 2        | 22   | -1
        11 | 3     | 2        | 24   |  1
        5  | 5     | 1        | 30   | -1
        14 | 9     | 1        | 32   |  1
        """);
    private final Table questions = Debug.table("""
        value | instance | time
        1     | 1        | 0
        2     | 1        | 4
        3     | 1        | 6
        4     | 1        | 12
        5     | 2        | 16
        6     | 1        | 18
        7     | 2        | 20
        8     | 1        | 26
        9     | 2        | 28
        """);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void answersStayWhateverChangesLater(int workers) {
        Table answered = questions
                .asofNowJoin(answers, left("instance").eq(right("instance")))
                .select(left("value").as("query"), right("value").as("ans"));
        assertTrue(answered.isAppendOnly());
        Debug.assertUpdates(answered, """
                query | ans | time | diff
                2     | 4   | 4    | 1
                3     | 4   | 6    | 1
                4     | 5   | 12   | 1
                5     | 2   | 16   | 1
                6     | 5   | 18   | 1
                7     | 2   | 20   | 1
                8     | 5   | 26   | 1
                9     | 3   | 28   | 1
                """, pipeline -> pipeline.workers(workers));
    }

    @Test
    void aQuestionWithoutAnAnswerHasNone() {
        Table answered = questions
                .asofNowJoinLeft(answers, left("instance").eq(right("instance")))
                .idOfLeft()
                .select(left("value").as("query"), right("value").as("ans"));
        Debug.assertUpdates(answered, """
            query | ans | time | diff
            1     |     | 0    | 1
            2     | 4   | 4    | 1
            3     | 4   | 6    | 1
            4     | 5   | 12   | 1
            5     | 2   | 16   | 1
            6     | 5   | 18   | 1
            7     | 2   | 20   | 1
            8     | 5   | 26   | 1
            9     | 3   | 28   | 1
            """);
        assertEquals(
                Debug.tableToMaps(questions).keySet(),
                Debug.tableToMaps(answered).keySet());
    }

    @Test
    void answersOfTheSameEpochCount() {
        Table late = Debug.table("""
            value | instance | time
            7     | 1        | 4
            """);
        Debug.assertUpdates(
                questions
                        .asofNowJoin(
                                late,
                                left("instance").eq(right("instance")),
                                left("value").lt(3))
                        .select(left("value").as("query"), right("value").as("ans")),
                """
                query | ans | time | diff
                2     | 7   | 4    | 1
                """);
    }

    @Test
    void aQuestionThatIsTakenBackIsAnError() {
        Table asked = answers.asofNowJoin(questions, left("instance").eq(right("instance")))
                .select(left("value"));
        DataErrorException failed = assertThrows(DataErrorException.class, () -> Debug.tableToMaps(asked));
        assertTrue(failed.getMessage().contains("is taken back"), failed.getMessage());
        assertTrue(failed.getMessage().contains("AsofNowJoinTest"), failed.getMessage());
    }
}
