package io.millrace.conformance.core;

import static io.millrace.table.Expressions.allColumns;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.lit;
import static io.millrace.table.Reducers.avg;
import static io.millrace.table.Reducers.sum;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;

/** Groups and what is computed of them. */
@GoldenFile("core/common.txt")
final class GroupByTest {
    @Golden("test_groupby_simplest")
    void givesOneRowAGroup(GoldenRun run) {
        run.check(1, run.input(1).groupBy("pet").reduce("pet"));
    }

    @Golden("test_groupby_singlecol")
    void addsUpAColumn(GoldenRun run) {
        run.check(1, run.input(1).groupBy("pet").reduce(col("pet"), sum("age").as("ageagg")));
    }

    @Golden("test_groupby_int_sum")
    void addsUpNegativeInts(GoldenRun run) {
        run.check(1, run.input(1).groupBy("owner").reduce(col("owner"), sum("val").as("val")));
    }

    @Golden("test_groupby_filter_singlecol")
    void groupsWhatAFilterLeft(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .filter(col("age").gt(6))
                        .groupBy("pet")
                        .reduce(col("pet"), sum("age").as("ageagg")));
    }

    @Golden("test_groupby_reduce_no_columns")
    void makesOneRowOfAll(GoldenRun run) {
        run.check(1, run.input(1).reduce().select(lit(42).as("col")));
    }

    @Golden("test_groupby_mutlicol")
    void groupsByTwoColumns(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet", "owner")
                        .reduce(col("pet"), col("owner"), sum("age").as("ageagg")));
    }

    @Golden("test_avg_reducer")
    void averages(GoldenRun run) {
        run.check(1, run.input(1).groupBy("owner").reduce(col("owner"), avg("age").as("avg")));
    }

    @Golden("test_desugaring_this_star_groupby_01")
    void groupsByAllColumns(GoldenRun run) {
        run.check(1, run.input(1).groupBy(allColumns()).reduce(allColumns()));
    }
}
