package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.lit;
import static io.millrace.table.Expressions.optionalPointerFrom;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Expressions.rightId;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.Table;
import java.util.Arrays;

/** Rows looked up by pointers and by the values of keys. */
@GoldenFile("core/common.txt")
final class IxTest {
    @Golden("test_broadcasting_singlerow")
    void readsTheOneRowOfAReduction(GoldenRun run) {
        Table table = run.input(1);
        Table one = table.reduce(count().minus(count()).plus(1).as("one"));
        run.check(1, table.select(one.ixRef().col("one").as("newval")));
    }

    private static Table sums(Table table, String... by) {
        return table.groupBy(by[0], Arrays.copyOfRange(by, 1, by.length))
                .reduce(sum("colA").as("sum"));
    }

    @Golden("test_indexing_single_value_groupby")
    void readsTheRowOfAGroup(GoldenRun run) {
        Table table = run.input(1);
        run.check(
                1,
                table.withColumns(
                        sums(table, "colB").ixRef(col("colB")).col("sum").as("sum")));
    }

    @Golden("test_indexing_single_value_groupby_hardcoded_value")
    void readsTheRowOfAKnownGroup(GoldenRun run) {
        Table table = run.input(1);
        Table sums = sums(table, "colB");
        run.check(1, table.withColumns(sums.ixRef("A").col("sum").as("sum")));
        run.check(2, table.withColumns(sums.ix(pointerFrom("A")).col("sum").as("sum")));
    }

    @Golden("test_indexing_two_values_groupby")
    void readsTheRowOfAGroupOfTwoValues(GoldenRun run) {
        Table table = run.input(1);
        run.check(
                1,
                table.withColumns(sums(table, "colB", "colC")
                        .ixRef(col("colB"), col("colC"))
                        .col("sum")
                        .as("sum")));
    }

    @Golden("test_ixref_optional")
    void readsNoneWhereAValueOfTheKeyIsNone(GoldenRun run) {
        run.check(
                1,
                run.input(2)
                        .withColumns(sums(run.input(1), "colB", "colC")
                                .ixRefOptional(col("refB"), col("refC"))
                                .col("sum")
                                .as("sum")));
    }

    @Golden("test_ix_ref_with_primary_keys")
    void readsRowsByPrimaryKeys(GoldenRun run) {
        Table byKey = run.input(1).withIdFrom("colB");
        run.check(
                1, run.input(2).select(col("colC"), byKey.ixRef("A").col("colA").as("new_value")));
    }

    @Golden("test_select_column_ix_args")
    void looksUpSeveralRowsInOneSelect(GoldenRun run) {
        Table table = run.input(1);
        run.check(1, table.select(table.ix(pointerFrom(col("b"))).col("a"), col("a").as("prev_a")));
    }

    @Golden("test_ix")
    void looksUpRows(GoldenRun run) {
        Table animals = run.input(1);
        Table described = run.input(2);
        run.check(
                1,
                animals.ix(pointerFrom(described.col("ptr")))
                        .select(col("genus").as("latin")));
    }

    @Golden("test_ix_none")
    void findsNoneByNone(GoldenRun run) {
        Table animals = run.input(1);
        Table described = run.input(2);
        run.check(
                1,
                animals.ix(optionalPointerFrom(described.col("ptr")))
                        .optional()
                        .select(col("genus").as("latin")));
    }

    @Golden("test_ix_missing_key")
    void failsWhereThereIsNoRow(GoldenRun run) {
        Table animals = run.input(1);
        run.refuses(
                        1,
                        () -> run.input(2)
                                .select(animals.ix(pointerFrom(col("ptr")))
                                        .col("genus")
                                        .as("latin")))
                .saying("no row has the id ^3CZ78B48PASGNT231ZECWPER90");
    }

    @Golden("test_ix_none_in_source")
    void findsRowsThatHoldNone(GoldenRun run) {
        Table animals = run.input(1);
        run.check(
                1,
                run.input(2)
                        .select(animals.ix(pointerFrom(col("ptr"))).col("genus").as("latin")));
    }

    @Golden("test_ix_self_select")
    void looksUpRowsOfTheTableItself(GoldenRun run) {
        Table table = run.input(1);
        run.check(
                1,
                table.select(table.ix(pointerFrom(col("foo")))
                        .col("bar")
                        .plus(lit(0))
                        .as("result")));
    }

    @Golden("test_join_ix")
    void joinsByPointers(GoldenRun run) {
        Table numbers = run.input(1);
        Table names = run.input(2);
        run.check(
                1,
                numbers.join(names, pointerFrom(left("a")).eq(rightId()))
                        .idOfLeft()
                        .select(right("b").as("col")));
        run.check(2, names.ix(pointerFrom(numbers.col("a"))).skipMisses().select(col("b").as("col")));
        run.check(
                3,
                numbers.select(names.ix(pointerFrom(col("a")))
                                .allowMisses()
                                .col("b")
                                .as("col"))
                        .filter(col("col").isNotNone()));
    }

    @Golden("test_multiple_ix")
    void looksUpRowsForTablesOfEqualIds(GoldenRun run) {
        Table names = run.input(1);
        Table first =
                names.ix(pointerFrom(run.input(2).col("key"))).skipMisses().table();
        Table second =
                names.ix(pointerFrom(run.input(3).col("key"))).skipMisses().table();
        Table both = first.intersect(second);
        run.check(
                1,
                both.select(
                        col("col").as("col1"), second.restrict(both).col("col").as("col2")));
    }
}
