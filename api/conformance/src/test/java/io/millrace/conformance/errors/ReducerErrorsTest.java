package io.millrace.conformance.errors;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.fillError;
import static io.millrace.table.Expressions.lit;
import static io.millrace.table.Reducers.avg;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.min;
import static io.millrace.table.Reducers.statefulSingle;
import static io.millrace.table.Reducers.sum;
import static io.millrace.table.Reducers.unique;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.Accept;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Errors that reducers and deduplicating meet. */
@GoldenFile("errors/errors.txt")
final class ReducerErrorsTest {
    private static final Map<String, String> WORDS = Map.of(
            "division by zero", "division by zero",
            "ValueError: Value 2", "Value 2 encountered",
            "ValueError: encountered 4", "encountered 4",
            "Error value encountered in deduplicate", "deduplicate");
    private static final Accept<Long> GREATER = (value, current) -> value > current;

    private static Table divided(GoldenRun run) {
        return run.input(1)
                .withColumns(
                        col("b").floorDividedBy(col("d")).as("b"),
                        col("c").dividedBy(col("e")).as("c"));
    }

    private static ColumnExpression[] reducers(UnaryOperator<ColumnExpression> filled) {
        return new ColumnExpression[] {
            filled.apply(sum("b")).as("i_sum"),
            filled.apply(avg("b")).as("i_avg"),
            filled.apply(min("b")).as("i_min"),
            filled.apply(sum("c")).as("f_sum"),
            filled.apply(avg("c")).as("f_avg"),
            filled.apply(min("c")).as("f_min"),
            count().as("cnt"),
            filled.apply(statefulSingle(
                            Type.INT64,
                            (Long state, List<Object> row) -> (state == null ? 0 : state) + (Long) row.getFirst(),
                            "b"))
                    .as("st_sum")
        };
    }

    private static ColumnExpression[] withKey(ColumnExpression... reducers) {
        ColumnExpression[] all = new ColumnExpression[reducers.length + 1];
        all[0] = col("a");
        System.arraycopy(reducers, 0, all, 1, reducers.length);
        return all;
    }

    @Golden("test_groupby_skip_errors")
    void leavesErrorsOut(GoldenRun run) {
        run.checkWithErrors(1, divided(run).groupBy("a").reduce(withKey(reducers(reducer -> reducer))), 2, WORDS);
    }

    @Golden("test_groupby_propagate_errors")
    void givesErrorsForErrors(GoldenRun run) {
        run.checkWithErrors(
                1,
                divided(run)
                        .groupBy("a")
                        .skipErrors(false)
                        .reduce(withKey(reducers(reducer -> fillError(reducer, -1)))),
                2,
                WORDS);
    }

    /** A fold that met an error gives a value again when the error goes, as the other reducers do; Pathway's never does. */
    @Golden("test_groupby_recovers_from_errors")
    void recoversWhenErrorsGo(GoldenRun run) {
        run.keepGoing();
        run.differs(
                1,
                divided(run)
                        .groupBy(lit(0).as("all"))
                        .skipErrors(false)
                        .reduce(reducers(reducer -> fillError(reducer, -1))),
                """
                i_sum | i_avg | i_min | f_sum | f_avg | f_min | cnt | st_sum | __time__ | __diff__
                1     | 1.0   | 1     | 1.5   | 1.5   | 1.5   | 1   | 1      | 2        | 1
                1     | 1.0   | 1     | 1.5   | 1.5   | 1.5   | 1   | 1      | 4        | -1
                -1    | -1.0  | -1    | 4.0   | 2.0   | 1.5   | 2   | -1     | 4        | 1
                -1    | -1.0  | -1    | 4.0   | 2.0   | 1.5   | 2   | -1     | 6        | -1
                -1    | -1.0  | -1    | -1.0  | -1.0  | -1.0  | 3   | -1     | 6        | 1
                -1    | -1.0  | -1    | -1.0  | -1.0  | -1.0  | 3   | -1     | 8        | -1
                4     | 2.0   | 1     | -1.0  | -1.0  | -1.0  | 2   | 4      | 8        | 1
                4     | 2.0   | 1     | -1.0  | -1.0  | -1.0  | 2   | 4      | 10       | -1
                1     | 1.0   | 1     | 1.5   | 1.5   | 1.5   | 1   | -1     | 10       | 1
                """);
    }

    @Golden("test_groupby_stateful_with_error")
    void givesAnErrorWhereAFunctionFails(GoldenRun run) {
        ColumnExpression sum = statefulSingle(
                Type.INT64,
                (Long state, List<Object> row) -> {
                    if (row.getFirst().equals(2L)) {
                        throw new IllegalArgumentException("Value 2 encountered");
                    }
                    return (state == null ? 0 : state) + (Long) row.getFirst();
                },
                "b");
        run.checkWithErrors(
                1, run.input(1).groupBy("a").reduce(col("a"), fillError(sum, -1).as("b")), 2, WORDS);
    }

    @Golden("test_unique_reducer")
    void givesAnErrorForTwoValues(GoldenRun run) {
        run.keepGoing();
        run.check(1, run.input(1).reduce(fillError(unique("a"), -1).as("a")));
    }

    @Golden("test_deduplicate_with_error_in_instance")
    void leavesOutRowsWithErrorsInAnInstance(GoldenRun run) {
        run.checkWithErrors(1, run.input(1).deduplicate(col("a"), lit(2).dividedBy(col("b")), GREATER), 2, WORDS);
    }

    @Golden("test_deduplicate_with_error_in_value")
    void leavesOutErrors(GoldenRun run) {
        run.keepGoing();
        run.check(
                1,
                run.input(1).select(col("a").floorDividedBy(col("b")).as("a")).deduplicate(col("a"), GREATER));
    }

    @Golden("test_deduplicate_with_error_in_acceptor")
    void leavesOutWhatAnAcceptorFailsAt(GoldenRun run) {
        Accept<Long> failing = (value, current) -> {
            if (value == 4) {
                throw new IllegalArgumentException("encountered 4");
            }
            return value > current;
        };
        run.checkWithErrors(1, run.input(1).deduplicate(col("a"), failing), 2, WORDS);
    }
}
