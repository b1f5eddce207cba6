package io.millrace.conformance.doctest;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.any;
import static io.millrace.table.Reducers.argMax;
import static io.millrace.table.Reducers.argMin;
import static io.millrace.table.Reducers.countDistinct;
import static io.millrace.table.Reducers.countDistinctApproximate;
import static io.millrace.table.Reducers.earliest;
import static io.millrace.table.Reducers.latest;
import static io.millrace.table.Reducers.max;
import static io.millrace.table.Reducers.min;
import static io.millrace.table.Reducers.ndarray;
import static io.millrace.table.Reducers.sortedTuple;
import static io.millrace.table.Reducers.statefulMany;
import static io.millrace.table.Reducers.statefulSingle;
import static io.millrace.table.Reducers.sum;
import static io.millrace.table.Reducers.tuple;
import static io.millrace.table.Reducers.udfReducer;
import static io.millrace.table.Reducers.unique;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.reduce.RowCount;
import io.millrace.table.Accept;
import io.millrace.table.ColumnExpression;
import io.millrace.table.CustomAccumulator;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.List;

/** The documentation's examples of reducers, and of operations that keep rows in order. */
@GoldenFile(value = "doctest/internals.txt", prefix = "pathway.internals.")
final class ReducerDocTest {
    private static Table byA(GoldenRun run, ColumnExpression... reducers) {
        return run.input(1).groupBy("colA").reduce(reducers);
    }

    @Golden("reducers.any")
    void takesAnyRow(GoldenRun run) {
        run.check(1, byA(run, any("colB").as("any_B"), any("colD").as("any_D")));
    }

    @Golden("reducers.argmax")
    void takesTheRowOfTheGreatest(GoldenRun run) {
        run.check(1, run.input(1));
        run.check(2, byA(run, argMax("colB").as("argmax"), max("colB").as("max")));
        run.check(3, run.input(2).reduce(argMax("age", "name").as("max")));
    }

    @Golden("reducers.argmin")
    void takesTheRowOfTheLeast(GoldenRun run) {
        run.check(1, run.input(1));
        run.check(2, byA(run, argMin("colB").as("argmin"), min("colB").as("min")));
        run.check(3, run.input(2).reduce(argMin("age", "name").as("min")));
    }

    @Golden("reducers.max")
    void takesTheGreatest(GoldenRun run) {
        run.check(1, byA(run, max("colB").as("max")));
    }

    @Golden("reducers.min")
    void takesTheLeast(GoldenRun run) {
        run.check(1, byA(run, min("colB").as("min")));
    }

    @Golden("reducers.sum")
    void addsUp(GoldenRun run) {
        run.check(1, byA(run, sum("colB").as("sum")));
        run.check(2, run.input(2).reduce(sum("data").as("data_sum")));
    }

    @Golden("reducers.count_distinct")
    void countsDifferentValues(GoldenRun run) {
        run.check(1, byA(run, col("colA").as("group"), countDistinct("colB").as("count")));
    }

    @Golden("reducers.count_distinct_approximate")
    void estimatesDifferentValues(GoldenRun run) {
        run.check(
                1,
                byA(
                        run,
                        col("colA").as("group"),
                        countDistinctApproximate("colB").as("count")));
    }

    @Golden("reducers.earliest")
    void takesTheFirst(GoldenRun run) {
        Table table = run.input(1).groupBy("a").reduce(col("a"), earliest("b").as("earliest"));
        run.check(1, table);
        run.check(2, table);
    }

    @Golden("reducers.latest")
    void takesTheLast(GoldenRun run) {
        Table table = run.input(1).groupBy("a").reduce(col("a"), latest("b").as("latest"));
        run.check(1, table);
        run.check(2, table);
    }

    @Golden("reducers.ndarray")
    void makesArrays(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("colA")
                        .sortBy("colB")
                        .reduce(
                                ndarray("colB").as("array_B"),
                                ndarray("colD", true).as("array_D")));
    }

    @Golden("reducers.sorted_tuple")
    void makesSortedTuples(GoldenRun run) {
        run.check(
                1,
                byA(
                        run,
                        sortedTuple("colB").as("tuple_B"),
                        sortedTuple("colD", true).as("tuple_D")));
    }

    @Golden("reducers.tuple")
    void makesTuples(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("colA")
                        .sortBy("colB")
                        .reduce(
                                tuple("colB").as("tuple_B"),
                                tuple("colC").as("tuple_C"),
                                tuple("colD").as("tuple_D")));
    }

    @Golden("reducers.unique")
    void givesTheOnlyValue(GoldenRun run) {
        run.check(1, byA(run, unique("colB").as("unique_B")));
    }

    /** A sum and a count. */
    private record Mean() implements CustomAccumulator<long[], Double> {
        @Override
        public long[] fromRow(List<Object> row) {
            return new long[] {(Long) row.getFirst(), 1};
        }

        @Override
        public long[] update(long[] accumulator, long[] other) {
            return new long[] {accumulator[0] + other[0], accumulator[1] + other[1]};
        }

        @Override
        public Double result(long[] accumulator) {
            return (double) accumulator[0] / accumulator[1];
        }
    }

    @Golden({"custom_reducers.BaseCustomAccumulator", "custom_reducers.udf_reducer"})
    void reducesByAClassOfTheUser(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("owner")
                        .reduce(
                                col("owner"),
                                udfReducer(Type.FLOAT64, new Mean(), "price").as("avg_price")));
    }

    @Golden("custom_reducers.stateful_many")
    void foldsAnEpochsRows(GoldenRun run) {
        ColumnExpression sum = statefulMany(
                Type.ANY,
                (Long state, List<RowCount> rows) -> {
                    Long sumSoFar = state;
                    for (RowCount row : rows) {
                        for (long i = 0; i < row.count(); i++) {
                            sumSoFar = (sumSoFar == null ? 0 : sumSoFar + 1)
                                    + (Long) row.values().getFirst();
                        }
                    }
                    return sumSoFar;
                },
                "a");
        run.check(1, run.input(1).groupBy("b").reduce(col("b"), sum.as("s")));
    }

    @Golden("custom_reducers.stateful_single")
    void foldsRowByRow(GoldenRun run) {
        ColumnExpression sum = statefulSingle(
                Type.ANY,
                (Long state, List<Object> row) -> (state == null ? 0 : state + 1) + (Long) row.getFirst(),
                "a");
        run.check(1, run.input(1).groupBy("b").reduce(col("b"), sum.as("s")));
    }

    @Golden("table.Table.reduce")
    void reducesAllRows(GoldenRun run) {
        Table table = run.input(1);
        run.check(1, table.reduce(argMin("age").as("ageagg")));
        run.check(
                2,
                table.reduce(
                        table.ix(argMin("age")).col("age").as("age"),
                        table.ix(argMin("age")).col("pet").as("pet")));
    }

    @Golden("table.Table.buffer")
    void keepsRowsForLater(GoldenRun run) {
        run.check(1, run.input(1).buffer(col("t"), 3));
    }

    @Golden("table.Table.ignore_late")
    void leavesOutLateRows(GoldenRun run) {
        run.check(1, run.input(1).ignoreLate(col("t"), 3));
    }

    @Golden("table.Table.forget")
    void forgetsTheRowsOfAJoin(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .forget(col("t"), 3)
                        .join(run.input(2), left("v").eq(right("v")))
                        .select(left("t"), left("v"), right("a")));
    }

    @Golden("table.Table.deduplicate")
    void keepsRowsThatDifferEnough(GoldenRun run) {
        Accept<Long> twoMore = (value, current) -> value >= current + 2;
        run.check(1, run.input(1).deduplicate(col("val"), twoMore));
        run.check(2, run.input(2).deduplicate(col("val"), col("instance"), twoMore));
    }

    @Golden("table.Table.sort")
    void findsNeighbours(GoldenRun run) {
        Table named = run.input(1).withIdFrom("name");
        run.check(1, named.plus(named.sort("age")));
        Table more = run.input(2).withIdFrom("name");
        run.check(2, more.plus(more.sort("age", "score")));
    }
}
