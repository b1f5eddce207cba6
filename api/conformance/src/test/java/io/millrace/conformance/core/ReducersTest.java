package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Reducers.any;
import static io.millrace.table.Reducers.argMax;
import static io.millrace.table.Reducers.argMin;
import static io.millrace.table.Reducers.countDistinct;
import static io.millrace.table.Reducers.countDistinctApproximate;
import static io.millrace.table.Reducers.countDistinctWithPrecision;
import static io.millrace.table.Reducers.max;
import static io.millrace.table.Reducers.min;
import static io.millrace.table.Reducers.statefulMany;
import static io.millrace.table.Reducers.statefulSingle;
import static io.millrace.table.Reducers.sum;
import static io.millrace.table.Reducers.udfReducer;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.debug.Change;
import io.millrace.debug.Debug;
import io.millrace.key.Pointer;
import io.millrace.reduce.RowCount;
import io.millrace.table.ColumnExpression;
import io.millrace.table.CustomAccumulator;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Reducers, those of the user among them. */
@GoldenFile("core/reducers.txt")
final class ReducersTest {
    private static final int ROWS = 100_000;

    /** Counts rows. */
    private static class Count implements CustomAccumulator<Long, Long> {
        @Override
        public Long fromRow(List<Object> row) {
            return 1L;
        }

        @Override
        public Long update(Long accumulator, Long other) {
            return accumulator + other;
        }

        @Override
        public Long result(Long accumulator) {
            return accumulator;
        }
    }

    /** Counts rows, and takes them back. */
    private static final class RetractableCount extends Count implements CustomAccumulator.Retractable<Long, Long> {
        @Override
        public Long neutral() {
            return 0L;
        }

        @Override
        public Long retract(Long accumulator, Long other) {
            return accumulator - other;
        }
    }

    @Golden("test_custom_count_static")
    void countsRowsOfTheUsers(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(col("pet"), udfReducer(Type.INT64, new Count()).as("cnt")));
    }

    @Golden("test_custom_count_dynamic")
    void countsAnewWhereRowsAreTakenBack(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(col("pet"), udfReducer(Type.INT64, new Count()).as("cnt")));
    }

    @Golden("test_custom_count_retract_dynamic")
    void takesRowsBack(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(
                                col("pet"),
                                udfReducer(Type.INT64, new RetractableCount()).as("cnt")));
    }

    @Golden("test_custom_count_null")
    void endsAGroupWithItsLastRow(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(udfReducer(Type.INT64, new Count()).as("cnt")));
    }

    @Golden("test_custom_count_retract_null")
    void endsAGroupWhoseRowsAreTakenBack(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(udfReducer(Type.INT64, new RetractableCount()).as("cnt")));
    }

    /** Counts, sums and sums of squares. */
    private record Moments(boolean isRoot) implements CustomAccumulator<double[], Double> {
        @Override
        public double[] fromRow(List<Object> row) {
            double value = ((Long) row.getFirst()).doubleValue();
            return new double[] {1, value, value * value};
        }

        @Override
        public double[] update(double[] accumulator, double[] other) {
            for (int i = 0; i < accumulator.length; i++) {
                accumulator[i] += other[i];
            }
            return accumulator;
        }

        @Override
        public Double result(double[] accumulator) {
            double mean = accumulator[1] / accumulator[0];
            return isRoot ? Math.sqrt(accumulator[2] / accumulator[0] - mean * mean) : mean;
        }
    }

    @Golden("test_custom_mean_stdev")
    void computesMeansAndDeviations(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(
                                col("pet"),
                                udfReducer(Type.FLOAT64, new Moments(false), "age")
                                        .as("mean"),
                                udfReducer(Type.FLOAT64, new Moments(true), "age")
                                        .as("stdev")));
    }

    /** Linear functions applied one to the result of the other, to 1 at first, in the order of the last argument. */
    private record Composition() implements CustomAccumulator<long[], Long> {
        @Override
        public long[] fromRow(List<Object> row) {
            return new long[] {(Long) row.get(0), (Long) row.get(1)};
        }

        @Override
        public long[] update(long[] accumulator, long[] other) {
            return new long[] {accumulator[0] * other[0], accumulator[1] * other[0] + other[1]};
        }

        @Override
        public Long result(long[] accumulator) {
            return accumulator[0] + accumulator[1];
        }

        @Override
        public Comparable<?> sortBy(List<Object> row) {
            return (Long) row.get(2);
        }
    }

    @Golden("test_custom_sorting")
    void takesRowsInTheUsersOrder(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("i")
                        .reduce(
                                col("i"),
                                udfReducer(Type.INT64, new Composition(), "a", "b", "t")
                                        .as("result")));
    }

    @Golden("test_stateful_single_nullary")
    void countsRowByRow(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(
                                col("pet"),
                                statefulSingle(
                                                Type.ANY,
                                                (Long state, List<Object> row) -> state == null ? 1 : state + 1)
                                        .as("cnt")));
    }

    @Golden("test_stateful_single_unary")
    void addsUpRowByRow(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(
                                col("pet"),
                                statefulSingle(
                                                Type.ANY,
                                                (Long state, List<Object> row) ->
                                                        (state == null ? 0 : state) + text(row),
                                                "owner")
                                        .as("lens")));
    }

    private static long text(List<Object> row) {
        return ((String) row.getFirst()).length();
    }

    @Golden("test_stateful_single_binary")
    void multipliesRowByRow(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(
                                col("pet"),
                                statefulSingle(
                                                Type.ANY,
                                                (Long state, List<Object> row) ->
                                                        (state == null ? 0 : state) + text(row) * (Long) row.get(1),
                                                "owner",
                                                "age")
                                        .as("lens")));
    }

    private static Long addUp(Long state, List<RowCount> rows, int kind) {
        long sum = state == null ? 0 : state;
        for (RowCount row : rows) {
            long one = kind == 0
                    ? 1
                    : kind == 1
                            ? text(row.values())
                            : text(row.values()) * (Long) row.values().get(1);
            sum += one * row.count();
        }
        return sum == 0 ? null : (Long) sum;
    }

    @Golden("test_stateful_many_nullary")
    void countsAnEpochsRows(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(
                                col("pet"),
                                statefulMany(Type.ANY, (Long state, List<RowCount> rows) -> addUp(state, rows, 0))
                                        .as("cnt")));
    }

    @Golden("test_stateful_many_unary")
    void addsUpAnEpochsRows(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(
                                col("pet"),
                                statefulMany(
                                                Type.ANY,
                                                (Long state, List<RowCount> rows) -> addUp(state, rows, 1),
                                                "owner")
                                        .as("lens")));
    }

    @Golden("test_stateful_many_binary")
    void multipliesAnEpochsRows(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("pet")
                        .reduce(
                                col("pet"),
                                statefulMany(
                                                Type.ANY,
                                                (Long state, List<RowCount> rows) -> addUp(state, rows, 2),
                                                "owner",
                                                "age")
                                        .as("lens")));
    }

    @Golden("test_non_append_only_reducers")
    void followsRowsThatAreTakenBack(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("instance")
                        .reduce(
                                col("instance"),
                                min("value").as("min"),
                                argMin("value", "source").as("source_min"),
                                max("value").as("max"),
                                argMax("value", "source").as("source_max"),
                                any("value").as("any"),
                                sum("value").as("sum_i"),
                                sum(run.name().contains("non")
                                                ? col("value").plus(0.5)
                                                : col("value").plus(0.2))
                                        .as("sum_f")));
    }

    @Golden("test_append_only_reducers")
    void keepsOneRowWhereNoneIsTakenBack(GoldenRun run) {
        run.withDigits(14);
        followsRowsThatAreTakenBack(run);
    }

    @Golden("test_reducers_on_partially_append_only_table")
    void followsAColumnThatChanges(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .groupBy("instance")
                        .reduce(
                                col("instance"),
                                min("value").as("min"),
                                argMin("value", "source").as("source_min"),
                                max("value").as("max"),
                                argMax("value", "source").as("source_max"),
                                any("value").as("any"),
                                sum("source").as("sum")));
    }

    @Golden("test_distinct")
    void countsDifferentRows(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .reduce(
                                countDistinct().as("empty"),
                                countDistinct("a").as("only_a"),
                                countDistinct("b").as("only_b"),
                                countDistinct("a", "b").as("both")));
    }

    @Golden("test_distinct_approximate")
    void countsAFewDifferentRowsExactly(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .reduce(
                                countDistinctApproximate().as("empty"),
                                countDistinctApproximate("a").as("only_a"),
                                countDistinctApproximate("b").as("only_b"),
                                countDistinctApproximate("a", "b").as("both")));
    }

    @Golden("test_float_sum_precision")
    void addsUpFloatsWithoutLoss(GoldenRun run) {
        run.check(1, run.input(1).reduce(sum("a").as("s")));
    }

    @Golden("test_distinct_approximation_quality")
    void countsManyDifferentRowsNearly(GoldenRun run) {
        int precision = Integer.parseInt(run.parameter());
        SplittableRandom random = new SplittableRandom(2);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            long group = random.nextLong(10);
            List<Object> row = List.of(group * ROWS + random.nextLong(ROWS / 10), group);
            changes.add(new Change(Pointer.of((long) i), row, 0, 1));
        }
        Schema schema = new Schema(List.of(Field.of("a", Type.INT64), Field.of("g", Type.INT64)), true);
        ColumnExpression error = col("exact").minus(col("near")).num().abs().dividedBy(col("exact"));
        run.check(
                1,
                Debug.tableFromChanges(schema, changes)
                        .groupBy("g")
                        .reduce(
                                countDistinct("a").as("exact"),
                                countDistinctWithPrecision(precision, "a").as("near"))
                        .reduce(sum(ifElse(error.lt(1.8 / Math.pow(2, precision / 2.0)), 1, 0))
                                .as("ok")));
    }
}
