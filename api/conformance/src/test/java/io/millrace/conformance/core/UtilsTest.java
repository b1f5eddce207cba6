package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.makeTuple;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Reducers.argMax;
import static io.millrace.table.Reducers.argMin;
import static io.millrace.table.Reducers.count;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.debug.Debug;
import io.millrace.table.Table;
import io.millrace.table.Universes;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.List;

/** What Pathway's little helper functions do, said with the operations themselves. */
@GoldenFile("core/utils.txt")
final class UtilsTest {
    @Golden("test_unpack_col")
    void takesTuplesApart(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(
                                col("data").at(0).as("coord1"),
                                col("data").at(1).as("coord2"),
                                col("data").at(2).as("coord3")));
    }

    @Golden("test_unpack_col_schema")
    void takesTuplesOfSeveralTypesApart(GoldenRun run) {
        Table tuples =
                run.input(1).select(makeTuple(col("a"), col("b"), col("c")).as("combined"));
        run.check(
                1,
                tuples.select(
                        col("combined").at(0).as("coord1"),
                        col("combined").at(1).as("coord2"),
                        col("combined").at(2).as("coord3")));
    }

    @Golden({"test_pandas_transformer", "test_pandas_transformer_column_names"})
    void addsColumns(GoldenRun run) {
        run.check(1, run.input(1).select(col("foo").plus(col("bar")).as("sum")));
    }

    @Golden("test_pandas_transformer_series_output")
    void selectsUnderAnotherName(GoldenRun run) {
        run.check(1, run.input(1).select(col("foo").as("bar")));
    }

    @Golden({"test_pandas_transformer_generators", "test_pandas_transformer_generator_series_output"})
    void makesRows(GoldenRun run) {
        Schema schema = Schema.builder().column("foo", Type.INT64).build();
        run.check(1, Debug.tableFromRows(schema, List.of(List.of(1L), List.of(2L), List.of(3L))));
    }

    @Golden("test_table_from_rows")
    void makesRowsWithKeys(GoldenRun run) {
        Schema schema = Schema.builder()
                .key("foo", Type.INT64)
                .column("bar", Type.INT64)
                .build();
        run.check(
                1,
                Debug.tableFromRows(
                        schema, List.of(List.of(1L, 2L), List.of(2L, 2L), List.of(3L, 3L), List.of(4L, 2L))));
    }

    @Golden("test_table_from_rows_stream")
    void makesAStreamOfRowsWithKeys(GoldenRun run) {
        Schema schema = Schema.builder()
                .key("foo", Type.INT64)
                .column("bar", Type.INT64)
                .build();
        run.check(1, Debug.table("""
                foo | bar | time | diff
                1   | 2   | 2    | 1
                1   | 2   | 4    | -1
                1   | 3   | 4    | 1
                4   | 2   | 4    | 1
                """, schema));
    }

    @Golden("test_ix_optional")
    void leavesOutWhatIsNotFound(GoldenRun run) {
        Table indexer = run.input(2).withColumns(pointerFrom(col("indexer")).as("indexer"));
        run.check(1, run.input(1).ix(indexer.col("indexer")).skipMisses().select("genus"));
    }

    @Golden("test_pandas_transformer_multiple_inputs")
    void addsColumnsOfTwoTables(GoldenRun run) {
        Table first = run.input(1);
        Table second = run.input(2);
        Universes.promiseAreEqual(first, second);
        run.check(
                1,
                first.select(first.col("foo")
                        .plus(second.col("bar"))
                        .plus(second.col("baz"))
                        .as("sum")));
    }

    @Golden("test_pandas_transformer_choose_output_universe")
    void keepsTheRowsOfAnotherTable(GoldenRun run) {
        Table first = run.input(1);
        Table second = run.input(2).promiseUniverseIsSubsetOf(first);
        run.check(1, first.restrict(second).plus(second));
    }

    @Golden({"test_argmin_rows_01", "test_argmin_rows_02"})
    void keepsTheRowOfTheLeastValue(GoldenRun run) {
        Table table = run.input(1);
        run.check(
                1,
                table.intersect(
                        table.groupBy("foo").reduce(argMin("bar").as("row")).withId(col("row"))));
    }

    @Golden({"test_argmax_rows_01", "test_argmax_rows_02"})
    void keepsTheRowOfTheGreatestValue(GoldenRun run) {
        Table table = run.input(1);
        run.check(
                1,
                table.intersect(
                        table.groupBy("foo").reduce(argMax("bar").as("row")).withId(col("row"))));
    }

    @Golden("test_groupby_reduce_majority")
    void findsTheMostFrequentValue(GoldenRun run) {
        Table counts = run.input(1).groupBy("group", "value").reduce(col("group"), col("value"), count().as("count"));
        run.check(
                1,
                counts.groupBy("group")
                        .reduce(
                                col("group"),
                                counts.ix(argMax("count")).col("value").as("majority")));
    }
}
