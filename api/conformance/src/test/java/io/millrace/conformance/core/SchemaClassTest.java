package io.millrace.conformance.core;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;

/** Schemas that say too little or two things. */
@GoldenFile("core/schema.txt")
final class SchemaClassTest {
    @Golden("test_schema_no_annotation")
    void refusesAColumnWithoutAType(GoldenRun run) {
        run.compilerRefuses(1, "io.millrace.type.Schema.builder().column(\"a\")");
    }

    @Golden("test_schema_type_inconsistency_error")
    void refusesAColumnOfTwoTypes(GoldenRun run) {
        run.compilerRefuses(
                1, "io.millrace.type.Field.of(\"a\", io.millrace.type.Type.INT64, io.millrace.type.Type.STRING)");
    }

    @Golden("test_schema_column_definition_error")
    void refusesAValueInThePlaceOfAColumn(GoldenRun run) {
        run.compilerRefuses(1, "io.millrace.type.Schema.of(1)");
    }
}
