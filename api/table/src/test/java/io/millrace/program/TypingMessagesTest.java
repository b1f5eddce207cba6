package io.millrace.program;

import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.cast;
import static io.millrace.table.Expressions.coalesce;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.declareType;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.lit;
import static io.millrace.table.Expressions.require;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Expressions.unwrap;
import static io.millrace.table.Reducers.avg;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.debug.Debug;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TypingMessagesTest {
    private final Table people = Debug.table("""
        name | age | height | score
        Ann  | 30  | 1.7    | 5
        Bob  | 40  | 1.8    | None
        """);

    @Test
    void anOperatorNamesTheTypesTheColumnsAndTheLine() {
        assertRefused(
                () -> people.select(col("name").plus(col("age")).as("sum")),
                "operator + does not take str and int: (name + age), where column name is str, column age is int");
    }

    @Test
    void theLineIsTheOneThatWroteTheExpressionNotTheOneThatUsedIt() {
        ColumnExpression wrong = col("name").times(1.5);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> people.select(wrong.as("x")));
        StackTraceElement here = new Throwable().getStackTrace()[0];
        String line = here.getClassName() + "." + here.getMethodName() + "(" + here.getFileName() + ":"
                + (here.getLineNumber() - 3) + ")";
        assertTrue(refused.getMessage().endsWith("\n    at " + line), refused.getMessage() + " but it is " + line);
    }

    @Test
    void anOptionalOperandIsRefusedWithAdvice() {
        assertRefused(
                () -> people.select(col("score").plus(1).as("next")),
                "operator + does not take int | None and int; make the optional operand non-optional first, with"
                        + " unwrap or coalesce: (score + 1), where column score is int | None");
    }

    @Test
    void aFilterTakesABoolOnly() {
        assertRefused(
                () -> people.filter(col("age")),
                "the condition of filter is int, it must be bool: age, where column age is int");
        assertRefused(
                () -> people.filter(ifElse(col("age").gt(3), true, null)),
                "the condition of filter is bool | None, it must be bool; say what None means with coalesce(condition,"
                        + " false): ifElse((age > 3), true, null), where column age is int");
    }

    @Test
    void anUnknownColumnIsNamedWithThoseThatThereAre() {
        assertRefused(() -> people.select("nam"), "no column nam; the table has [name, age, height, score]");
        assertRefused(() -> people.col("nam"), "no column nam; the table has [name, age, height, score]");
        assertRefused(() -> people.flatten("nam"), "no column nam; the table has [name, age, height, score]");
        assertRefused(() -> people.without("nam"), "no column nam; the table has [name, age, height, score]");
        assertRefused(() -> people.filter(col("id").eq(1)), "the row's id is not a column; write id()");
    }

    @Test
    void columnsNeedNamesThatDiffer() {
        assertRefused(
                () -> people.select(col("age").plus(1)),
                "a column of select needs a name: write .as(\"…\") behind (age + 1)");
        assertRefused(
                () -> people.select(col("age"), col("name").as("age")),
                "two columns of select are named age; rename one with .as(\"…\")");
        assertRefused(
                () -> people.select(col("age").as("id")), "a column cannot be named id: that is the row's own id");
    }

    @Test
    void renamingOntoAnotherColumnNamesBoth() {
        assertRefused(
                () -> people.rename("age", "name"),
                "cannot rename age to name: the table has another column name; drop it with without(\"name\") or"
                        + " rename it as well");
    }

    @Test
    void branchesWithoutACommonTypeAreRefused() {
        assertRefused(
                () -> people.select(
                        ifElse(col("age").gt(3), col("name"), col("age")).as("x")),
                "if_else mixes str and int, which have no common type; cast them to one type first:"
                        + " ifElse((age > 3), name, age), where column name is str, column age is int");
        assertRefused(
                () -> people.select(coalesce(col("score"), "none").as("x")),
                "coalesce mixes int | None and str, which have no common type; cast them to one type first:"
                        + " coalesce(score, \"none\"), where column score is int | None");
    }

    @Test
    void castsAndDeclarationsThatCannotBeAreRefused() {
        assertRefused(
                () -> people.select(cast(Type.INT64, col("score")).as("x")),
                "cannot cast int | None to int: None has no such value; cast to an optional type, or unwrap or"
                        + " coalesce the value first: cast(int, score), where column score is int | None");
        assertRefused(
                () -> people.updateTypes(Map.of("name", Type.INT64)),
                "cannot declare a value of type str to be int: neither type contains the other; use cast to convert,"
                        + " where column name is str");
    }

    @Test
    void joinKeysMustBeComparable() {
        assertRefused(
                () -> people.join(people.copy(), col("name"), col("age")),
                "cannot join name of type str on the left with age of type int on the right");
    }

    @Test
    void joinConditionsAreEqualitiesWithTheLeftSideFirst() {
        Table other = people.copy();
        assertRefused(
                () -> people.join(other, left("age").lt(right("age"))),
                "a join needs a condition that says that a value of the left row equals one of the right row, as"
                        + " left(\"a\").eq(right(\"b\")), beside (left.age < right.age); for all pairs, join without"
                        + " conditions and filter the result");
        assertRefused(
                () -> people.joinLeft(other, left("age").lt(right("age"))),
                "a condition of a join that keeps rows without a match says that a value of the left row equals one of"
                        + " the right row, as left(\"a\").eq(right(\"b\")), not (left.age < right.age); only inner joins"
                        + " take other conditions");
        assertRefused(
                () -> people.join(other, right("age").eq(left("age"))),
                "the left table's value comes first in a join condition: (right.age == left.age); swap the two");
    }

    @Test
    void aNameOnBothSidesOfAJoinIsAmbiguousUnlessEquated() {
        Table other = people.copy();
        assertRefused(
                () -> people.join(other, left("name").eq(right("name"))).select("name", "age"),
                "column age is on both sides of the join; write left(\"age\") or right(\"age\")");
    }

    @Test
    void reduceTakesGroupingColumnsAndReducers() {
        assertRefused(
                () -> people.groupBy("name").reduce(col("age")),
                "column age is not one value a group; group by it, or use it in a reducer (grouped by [name])");
        assertRefused(
                () -> people.select(sum("age").as("x")), "sum(…) computes one value of many rows; use it in reduce");
        assertRefused(() -> people.reduce(sum("name").as("x")), "sum does not take str: sum(name)");
        assertRefused(
                () -> people.reduce(avg("score").as("x")),
                "avg does not take int | None: avg(score); unwrap or coalesce the value first");
        assertRefused(
                () -> people.reduce(sum(sum("age")).as("x")),
                "sum(…) computes one value of many rows; use it in reduce");
    }

    @Test
    void concatNeedsEqualColumnsAndDisjointIds() {
        assertRefused(
                () -> people.concatReindex(people.without("score")),
                "the tables of concatReindex have different columns: [name, age, height, score] and [name, age,"
                        + " height]");
        assertRefused(
                () -> people.concat(people.copy()),
                "it is not certain that the tables of concat never have the same row id; if it is so, say it with"
                        + " promiseUniversesAreDisjoint, else use concatReindex, which makes new ids");
        assertRefused(
                () -> people.select("name")
                        .concatReindex(people.select(col("age").as("name"))),
                "concat mixes str and int, which have no common type; cast them to one type first: column name");
    }

    @Test
    void flattenNeedsElements() {
        assertRefused(
                () -> people.flatten("age"),
                "cannot flatten a column of type int; it must be a list, tuple, array, str or Json: column age");
    }

    @Test
    void columnsOfOtherRowsAreRefused() {
        Table others = Debug.table("""
            x
            1
            """);
        assertRefused(
                () -> people.select(others.col("x")),
                "column x belongs to a table with other rows; join the tables, look its rows up with ix, or say with"
                        + " withUniverseOf that the ids are the same");
        assertRefused(() -> people.select(left("age")), "left and right belong to a join; here write col(\"age\")");
    }

    @Test
    void typesFollowTheExpressions() {
        Table typed = people.select(
                col("age").plus(col("height")).as("a"),
                col("age").dividedBy(2).as("b"),
                unwrap(col("score")).as("c"),
                coalesce(col("score"), 0).as("d"),
                ifElse(col("score").isNotNone(), col("score").plus(1), 0).as("e"),
                require(col("score").plus(1), col("score")).as("f"),
                ifElse(col("age").gt(1), col("age"), 1.5).as("g"),
                apply((Long age) -> age + 0.5, Double.class, col("age")).as("h"),
                lit(null).as("i"),
                declareType(Type.optional(Type.INT64), col("age")).as("j"),
                col("score").isNotNone().and(col("score").gt(3)).as("k"));
        assertEquals(
                "(a: float, b: float, c: int, d: int, e: int, f: int | None, g: float, h: float, i: None, j: int |"
                        + " None, k: bool)",
                typed.schema().toString());
    }

    @Test
    void filteringNoneOutNarrowsTheType() {
        Table known = people.filter(col("score").isNotNone().and(col("age").gt(1)));
        assertEquals(Type.INT64, known.schema().type(3));
        assertEquals(
                Type.INT64,
                known.select(col("score").plus(1).as("next")).schema().type(0));
    }

    @Test
    void aggregatesHaveTypes() {
        assertEquals(
                "(name: str, n: int, ages: int, heights: float, mean: float, ratio: float)",
                people.groupBy("name")
                        .reduce(
                                col("name"),
                                count().as("n"),
                                sum("age").as("ages"),
                                sum("height").as("heights"),
                                avg("age").as("mean"),
                                sum("age").dividedBy(count()).as("ratio"))
                        .schema()
                        .toString());
    }

    private static void assertRefused(Executable operation, String message) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, operation);
        String[] parts = refused.getMessage().split("\n    at ");
        assertEquals(message, parts[0]);
        assertTrue(parts[1].startsWith("io.millrace.program.TypingMessagesTest."), parts[1]);
    }
}
