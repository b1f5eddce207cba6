package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.makeTuple;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.any;
import static io.millrace.table.Reducers.argMax;
import static io.millrace.table.Reducers.argMin;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.earliest;
import static io.millrace.table.Reducers.latest;
import static io.millrace.table.Reducers.max;
import static io.millrace.table.Reducers.min;
import static io.millrace.table.Reducers.ndarray;
import static io.millrace.table.Reducers.sortedTuple;
import static io.millrace.table.Reducers.statefulMany;
import static io.millrace.table.Reducers.sum;
import static io.millrace.table.Reducers.tuple;
import static io.millrace.table.Reducers.unique;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.reduce.RowCount;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.List;

/** Reducers that look at rows, and rows that are looked up beside them. */
@GoldenFile("core/common.txt")
final class GroupReducersTest {
    @Golden("test_groupby_ix_this")
    void readsTheRowOfTheGreatestValue(GoldenRun run) {
        Table table = run.input(1);
        run.check(
                1,
                table.groupBy("pet")
                        .reduce(
                                max("age").as("age"),
                                table.ix(argMax("age")).col("owner").as("owner")));
    }

    @Golden("test_groupby_ix")
    void readsTheRowThatAReducerPointsTo(GoldenRun run) {
        Table table = run.input(1);
        run.check(
                1,
                table.groupBy("grouper")
                        .reduce(
                                argMax("val").as("col"),
                                table.ix(argMax("val")).col("output").as("output")));
    }

    @Golden("test_groupby_reducer_on_expression")
    void reducesAnExpression(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(col("pet"), min(col("age").plus(col("age"))).as("ageagg")));
    }

    @Golden("test_groupby_expression_on_reducers")
    void addsReducers(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(col("pet"), min("age").plus(sum("age")).as("ageagg")));
    }

    @Golden("test_groupby_mix_key_val")
    void reducesAnExpressionOfAKey(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(col("pet"), min(col("age").plus(col("pet"))).as("ageagg")));
    }

    @Golden("test_groupby_similar_tables")
    void reducesColumnsOfTheSameRows(GoldenRun run) {
        Table table = run.input(1);
        Table same = table.select("pet", "owner", "age");
        run.check(
                1,
                table.groupBy("pet")
                        .reduce(
                                col("pet"),
                                min("age").as("agemin"),
                                max(table.col("age")).as("agemax")));
        run.check(
                2,
                same.groupBy(same.col("pet"))
                        .reduce(
                                same.col("pet"),
                                min(same.col("age")).as("agemin"),
                                max("age").as("agemax")));
    }

    @Golden("test_argmin_argmax_tie")
    void takesTheFirstOfEqualRows(GoldenRun run) {
        Table table = run.input(1);
        run.check(
                1,
                table.groupBy("age")
                        .reduce(
                                col("age"),
                                table.ix(argMin("age")).col("name").as("min"),
                                table.ix(argMax("age")).col("name").as("max")));
    }

    @Golden("test_argmin_argmax_different_column")
    void takesTheLeastColumnOfEqualRows(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .reduce(
                                argMin("age", "name").as("min"),
                                argMax("age", "name").as("max")));
    }

    @Golden({"test_npsum_reducer_ints", "test_npsum_reducer_floats"})
    void addsUpArrays(GoldenRun run) {
        run.check(1, run.input(1).reduce(sum("data").as("sum"), sum("data").as("sum_strict")));
    }

    @Golden("test_ndarray_reducer")
    void makesArrays(GoldenRun run) {
        run.check(1, run.input(1).groupBy("colA").reduce(ndarray("colB").as("tuple")));
    }

    @Golden("test_ndarray_reducer_on_ndarrays")
    void makesArraysOfArrays(GoldenRun run) {
        Table rows = run.input(1)
                .groupBy("a", "b")
                .sortBy("val")
                .reduce(col("a"), ndarray("val").as("val"));
        run.check(
                1,
                rows.groupBy("a").sortBy("val").reduce(col("a"), ndarray("val").as("val")));
    }

    @Golden("test_earliest_and_latest_reducer")
    void findsTheFirstAndTheLastThatCame(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("a")
                        .reduce(
                                col("a"),
                                earliest("b").as("earliest"),
                                latest("b").as("latest")));
    }

    @Golden("test_earliest_and_latest_reducer_tie")
    void findsOneOfThoseThatCameTogether(GoldenRun run) {
        run.check(
                1, run.input(1).reduce(earliest("a").as("earliest"), latest("a").as("latest")));
    }

    @Golden("test_latest_reducer_deletion_raises_keyed_error")
    void findsTheLastThatIsLeft(GoldenRun run) {
        run.differs(1, run.input(1).groupBy("a").reduce(col("a"), latest("b").as("latest")), """
                a | latest | __time__ | __diff__
                1 | 2      | 2        | 1
                1 | 2      | 4        | -1
                1 | 3      | 4        | 1
                """);
    }

    @Golden("test_unique")
    void givesTheOnlyValue(GoldenRun run) {
        Table table = run.input(1);
        run.check(1, table.groupBy("pet").reduce(col("pet"), unique("owner").as("owner")));
        run.refuses(
                        2,
                        () -> table.groupBy("pet")
                                .reduce(col("pet"), unique("age").as("age")))
                .saying("unique", "more than one value");
    }

    private static ColumnExpression[] same(String... names) {
        ColumnExpression[] conditions = new ColumnExpression[names.length];
        for (int i = 0; i < names.length; i++) {
            conditions[i] = left(names[i]).eq(right(names[i]));
        }
        return conditions;
    }

    @Golden("test_any")
    void takesAllColumnsOfOneRow(GoldenRun run) {
        Table table = run.input(1);
        Table one = table.reduce(
                any("pet").as("pet"), any("owner").as("owner"), any("age").as("age"));
        run.check(1, one.join(table, same("pet", "owner", "age")).reduce(count().as("cnt")));
    }

    @Golden("test_tuple_reducer_consistency")
    void takesAllTuplesInOneOrder(GoldenRun run) {
        Table table = run.input(1);
        Table tuples = table.reduce(
                tuple("pet").as("pet"), tuple("owner").as("owner"), tuple("age").as("age"));
        Table one = tuples.select(
                col("pet").get(3).as("pet"),
                col("owner").get(3).as("owner"),
                col("age").get(3).as("age"));
        run.check(1, one.join(table, same("pet", "owner", "age")).reduce(count().as("cnt")));
    }

    @Golden("test_tuple_reducer")
    void makesTuples(GoldenRun run) {
        boolean skipNones = run.parameter().contains("True");
        ColumnExpression reducer =
                run.parameter().startsWith("sorted") ? sortedTuple("colB", skipNones) : tuple("colB", skipNones);
        run.check(1, run.input(1).groupBy("colA").reduce(reducer.as("tuple")));
    }

    @Golden("test_reducers_ix")
    void reducesWhatIsLookedUp(GoldenRun run) {
        ColumnExpression value = run.input(1).ix(pointerFrom(col("ptr"))).col("v");
        ColumnExpression reducer = run.parameter().startsWith("tuple")
                ? tuple(value)
                : run.parameter().startsWith("min") ? min(value) : any(value);
        run.check(1, run.input(2).groupBy("t").reduce(reducer.as("v")));
    }

    @Golden("test_ix_sort_1")
    void readsTheRowsBeside(GoldenRun run) {
        Table table = run.input(1);
        Table sorted = table.plus(table.sort("t", "a"));
        run.check(
                1,
                sorted.select(
                        col("a"),
                        col("t"),
                        table.ix(col("prev")).optional().col("t").as("prev_t"),
                        table.ix(col("next")).optional().col("t").as("next_t")));
    }

    @Golden("test_ix_sort_2")
    void readsTheRowsBesideOfTheSameTable(GoldenRun run) {
        Table table = run.input(1);
        Table sorted = table.plus(table.sort("t", "a"));
        run.check(
                1,
                sorted.select(
                        col("a"),
                        col("t"),
                        sorted.ix(col("prev")).optional().col("t").as("prev_t"),
                        sorted.ix(col("next")).optional().col("t").as("next_t")));
    }

    @Golden("test_python_tuple_stateful_reducer")
    void givesTuplesToAFunction(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(makeTuple(col("a"), col("b")).as("pair"))
                        .reduce(statefulMany(
                                        Type.ANY,
                                        (Long state, List<RowCount> rows) -> (state == null ? 0 : state) + sumOf(rows),
                                        "pair")
                                .as("s")));
    }

    private static long sumOf(List<RowCount> rows) {
        return rows.stream()
                .mapToLong(row -> row.count()
                        * ((List<?>) row.values().getFirst())
                                .stream().mapToLong(it -> (Long) it).sum())
                .sum();
    }

    @Golden("test_python_tuple_sorting")
    void sortsByTuples(GoldenRun run) {
        Table table = run.input(1);
        Table sorted = table.plus(table.sort(makeTuple(col("b"), col("c"))));
        run.check(
                1,
                sorted.select(
                        col("a"), table.ix(col("prev")).optional().col("a").as("prev_a")));
    }
}
