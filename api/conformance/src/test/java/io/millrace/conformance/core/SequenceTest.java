package io.millrace.conformance.core;

import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.lit;
import static io.millrace.table.Expressions.makeTuple;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Tuples, lists and arrays, made and taken apart. */
@GoldenFile("core/common.txt")
final class SequenceTest {
    private static final ColumnExpression A = col("a");
    private static final ColumnExpression B = col("b");
    private static final ColumnExpression C = col("c");
    private static final ColumnExpression TUP = col("tup");

    @Golden("test_make_tuple")
    void makesTuples(GoldenRun run) {
        run.check(1, run.input(1).select(makeTuple(A.times(2), B, C).as("zip_column")));
    }

    @Golden("test_sequence_get_unchecked_fixed_length")
    void takesElementsByConstants(GoldenRun run) {
        Table tuples = run.input(1).select(makeTuple(col("i"), col("s")).as("tup"));
        run.check(1, tuples.select(TUP.at(0).as("i"), TUP.at(1).as("s")));
    }

    @Golden("test_sequence_get_unchecked_fixed_length_dynamic_index_2")
    void takesElementsByAColumn(GoldenRun run) {
        run.check(1, pairs(run).select(TUP.at(C).as("r")));
    }

    @Golden("test_sequence_get_checked_fixed_length_dynamic_index")
    void takesElementsThatMayBeMissing(GoldenRun run) {
        run.check(1, pairs(run).select(TUP.get(C).as("r")));
    }

    private static Table pairs(GoldenRun run) {
        return run.input(1).select(makeTuple(A, B).as("tup"), C);
    }

    @Golden({"test_sequence_get_unchecked_variable_length", "test_sequence_get_unchecked_variable_length_untyped"})
    void countsNegativeIndexesFromTheEnd(GoldenRun run) {
        run.check(1, lists(run).select(TUP.at(2).as("x"), TUP.at(-3).as("y")));
    }

    @Golden("test_sequence_get_checked_variable_length")
    void givesNoneForMissingElements(GoldenRun run) {
        run.check(1, lists(run).select(TUP.get(1).as("x"), TUP.get(-1).as("y")));
    }

    @Golden("test_sequence_get_unchecked_variable_length_errors")
    void refusesAnIndexBehindTheEnd(GoldenRun run) {
        run.refuses(1, () -> lists(run).select(TUP.at(1).as("x"))).saying("index", "1");
    }

    /** The numbers from {@code a} down to 1. */
    private static Table lists(GoldenRun run) {
        return run.input(1)
                .select(apply(
                                arguments -> {
                                    long n = (Long) arguments[0];
                                    return LongStream.range(0, n).map(i -> n - i).boxed().toList();
                                },
                                Type.list(Type.INT64),
                                A)
                        .as("tup"));
    }

    @Golden("test_sequence_get_unchecked_fixed_length_errors")
    void refusesAnIndexThatTheTypeExcludes(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(makeTuple(A, B).as("tup")).select(TUP.at(2).as("i")))
                .saying("2", "tuple[int, int]");
    }

    @Golden("test_sequence_get_checked_fixed_length_errors")
    void givesTheDefaultForAnIndexThatTheTypeExcludes(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .withColumns(makeTuple(A, B).as("tup"))
                        .select(TUP.get(2, C).as("c")));
    }

    @Golden("test_sequence_get_from_1d_ndarray")
    void takesElementsOfArrays(GoldenRun run) {
        ColumnExpression index = col(run.parameter().contains("index0") ? "index_pos" : "index_neg");
        takes(run, index, run.parameter().endsWith("int") ? Type.INT64 : Type.FLOAT64);
    }

    @Golden("test_sequence_get_from_2d_ndarray")
    void takesRowsOfArrays(GoldenRun run) {
        ColumnExpression index = lit(run.parameter().contains("--1-") ? -1 : 1);
        takes(run, index, new Type.Tensor(run.parameter().endsWith("int") ? Type.INT64 : Type.FLOAT64, 1));
    }

    /** A checked element is None where there is none, so the column is optional. */
    private static void takes(GoldenRun run, ColumnExpression index, Type element) {
        if (run.parameter().startsWith("True")) {
            run.differsInTypes(
                    1, run.input(1).select(A.get(index).as("a")), Map.of("a", Type.optional(element)));
        } else {
            run.check(1, run.input(1).select(A.at(index).as("a")));
        }
    }

    @Golden("test_sequence_get_from_1d_ndarray_default")
    void givesTheDefaultForMissingElementsOfArrays(GoldenRun run) {
        run.check(1, run.input(1).select(A.get(col("index"), -1).as("a")));
    }

    @Golden("test_sequence_get_from_1d_ndarray_out_of_bounds")
    void refusesAnIndexBehindTheEndOfAnArray(GoldenRun run) {
        run.refuses(1, () -> run.input(1).select(A.at(col("index")).as("a"))).saying("index");
    }

    @Golden("test_python_tuple_select")
    void makesTuplesOfColumnsAndConstants(GoldenRun run) {
        Table input = run.input(1);
        Table byName = input.select(makeTuple(A, B).as("c"), makeTuple(A, 2).as("d"));
        Table byTable = input.select(
                makeTuple(input.col("a"), B).as("c"), makeTuple(input.col("a"), 2).as("d"));
        Table byBoth = input.select(makeTuple(A, input.col("b")).as("c"), makeTuple(A, 2).as("d"));
        run.check(1, byName);
        run.check(2, byTable);
        run.check(3, byBoth);
    }

    @Golden("test_python_tuple_comparison")
    void comparesTuples(GoldenRun run) {
        ColumnExpression ab = makeTuple(A, B);
        ColumnExpression ba = makeTuple(B, A);
        run.check(
                1,
                run.input(1)
                        .select(
                                ab.lt(ba).as("x"),
                                ab.lt(ba).as("y"),
                                ab.gt(ba).as("z"),
                                ab.gt(ba).as("t"),
                                ab.eq(ba).as("e"),
                                ab.ne(ba).as("n")));
    }

    @Golden("test_python_tuple_inside_udf")
    void passesTuplesToFunctions(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(apply(
                                        (List<Long> x) ->
                                                x.stream().mapToLong(it -> it).sum(),
                                        Long.class,
                                        makeTuple(A, C, B))
                                .as("s")));
    }

    @Golden("test_python_tuple_if_else")
    void choosesBetweenTuples(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .select(ifElse(A.eq(1), makeTuple(B, C), makeTuple(C, B))
                                .get(0)
                                .as("z")));
    }
}
