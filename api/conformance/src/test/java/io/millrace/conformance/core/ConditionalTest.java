package io.millrace.conformance.core;

import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.cast;
import static io.millrace.table.Expressions.coalesce;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.require;
import static io.millrace.table.Expressions.unwrap;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.Map;

/** Casts, and expressions that choose. */
@GoldenFile("core/common.txt")
final class ConditionalTest {
    private static final ColumnExpression A = col("a");
    private static final ColumnExpression B = col("b");

    private static final Map<String, Type> CASTS = Map.ofEntries(
            Map.entry("from_0-to_0", Type.FLOAT64),
            Map.entry("from_1-to_1", Type.BOOL),
            Map.entry("from_2-to_2", Type.STRING),
            Map.entry("from_3-to_3", Type.INT64),
            Map.entry("from_4-to_4", Type.BOOL),
            Map.entry("from_5-to_5", Type.STRING),
            Map.entry("from_6-to_6", Type.INT64),
            Map.entry("from_7-to_7", Type.FLOAT64),
            Map.entry("from_8-to_8", Type.STRING),
            Map.entry("from_9-to_9", Type.INT64),
            Map.entry("from_10-to_10", Type.FLOAT64),
            Map.entry("from_11-to_11", Type.BOOL));

    @Golden("test_cast")
    void casts(GoldenRun run) {
        run.check(1, run.input(1).select(cast(CASTS.get(run.parameter()), A).as("a")));
    }

    @Golden("test_cast_optional")
    void castsOptionalValues(GoldenRun run) {
        run.check(
                1, run.input(1).select(cast(Type.optional(Type.FLOAT64), A).as("a")));
    }

    @Golden("test_lazy_coalesce")
    void evaluatesOnlyWhatIsChosen(GoldenRun run) {
        ColumnExpression col = col("col");
        run.check(1, run.input(1).select(coalesce(col, col.floorDividedBy(0)).as("col")));
    }

    @Golden("test_coalesce_optional_int_float")
    void coalescesIntsAndFloats(GoldenRun run) {
        run.check(1, run.input(1).select(coalesce(A, B).plus(0.5).as("res")));
    }

    @Golden("test_coalesce_errors_on_incompatible_types")
    void refusesToCoalesceIntsAndTexts(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(coalesce(A, B).as("res"))).saying("int", "str");
    }

    @Golden("test_require_01")
    void requiresADependency(GoldenRun run) {
        ColumnExpression sum = apply((Long a, Long b) -> a + b, Long.class, col("col1"), col("col2"));
        run.check(1, run.input(1).select(require(sum, col("col2")).as("sum")));
    }

    @Golden("test_if_else")
    void evaluatesTheBranchThatHolds(GoldenRun run) {
        run.check(1, run.input(1).select(ifElse(B.ne(0), A.floorDividedBy(B), 0).as("res")));
    }

    @Golden("test_if_else_int_float")
    void choosesBetweenIntAndFloat(GoldenRun run) {
        run.check(1, run.input(1).select(ifElse(A.gt(2), A, B).plus(0.1).as("res")));
    }

    @Golden("test_if_else_optional_int_float")
    void choosesBetweenOptionalIntAndFloat(GoldenRun run) {
        run.check(1, run.input(1).select(ifElse(col("c"), A, B).as("res")));
    }

    @Golden("test_if_else_errors_on_incompatible_types")
    void refusesToChooseBetweenIntAndText(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(ifElse(A.gt(2), A, B).as("res")))
                .saying("int", "str");
    }

    @Golden("test_unwrap")
    void unwrapsWhatAFilterLeft(GoldenRun run) {
        Table input = run.input(1);
        run.check(
                1,
                input.filter(input.col("foo").isNotNone())
                        .select(unwrap(col("foo")).as("ret")));
    }

    @Golden("test_unwrap_with_nones")
    void refusesToUnwrapNone(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(unwrap(col("foo")).as("ret"))).saying("None");
    }
}
