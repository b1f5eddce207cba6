package io.millrace.conformance.core;

import static io.millrace.table.Expressions.allColumns;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.id;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.leftColumns;
import static io.millrace.table.Expressions.leftId;
import static io.millrace.table.Expressions.lit;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Expressions.rightId;
import static io.millrace.table.Expressions.unwrap;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.JoinResult;
import io.millrace.table.Table;

/** Joins of two and more tables, and what is made of the pairs. */
@GoldenFile("core/common.txt")
final class JoinTest {
    @Golden("test_empty_join")
    void joinsToRowsWithoutColumns(GoldenRun run) {
        run.check(1, joinedOn(run).select());
    }

    private static JoinResult joinedOn(GoldenRun run) {
        return run.input(1).join(run.input(2), left("on").eq(right("on")));
    }

    @Golden("test_join")
    void joinsByTwoConditions(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = run.input(2);
        run.check(
                1,
                pairs(
                        t1,
                        t2,
                        t1.join(
                                t2,
                                t1.col("pet").eq(t2.col("pet")),
                                t1.col("owner").eq(t2.col("owner")))));
    }

    private static Table pairs(Table t1, Table t2, JoinResult joined) {
        return joined.select(
                t2.col("owner").as("owner_name"), t1.id().as("L"), t2.id().as("R"), t1.col("age"));
    }

    @Golden("test_join_default")
    void joinsByOneCondition(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = run.input(2);
        run.check(1, pairs(t1, t2, t1.join(t2, t1.col("pet").eq(t2.col("pet")))));
    }

    @Golden("test_cross_join")
    void pairsAllRows(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = run.input(2);
        run.check(1, pairs(t1, t2, t1.join(t2)));
    }

    @Golden("test_join_swapped_condition")
    void refusesTheRightSideFirst(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = run.input(2);
        run.refuses(1, () -> pairs(t1, t2, t1.join(t2, t2.col("pet").eq(t1.col("pet")))))
                .saying("left", "first");
    }

    @Golden("test_join_illegal_operator_in_condition")
    void refusesOtherComparisons(GoldenRun run) {
        ColumnExpression a = left("pet");
        ColumnExpression b = right("pet");
        ColumnExpression condition = switch (run.parameter()) {
            case "ne" -> a.ne(b);
            case "lt" -> a.lt(b);
            case "gt" -> a.gt(b);
            case "le" -> a.le(b);
            default -> a.ge(b);
        };
        run.refuses(1, () -> run.input(1).join(run.input(2), condition).select(a))
                .saying("equals", "filter");
    }

    @Golden("test_join_self")
    void refusesToJoinATableWithItself(GoldenRun run) {
        Table input = run.input(1);
        run.refuses(
                        1,
                        () -> input.join(input, input.col("foo").eq(input.col("bar")))
                                .select(input.col("foo")))
                .saying("copy()");
    }

    @Golden("test_join_select_no_columns")
    void joinsByIds(GoldenRun run) {
        Table left = run.input(1);
        Table right = run.input(2);
        run.check(1, left.join(right, left.id().eq(right.id())).select().select(lit(42).as("col")));
    }

    @Golden("test_empty_join_2")
    void pairsAllRowsOfTwoColumns(GoldenRun run) {
        run.check(1, run.input(1).join(run.input(2)).select("v1", "v2"));
    }

    @Golden("test_join_this")
    void readsColumnsOfTheSideThatHasThem(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .join(
                                run.input(2),
                                left("pet").eq(right("pet")),
                                left("owner").eq(right("owner")))
                        .select(left("age"), right("owner").as("owner_name"), col("size")));
    }

    @Golden("test_join_chain_1")
    void joinsJoinedRowsWithAThirdTable(GoldenRun run) {
        Table edges1 = run.input(1);
        Table edges2 = edges1.copy();
        Table edges3 = edges1.copy();
        run.check(
                1,
                edges1.join(edges2, edges1.col("v").eq(edges2.col("u")))
                        .join(edges3, edges2.col("v").eq(edges3.col("u")))
                        .select(edges1.col("u"), edges3.col("v")));
    }

    @Golden("test_join_chain_2")
    void joinsATableWithJoinedRows(GoldenRun run) {
        Table edges1 = run.input(1);
        Table edges2 = edges1.copy();
        Table edges3 = edges1.copy();
        run.check(
                1,
                edges1.join(
                                edges2.join(edges3, edges2.col("v").eq(edges3.col("u"))),
                                edges1.col("v").eq(edges2.col("u")))
                        .select(edges1.col("u"), edges3.col("v")));
    }

    @Golden("test_join_foreign_col")
    void readsWhatWasSelectedOfTheSamePairs(GoldenRun run) {
        Table left = run.input(1);
        Table right = run.input(2);
        JoinResult joined = left.join(right, left.id().eq(right.id()));
        Table doubled = joined.select(left.col("a").times(2).as("col"));
        run.check(1, joined.select(left.col("a").plus(doubled.col("col")).as("col")));
    }

    @Golden("test_join_leftrightthis")
    void refusesAColumnOfBothSides(GoldenRun run) {
        JoinResult joined = run.input(1).join(run.input(2), left("b").eq(right("b")));
        run.check(1, joined.select(left("a"), col("b"), right("c"), right("d")));
        run.refuses(2, () -> joined.select(col("c"))).saying("column c", "both sides");
    }

    @Golden("test_chained_join_leftrightthis")
    void takesAllColumnsOfAChain(GoldenRun run) {
        run.check(1, chain(run).select(allColumns()));
    }

    private static JoinResult chain(GoldenRun run) {
        return run.input(1)
                .join(run.input(2), left("b").eq(right("b")))
                .join(run.input(3), left("b").eq(right("b")));
    }

    @Golden("test_chained_join_ids")
    void givesTheIdsOfAChain(GoldenRun run) {
        run.check(1, chain(run).select(leftId().as("left_id"), rightId().as("right_id"), id().as("this_id")));
    }

    @Golden("test_join_desugaring_assign_id")
    void givesTheSameRowsFromBothSides(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = run.input(2);
        run.check(
                1,
                joinedOn(run)
                        .idOfLeft()
                        .select(left("col").as("lcol"), right("col").as("rcol")));
        run.check(
                2,
                t1.join(t2, t1.col("on").eq(t2.col("on")))
                        .idOfLeft()
                        .select(left("col").as("lcol"), right("col").as("rcol")));
    }

    @Golden("test_join_chain_assign_id")
    void keepsTheIdsOfTheFirstTableInAChain(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .join(run.input(2), left("b").eq(right("b")))
                        .idOfLeft()
                        .join(run.input(3), left("c").eq(right("c")))
                        .idOfLeft()
                        .select(allColumns()));
    }

    @Golden("test_join_filter_1")
    void filtersPairs(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .join(run.input(2))
                        .filter(left("val").lt(right("val")))
                        .select(left("val").as("left_val"), right("val").as("right_val")));
    }

    @Golden("test_join_filter_2")
    void filtersInAChain(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .join(run.input(2))
                        .filter(col("a").le(col("b")))
                        .join(run.input(3))
                        .join(run.input(4))
                        .filter(col("c").le(col("d")))
                        .filter(col("a").plus(col("b")).eq(col("c").plus(col("d"))))
                        .select(allColumns()));
    }

    @Golden("test_outerjoin_filter_1")
    void narrowsTheTypesOfFilteredPairs(GoldenRun run) {
        run.check(
                1, matched(run).select(left("val").as("left_val"), right("val").as("right_val")));
    }

    @Golden("test_outerjoin_filter_2")
    void unwrapsFilteredPairs(GoldenRun run) {
        run.check(
                1,
                matched(run)
                        .select(unwrap(left("val")).plus(unwrap(right("val"))).as("val")));
    }

    private static JoinResult matched(GoldenRun run) {
        return run.input(1)
                .joinOuter(run.input(2), left("val").eq(right("val")))
                .filter(left("val").isNotNone())
                .filter(right("val").isNotNone());
    }

    @Golden("test_join_reduce_1")
    void countsPairs(GoldenRun run) {
        run.check(1, run.input(1).join(run.input(2)).reduce(count().as("col")));
    }

    @Golden("test_join_reduce_2")
    void addsUpPairs(GoldenRun run) {
        JoinResult joined = run.input(1).join(run.input(2));
        run.check(1, joined.reduce(sum(left("a").times(right("b"))).as("col")));
        run.check(2, joined.reduce(sum(col("a").times(col("b"))).as("col")));
    }

    @Golden("test_join_groupby_1")
    void groupsPairs(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .join(run.input(2))
                        .groupBy("lcol", "rcol")
                        .reduce(
                                col("lcol"),
                                col("rcol"),
                                sum(col("a").times(col("b"))).as("res")));
    }

    @Golden("test_join_groupby_2")
    void groupsPairsByWhatTheyAreJoinedOn(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .join(run.input(2), left("col").eq(right("col")))
                        .groupBy("col")
                        .reduce(col("col"), sum(col("a").times(col("b"))).as("res")));
    }

    @Golden("test_join_filter_reduce")
    void countsFilteredPairs(GoldenRun run) {
        run.check(
                1, run.input(1).join(run.input(2)).filter(col("a").ge(col("b"))).reduce(count().as("col")));
    }

    @Golden({"test_slices_1", "test_slices_2"})
    void renamesTheColumnsOfBothSides(GoldenRun run) {
        Table left = run.input(1).withSuffix("_l").withPrefix("t");
        Table right = run.input(2).withSuffix("_r").withPrefix("t");
        run.check(1, left.join(right, left("ton_l").eq(right("ton_r"))).select(allColumns()));
    }

    @Golden({"test_slices_3", "test_slices_4", "test_slices_5"})
    void leavesOutAndRenames(GoldenRun run) {
        Table right = run.input(2).rename("col", "col2");
        run.check(1, run.input(1).join(right, left("on").eq(right("on"))).select(leftColumns("col"), right("col2")));
    }

    @Golden("test_slices_6")
    void selectsOneColumnOfTheLeft(GoldenRun run) {
        run.check(1, joinedOn(run).select(left("on")));
        run.check(2, joinedOn(run).select(left("on")));
    }
}
