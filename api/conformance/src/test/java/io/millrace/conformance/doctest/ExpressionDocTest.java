package io.millrace.conformance.doctest;

import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.cast;
import static io.millrace.table.Expressions.coalesce;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.fillError;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.makeTuple;
import static io.millrace.table.Expressions.require;
import static io.millrace.table.Expressions.unwrap;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;

/** The documentation's examples of expressions. */
@GoldenFile(value = "doctest/internals.txt", prefix = "pathway.internals.")
final class ExpressionDocTest {
    private static final ColumnExpression A = col("a");
    private static final ColumnExpression B = col("b");
    private static final ColumnExpression COL_A = col("colA");
    private static final ColumnExpression COL_B = col("colB");
    private static final ColumnExpression TUP = col("tup");
    private static final ColumnExpression DATA = col("data");

    @Golden({"common.apply", "common.apply_with_type"})
    void appliesAFunction(GoldenRun run) {
        ColumnExpression joined =
                apply((String owner, String pet) -> owner + pet, String.class, col("owner"), col("pet"));
        run.check(1, run.input(1).select(joined.as("col")));
    }

    @Golden("common.cast")
    void casts(GoldenRun run) {
        run.check(1, run.input(1));
        run.check(2, run.input(1).select(cast(Type.FLOAT64, col("val")).as("val")));
    }

    @Golden("common.coalesce")
    void coalesces(GoldenRun run) {
        run.check(1, run.input(1).select(COL_A, COL_B, coalesce(COL_A, COL_B).as("col")));
    }

    @Golden("common.require")
    void requires(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(
                                COL_A,
                                COL_B,
                                require(COL_A.plus(COL_B), COL_A, COL_B).as("col")));
    }

    @Golden("common.if_else")
    void chooses(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(ifElse(COL_B.ne(0), COL_A.floorDividedBy(COL_B), 0)
                                .as("res")));
    }

    @Golden("common.make_tuple")
    void makesTuples(GoldenRun run) {
        run.check(1, run.input(1).select(makeTuple(A, B, col("c")).as("res")));
    }

    @Golden("common.unwrap")
    void unwraps(GoldenRun run) {
        Table filtered = run.input(1).filter(COL_A.lt(3));
        run.check(1, run.input(1));
        run.check(2, filtered);
        run.check(3, filtered.select(unwrap(COL_B).as("colB")));
    }

    @Golden("common.fill_error")
    void replacesErrors(GoldenRun run) {
        run.keepGoing();
        Table withErrors = run.input(1).withColumns(A.floorDividedBy(B).as("c"));
        run.check(1, withErrors);
        run.check(2, withErrors.withColumns(fillError(col("c"), -1).as("c")));
    }

    @Golden("common.table_transformer")
    void checksWhatAFunctionTakesAndGives(GoldenRun run) {
        Schema taken = Schema.builder()
                .column("A", Type.INT64)
                .column("B", Type.INT64)
                .build();
        Schema given = Schema.builder()
                .column("A", Type.INT64)
                .column("B", Type.INT64)
                .column("C", Type.INT64)
                .build();
        Table result = run.input(1)
                .requireSchema(taken)
                .withColumns(col("A").plus(col("B")).as("C"))
                .requireSchema(given);
        run.check(1, result);
    }

    @Golden("expression.ColumnExpression.__getitem__")
    void takesElements(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .withColumns(makeTuple(A, B).as("tup"))
                        .select(
                                TUP.at(0).as("x"),
                                TUP.at(-1).as("y"),
                                TUP.at(col("c")).as("z")));
    }

    @Golden("expression.ColumnExpression.get")
    void takesElementsOrDefaults(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .withColumns(makeTuple(A, B).as("tup"))
                        .select(
                                TUP.get(1).as("x"),
                                TUP.get(3).as("y"),
                                TUP.get(col("c")).as("z"),
                                TUP.get(col("c"), 100).as("t")));
    }

    @Golden("expression.ColumnExpression.is_none")
    void findsNone(GoldenRun run) {
        run.check(1, run.input(1).withColumns(col("pet").isNone().as("has_no_pet")));
    }

    @Golden("expression.ColumnExpression.is_not_none")
    void findsValues(GoldenRun run) {
        run.check(1, run.input(1).withColumns(col("pet").isNotNone().as("has_pet")));
    }

    @Golden("expression.ColumnExpression.to_string")
    void printsValues(GoldenRun run) {
        run.check(1, run.input(1));
        run.check(
                2,
                run.input(1)
                        .select(col("val").asText().as("val"))
                        .select(col("val").plus("a").as("val")));
    }

    @Golden("expression.ColumnExpression.as_int")
    void readsIntsOfJson(GoldenRun run) {
        run.check(1, run.input(1).select(DATA.get("value").asInt().as("result")));
    }

    @Golden("expression.ColumnExpression.as_float")
    void readsFloatsOfJson(GoldenRun run) {
        run.check(1, run.input(1).select(DATA.get("value").asFloat().as("result")));
    }

    @Golden("expression.ColumnExpression.as_str")
    void readsTextsOfJson(GoldenRun run) {
        run.check(1, run.input(1).select(DATA.get("value").asStr().as("result")));
    }

    @Golden("expression.ColumnExpression.as_bool")
    void readsTruthsOfJson(GoldenRun run) {
        run.check(1, run.input(1).select(DATA.get("value").asBool().as("result")));
    }

    @Golden("json.Json.as_int")
    void unwrapsIntsOfJson(GoldenRun run) {
        run.check(1, run.input(1).select(unwrap(DATA.at("value").asInt()).as("result")));
    }

    @Golden("json.Json.as_float")
    void unwrapsFloatsOfJson(GoldenRun run) {
        run.check(1, run.input(1).select(unwrap(DATA.at("value").asFloat()).as("result")));
    }

    @Golden("json.Json.as_str")
    void unwrapsTextsOfJson(GoldenRun run) {
        run.check(1, run.input(1).select(unwrap(DATA.at("value").asStr()).as("result")));
    }

    @Golden("json.Json.as_bool")
    void unwrapsTruthsOfJson(GoldenRun run) {
        run.check(1, run.input(1).select(unwrap(DATA.at("value").asBool()).as("result")));
    }

    @Golden("json.Json.as_list")
    void takesAnElementOfAJsonArray(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(unwrap(DATA.at("value").at(2).asInt()).as("result")));
    }

    @Golden({"udfs.executors.sync_executor"})
    void appliesASlowFunction(GoldenRun run) {
        run.check(1, run.input(1).select(apply((Long a, Long b) -> a * b, Long.class, A, B).as("res")));
    }

    @Golden("udfs.UDF")
    void appliesAFunctionWithAConstant(GoldenRun run) {
        double exponent = 1.5;
        ColumnExpression power = apply(
                (Long a, Long b) -> Math.round(Math.pow(a * b, exponent) * 100) / 100.0, Double.class, A, B);
        run.check(1, run.input(1).select(power.as("result")));
    }

}
