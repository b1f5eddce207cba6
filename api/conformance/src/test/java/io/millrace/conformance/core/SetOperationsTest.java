package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Reducers.sum;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.Expressions;
import io.millrace.table.Table;
import io.millrace.table.Universes;

/** Set operations on ids, updates of rows and cells, and tables under other ids. */
@GoldenFile("core/common.txt")
final class SetOperationsTest {
    @Golden("test_difference")
    void leavesIdsOfAnotherTableOut(GoldenRun run) {
        run.check(1, run.input(1).difference(run.input(2)));
    }

    @Golden("test_intersect")
    void keepsIdsOfBothTables(GoldenRun run) {
        run.check(1, run.input(1).intersect(run.input(2)));
    }

    @Golden("test_intersect_empty")
    void keepsAllIdsWhereNoOtherTableIsGiven(GoldenRun run) {
        run.check(1, run.input(1).intersect());
    }

    @Golden("test_intersect_many_tables")
    void keepsIdsOfAllTables(GoldenRun run) {
        run.check(1, run.input(1).intersect(run.input(2), run.input(3)));
    }

    @Golden("test_intersect_no_columns")
    void keepsIdsWithoutColumns(GoldenRun run) {
        run.check(1, run.input(1).select().intersect(run.input(2).select()));
    }

    @Golden("test_intersect_subset")
    void keepsIdsOfASubset(GoldenRun run) {
        Table subset = run.input(2).promiseUniverseIsSubsetOf(run.input(1));
        run.check(1, run.input(1).intersect(subset));
    }

    @Golden("test_update_cells")
    void updatesSomeCells(GoldenRun run) {
        Table updates = run.input(2).promiseUniverseIsSubsetOf(run.input(1));
        run.check(1, run.input(1).updateCells(updates));
        run.check(2, run.input(1).updateCells(updates));
    }

    @Golden("test_update_cells_0_rows")
    void updatesNoCells(GoldenRun run) {
        Table updates = run.input(2).promiseUniverseIsSubsetOf(run.input(1));
        run.check(1, run.input(1).updateCells(updates));
        run.check(2, run.input(1).updateCells(updates));
    }

    @Golden("test_update_cells_ids_dont_match")
    void refusesUpdatesOfOtherRows(GoldenRun run) {
        run.refuses(1, () -> run.input(1).updateCells(run.input(2))).saying("updateCells");
    }

    @Golden("test_update_cells_warns_when_using_with_columns")
    void updatesAllRows(GoldenRun run) {
        Table table = run.input(1);
        Table updates = run.input(2).promiseUniverseIsEqualTo(table);
        run.check(1, table.updateCells(updates));
        run.check(2, table.updateCells(updates));
    }

    @Golden("test_update_cells_with_broken_promises")
    void failsWhereAnUpdateHasNoRow(GoldenRun run) {
        Table updates = run.input(2).promiseUniverseIsSubsetOf(run.input(1));
        run.refuses(1, () -> run.input(1).updateCells(updates))
                .saying("a row that does not exist is updated, its id is ^A984WV0EW0TPX9RVT67D8R17ZC");
    }

    @Golden("test_update_cells_with_broken_promises_2")
    void failsWhereAnUpdateOfAllColumnsHasNoRow(GoldenRun run) {
        Table updates = run.input(2).promiseUniverseIsSubsetOf(run.input(1));
        run.refuses(1, () -> run.input(1).updateCells(updates))
                .saying("a row that does not exist is updated, its id is ^A984WV0EW0TPX9RVT67D8R17ZC");
    }

    @Golden("test_update_rows")
    void updatesAndAddsRows(GoldenRun run) {
        run.check(1, run.input(1).updateRows(run.input(2)));
    }

    @Golden("test_update_rows_no_columns")
    void addsRowsWithoutColumns(GoldenRun run) {
        run.check(1, run.input(1).select().updateRows(run.input(2).select()));
    }

    @Golden("test_update_rows_0_rows")
    void updatesNoRows(GoldenRun run) {
        run.check(1, run.input(1).updateRows(run.input(2)));
    }

    @Golden("test_update_rows_columns_dont_match")
    void refusesRowsOfOtherColumns(GoldenRun run) {
        run.refuses(1, () -> run.input(1).updateRows(run.input(2))).saying("different columns");
    }

    @Golden("test_update_rows_subset")
    void updatesRowsOfASubset(GoldenRun run) {
        Table updates = run.input(2).promiseUniverseIsSubsetOf(run.input(1));
        run.check(1, run.input(1).updateRows(updates));
    }

    @Golden("test_update_rows_warns_when_nooperation")
    void updatesEveryRow(GoldenRun run) {
        Universes.promiseIsSubsetOf(run.input(1), run.input(2));
        run.check(1, run.input(1).updateRows(run.input(2)));
    }

    @Golden("test_reindex")
    void givesOtherIds(GoldenRun run) {
        Table table = run.input(1);
        Table ids = run.input(2).promiseUniverseIsEqualTo(table);
        run.check(1, table.withId(pointerFrom(ids.col("new_id"))));
        run.refuses(2, () -> table.withId(table.col("col"))).saying("an id is a pointer");
        run.refuses(3, () -> table.select(table.id().as("id"))).saying("id");
    }

    @Golden("test_reindex_no_columns")
    void givesOtherIdsToRowsWithoutColumns(GoldenRun run) {
        Table table = run.input(1).select();
        Table ids = run.input(2).promiseUniverseIsEqualTo(table);
        run.check(1, table.withId(pointerFrom(ids.col("new_id"))));
    }

    @Golden("test_groupby_setid")
    void groupsUnderIdsOfTheirOwn(GoldenRun run) {
        Table pointed = run.input(1).withColumns(pointerFrom(col("pet")).as("pet"));
        run.check(1, pointed.groupById(col("pet")).reduce(col("pet"), sum("age").as("agesum")));
        run.refuses(2, () -> run.input(1).groupById(col("pet")).reduce(col("pet")))
                .saying("an id is a pointer");
    }

    @Golden("test_groupby_instance")
    void groupsOnTheShardOfAnInstance(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy(col("b"), Expressions.instance(col("a")))
                        .reduce(col("a"), col("b"), sum("col").as("col")));
    }
}
