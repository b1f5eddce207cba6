package io.millrace.conformance.errors;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.declareType;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Reducers.sum;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.Map;

/** What is refused, with a message that names the user's line. */
@GoldenFile("errors/error_messages.txt")
final class ErrorMessagesTest {
    private static final String LINE = "ErrorMessagesTest.java:";

    @Golden("test_select_args")
    void takesANameForItsColumn(GoldenRun run) {
        run.differs(1, run.input(1).select("a"), """
                a
                1
                2
                """);
    }

    @Golden("test_reduce_args")
    void refusesToReduceToWhatIsNotOneValue(GoldenRun run) {
        run.compilerRefuses(1, "t.reduce(\"a\")");
        run.compilerRefuses(2, "t.reduce(1)");
        run.refuses(3, () -> run.input(1).groupBy().reduce("a")).saying("column a is not one value a group", LINE);
        run.compilerRefuses(4, "t.groupBy().reduce(1)");
    }

    @Golden("test_groupby_extrakwargs")
    void refusesNamedArgumentsOfGroupBy(GoldenRun run) {
        run.compilerRefuses(1, "t.groupBy(col(\"a\"), output = col(\"a\"))");
    }

    @Golden("test_join_args")
    void refusesArgumentsThatAreNoConditions(GoldenRun run) {
        run.compilerRefuses(1, "t.joinLeft(u, io.millrace.plan.JoinKind.LEFT)");
        run.compilerRefuses(2, "t.join(u, \"left\")");
        run.compilerRefuses(3, "t.join(u, 1)");
        run.compilerRefuses(4, "t.join(u, id = 1)");
        run.compilerRefuses(5, "t.join(u, a = t.col(\"a\"))");
    }

    @Golden("test_traceback_iterate")
    void refusesAStepThatChangesAType(GoldenRun run) {
        run.refuses(
                        1,
                        () -> run.input(1)
                                .iterate(table -> table.select(
                                        declareType(Type.STRING, col("val")).as("val"))))
                .saying("int", "str", LINE);
    }

    @Golden("test_traceback_expression")
    void refusesToCompareIntsWithTexts(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(col("v").le("foo").as("ret"))).saying("int", "str", "<=", LINE);
    }

    @Golden("test_traceback_rust_expression")
    void refusesToDivideByZero(GoldenRun run) {
        run.refuses(
                        1,
                        () -> run.input(1)
                                .select(col("foo").dividedBy(col("bar")).as("r")))
                .saying("division by zero", LINE);
    }

    @Golden("test_traceback_static")
    void refusesTablesThatDoNotFit(GoldenRun run) {
        Table t = run.input(1);
        Table u = run.input(2);
        run.refuses(1, () -> t.concat(u)).saying("[foo]", "[bar]", LINE);
        run.refuses(2, () -> t.plus(u)).saying("other rows", LINE);
        run.refuses(3, () -> t.select(t.col("non_existing"))).saying("no column non_existing", LINE);
        run.refuses(4, () -> t.select("non_existing")).saying("no column non_existing", LINE);
    }

    @Golden("test_groupby_reduce_bad_column")
    void refusesAColumnThatIsNotGrouped(GoldenRun run) {
        Table purchases = run.input(1);
        run.refuses(
                        1,
                        () -> purchases
                                .groupBy("user_id")
                                .reduce(
                                        col("user_id"),
                                        col("email"),
                                        sum("amount").as("total_amount")))
                .saying("column email", "group by it, or use it in a reducer", LINE);
    }

    @Golden("test_filter_bad_expression")
    void refusesAConditionOnAnotherTable(GoldenRun run) {
        Table input = run.input(1);
        Table last = input.reduce(sum("timestamp").as("last_timestamp"));
        run.refuses(
                        1,
                        () -> input.filter(
                                col("timestamp").ge(last.col("last_timestamp").minus(3600))))
                .saying("column last_timestamp", "other rows", LINE);
    }

    @Golden("test_method_in_pathway_this")
    void refusesAMethodAsAColumn(GoldenRun run) {
        run.compilerRefuses(1, "t.select(t.join)");
    }

    @Golden("test_update_types")
    void refusesToDeclareTheTypeOfAnUnknownColumn(GoldenRun run) {
        run.refuses(1, () -> run.input(1).updateTypes(Map.of("bar", Type.INT64)))
                .saying("no column bar", LINE);
    }

    @Golden("test_flatten")
    void refusesToFlattenNothing(GoldenRun run) {
        run.compilerRefuses(1, "t.flatten()");
    }

    @Golden("test_this")
    void refusesToMakeAPlainReference(GoldenRun run) {
        run.compilerRefuses(1, "new ColumnExpression()");
    }

    @Golden("test_from_columns")
    void refusesATableOfNoColumns(GoldenRun run) {
        run.refuses(1, Table::fromColumns).saying("a column at least", LINE);
    }

    @Golden("test_update_cells")
    void refusesToUpdateColumnsThatAreNotThere(GoldenRun run) {
        run.refuses(1, () -> run.input(1).updateCells(run.input(2))).saying("age", LINE);
    }

    @Golden("test_restrict")
    void refusesToRestrictToOtherIds(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = run.input(2);
        run.refuses(1, () -> t1.restrict(t2)).saying("promiseUniverseIsSubsetOf", LINE);
        run.refuses(2, () -> t1.restrict(t2.promiseUniverseIsSubsetOf(t1))).saying("^Z3QWT294JQSHPSR8KTPG9ECE4W");
    }

    @Golden("test_groupby")
    void groupsByAPointerOnly(GoldenRun run) {
        Table left = run.input(1).withColumns(pointerFrom(col("pet")).as("pet"));
        run.check(1, left.groupById(col("pet")).reduce(col("pet"), sum("age").as("agesum")));
        run.refuses(2, () -> left.groupById(col("age")).reduce("pet")).saying("Pointer", LINE);
        run.compilerRefuses(3, "t.groupById(col(\"age\"), col(\"pet\")).reduce(\"pet\")");
    }
}
