package io.millrace.conformance.core;

import static io.millrace.table.Expressions.allColumns;
import static io.millrace.table.Expressions.apply;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.Table;
import io.millrace.table.Universes;

/** Tables of the same ids, of some of them, of others. Unlike Pathway's, tables written with the same ids are not known to be so. */
@GoldenFile("core/common.txt")
final class UniverseTest {
    private static Table[] ofSameIds(GoldenRun run) {
        Table first = run.input(1);
        Table second = run.input(2);
        Universes.promiseAreEqual(first, second);
        return new Table[] {first, second};
    }

    @Golden("test_select_column_ref")
    void selectsColumnsOfATableOfTheSameIds(GoldenRun run) {
        Table[] t = ofSameIds(run);
        run.check(1, t[0].select(t[1].col("num"), t[0].col("upper")));
    }

    @Golden("test_filter")
    void filtersByAColumnOfATableOfTheSameIds(GoldenRun run) {
        Table[] t = ofSameIds(run);
        run.check(1, t[0].filter(t[1].col("bool")));
    }

    @Golden("test_apply_more_args")
    void appliesAFunctionToColumnsOfTwoTables(GoldenRun run) {
        Table[] t = ofSameIds(run);
        run.check(
                1,
                t[0].select(apply((Long x, Long y) -> x + y, Long.class, t[0].col("foo"), t[1].col("bar"))
                        .as("ret")));
    }

    @Golden("test_wildcard_basic_usage")
    void selectsAllColumnsOfTwoTables(GoldenRun run) {
        Table[] t = ofSameIds(run);
        run.check(1, t[0].plus(t[1]));
    }

    @Golden("test_from_columns")
    void makesATableOfColumns(GoldenRun run) {
        Table[] t = ofSameIds(run);
        run.check(1, Table.fromColumns(t[0].col("pet"), t[1].col("foo")));
    }

    @Golden("test_from_columns_collision")
    void refusesTwoColumnsOfOneName(GoldenRun run) {
        Table first = run.input(1);
        run.refuses(1, () -> Table.fromColumns(first.col("pet"), first.col("pet")))
                .saying("named pet");
    }

    @Golden("test_from_columns_mismatched_keys")
    void refusesColumnsOfOtherRows(GoldenRun run) {
        run.refuses(
                        1,
                        () -> Table.fromColumns(
                                run.input(1).col("pet"), run.input(2).col("foo")))
                .saying("column foo", "other rows");
    }

    @Golden("test_select_universes")
    void restrictsToSomeIds(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = run.input(2).promiseUniverseIsSubsetOf(t1);
        run.check(1, t2.select(t1.restrict(t2).col("col")));
        run.refuses(2, () -> t1.select(t2.col("col"))).saying("column col", "other rows");
    }

    @Golden({"test_with_columns", "test_with_columns_0_rows"})
    void replacesColumnsByThoseOfATableOfTheSameIds(GoldenRun run) {
        Table[] t = ofSameIds(run);
        run.check(
                1,
                t[0].withColumns(t[1].col("owner"), t[1].col("age"), t[1].col("weight"))
                        .select(allColumns()));
    }

    @Golden("test_with_columns_ids_dont_match")
    void refusesColumnsOfATableOfOtherIds(GoldenRun run) {
        Table update = run.input(2);
        run.refuses(1, () -> run.input(1).withColumns(update.col("pet"))).saying("column pet", "other rows");
    }

    @Golden("test_concat_errors_on_intersecting_universes")
    void refusesIdsThatTwoTablesShare(GoldenRun run) {
        Table t2 = run.input(2);
        Table both = run.input(1).promiseUniversesAreDisjoint(t2).concat(t2);
        run.differsByRefusing(1, () -> both).saying("^YYY4HABTRW7T8VX2Q429ZYV70W");
        run.refuses(2, () -> both).saying("^YYY4HABTRW7T8VX2Q429ZYV70W");
    }
}
