package io.millrace.conformance.errors;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.fillError;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.table.Udf;
import java.util.Map;

/** Errors of functions. */
@GoldenFile("errors/errors.txt")
final class FunctionErrorsTest {
    private static final ColumnExpression A = col("a");
    private static final Map<String, String> WORDS =
            Map.of("TypeError: cannot create an object", "the function returned what it must not");

    @Golden("test_udf_return_type")
    void refusesResultsOfAnotherType(GoldenRun run) {
        Udf udf = Udf.of((Long a) -> a % 2 == 0 ? a + "x" : (Object) a).returning(String.class);
        Table called = run.input(1).select(udf.apply(A).as("a"));
        run.checkWithErrors(1, called.select(fillError(A, "xx").as("a")), 2, WORDS);
    }
}
