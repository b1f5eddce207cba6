package io.millrace.conformance.core;

import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.cast;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.lit;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.type.Type;
import java.nio.charset.StandardCharsets;

/** Columns keep the types that a schema gives them. */
@GoldenFile("core/types.txt")
final class TypesTest {
    private static final ColumnExpression[] DOUBLED = {
        lit(2).times(col("float_num")).as("test1"),
        lit(2).times(col("should_be_float_num")).as("test2")
    };

    @Golden("test_markdown_type_float")
    void computesWithFloatsWrittenAsInts(GoldenRun run) {
        run.check(1, run.input(1).withColumns(DOUBLED));
    }

    @Golden("test_markdown_type_optional_float")
    void narrowsOptionalFloatsByAFilter(GoldenRun run) {
        Table present = run.input(1).filter(col("should_be_float_num").isNotNone());
        run.check(1, present.withColumns(DOUBLED));
    }

    @Golden("test_markdown_type_bytes")
    void decodesBytes(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .withColumns(apply(
                                        (byte[] it) -> new String(it, StandardCharsets.UTF_8),
                                        String.class,
                                        col("text_bytes"))
                                .as("bytes_as_text")));
    }

    @Golden("test_markdown_type_str")
    void readsNumbersOfTexts(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .withColumns(
                                col("number_as_string").plus("a").as("ext_str"),
                                cast(Type.INT64, col("number_as_string"))
                                        .plus(1)
                                        .as("converted_to_int")));
    }
}
