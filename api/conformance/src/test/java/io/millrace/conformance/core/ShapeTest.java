package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.id;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.util.Map;

/** Tables put together, taken apart and renamed. */
@GoldenFile("core/common.txt")
final class ShapeTest {
    @Golden({"test_concat", "test_concat_reversed_columns"})
    void concatenatesWithNewIds(GoldenRun run) {
        run.check(1, run.input(1).concatReindex(run.input(2)));
    }

    @Golden("test_concat_unsafe")
    void concatenatesTablesPromisedToBeDisjoint(GoldenRun run) {
        Table second = run.input(2);
        run.check(1, run.input(1).promiseUniversesAreDisjoint(second).concat(second));
    }

    @Golden("test_concat_unsafe_collision")
    void refusesToConcatenateTablesThatMayShareIds(GoldenRun run) {
        run.refuses(1, () -> run.input(1).concat(run.input(2))).saying("concatReindex");
    }

    @Golden({"test_flatten"})
    void flattensArrays(GoldenRun run) {
        run.check(1, run.input(1).flatten("array"));
    }

    @Golden("test_flatten_multidimensional")
    void flattensTheFirstDimensionOfArrays(GoldenRun run) {
        run.check(1, run.input(1).flatten("array"));
    }

    @Golden("test_flatten_string")
    void flattensTextsToCharacters(GoldenRun run) {
        run.check(1, run.input(1).flatten("string"));
    }

    @Golden("test_flatten_explode")
    void repeatsTheOtherColumns(GoldenRun run) {
        boolean isInt = run.parameter().startsWith("int");
        int factor = run.parameter().endsWith("-2") ? -2 : 1;
        Type type = isInt ? Type.INT64 : Type.FLOAT64;
        run.check(
                1,
                run.input(1)
                        .flatten("array")
                        .withColumns(col("other").cast(type).times(factor).as("other")));
    }

    @Golden("test_flatten_incorrect_type")
    void refusesToFlattenNumbers(GoldenRun run) {
        run.refuses(1, () -> run.input(1).flatten("a")).saying("int", "column a");
    }

    @Golden({"test_rename_columns_1", "test_rename_with_kwargs"})
    void putsRenamedColumnsLast(GoldenRun run) {
        run.check(1, run.input(1).rename(Map.of("pet", "animal", "age", "winters")));
    }

    @Golden("test_rename_columns_2")
    void swapsTheNamesOfColumns(GoldenRun run) {
        run.check(1, run.input(1).rename(Map.of("pet", "age", "age", "pet")));
    }

    @Golden({"test_rename_by_dict", "test_rename_with_dict"})
    void renamesAllColumns(GoldenRun run) {
        run.check(1, run.input(1).rename(Map.of("t0", "col_0", "t1", "col_1", "t2", "col_2")));
    }

    @Golden("test_rename_columns_unknown_column_name")
    void refusesToRenameAnUnknownColumn(GoldenRun run) {
        run.refuses(1, () -> run.input(1).rename(Map.of("animal", "pet", "location", "habitat")))
                .saying("no column", "[pet, owner, age]");
    }

    @Golden("test_drop_columns")
    void dropsColumns(GoldenRun run) {
        run.check(1, run.input(1).without("pet", "age", "owner"));
    }

    @Golden("test_filter_no_columns")
    void keepsRowsWithoutColumns(GoldenRun run) {
        Table input = run.input(1).select();
        run.check(1, input.filter(id().eq(id())));
    }

    @Golden("test_filter_different_universe")
    void refusesAConditionOnOtherRows(GoldenRun run) {
        Table wrong = run.input(2);
        run.refuses(1, () -> run.input(1).filter(wrong.col("bool"))).saying("column bool", "other rows");
    }

    @Golden("test_error_when_changing_incompatible_types")
    void refusesToDeclareAnUnrelatedType(GoldenRun run) {
        Table empty = Table.empty(
                io.millrace.type.Schema.builder().column("foo", Type.INT64).build());
        run.refuses(1, () -> empty.updateTypes(Map.of("foo", Type.STRING))).saying("int", "str", "foo");
    }
}
