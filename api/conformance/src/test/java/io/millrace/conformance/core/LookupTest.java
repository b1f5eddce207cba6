package io.millrace.conformance.core;

import static io.millrace.table.Expressions.allColumns;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Expressions.right;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;

/** Rows found by their ids, and rows under other ids. */
@GoldenFile("core/common.txt")
final class LookupTest {
    @Golden("test_indexing_two_values_groupby_hardcoded_values")
    void looksUpAGroupByTwoConstants(GoldenRun run) {
        Table indexed = run.input(1).groupBy("colA", "colB").reduce(allColumns());
        run.check(
                1,
                run.input(2)
                        .select(allColumns(), indexed.ixRef(10, "A").col("colA").as("new_value")));
    }

    private static Table birds(GoldenRun run) {
        return run.input(2).withColumns(pointerFrom(col("ptr")).as("ptr"));
    }

    @Golden("test_ix_this_getitem")
    void selectsOfTheRowsThatAreFound(GoldenRun run) {
        run.check(1, run.input(1).ix(col("ptr")).of(birds(run)).select("genus", "epithet"));
    }

    @Golden("test_ix_no_select")
    void selectsOfRowsOfTheSameTable(GoldenRun run) {
        Table input = run.input(1).withColumns(pointerFrom(col("foo")).as("foo"));
        run.check(1, input.ix(input.col("foo")).select("bar"));
    }

    @Golden("test_with_columns_ix_args")
    void addsWhatIsLookedUp(GoldenRun run) {
        Table t1 = run.input(1);
        run.check(1, t1.withColumns(run.input(2).ix(pointerFrom(t1.col("b"))).col("c")));
    }

    @Golden("test_groupby_mix_key_val2")
    void makesIdsOfAColumn(GoldenRun run) {
        run.check(1, run.input(2).withIdFrom("pet"));
        run.check(2, run.input(2).withIdFrom(col("pet")));
    }

    @Golden("test_groupby_key_expressions")
    void refusesAColumnThatIsNotGrouped(GoldenRun run) {
        Table table = run.input(2).withIdFrom("pet");
        run.check(1, table);
        run.refuses(2, () -> table.groupBy("pet").reduce(col("pet2").as("age2")))
                .saying("column pet2");
    }

    @Golden("test_join_left_assign_id")
    void takesTheIdsOfTheLeft(GoldenRun run) {
        ColumnExpression[] columns = {left("col").as("lcol"), right("col").as("rcol")};
        ColumnExpression on = left("on").eq(right("on"));
        run.check(1, run.input(1).join(run.input(2), on).idOfLeft().select(columns));
        run.compilerRefuses(2, "t.join(u, left(\"on\").eq(right(\"on\"))).idOfLeft(left(\"on\"))");
        run.refuses(3, () -> run.input(1).join(run.input(2), on).idOfRight().select(columns))
                .saying("^Z3QWT294JQSHPSR8KTPG9ECE4W");
    }

    @Golden("test_join_right_assign_id")
    void takesTheIdsOfTheRight(GoldenRun run) {
        ColumnExpression[] columns = {left("col").as("lcol"), right("col").as("rcol")};
        ColumnExpression on = left("on").eq(right("on"));
        run.check(1, run.input(1).join(run.input(2), on).idOfRight().select(columns));
        run.compilerRefuses(2, "t.join(u, left(\"on\").eq(right(\"on\"))).idOfRight(right(\"on\"))");
        run.refuses(3, () -> run.input(1).join(run.input(2), on).idOfLeft().select(columns))
                .saying("^Z3QWT294JQSHPSR8KTPG9ECE4W");
    }

    @Golden("test_remove_retractions")
    void forgetsRetractions(GoldenRun run) {
        Table input = run.input(1);
        Table insertions = input.toStream().filter(col("is_upsert")).without("is_upsert");
        run.check(1, input);
        run.check(2, insertions);
        run.check(3, insertions);
    }
}
