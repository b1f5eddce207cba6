package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import io.millrace.type.Schema;

/** Only what is asked for is computed. */
@GoldenFile("core/build_and_run.txt")
final class BuildAndRunTest {
    @Golden({"test_process_only_relevant_nodes", "test_process_relevant_nodes_and_debug_nodes"})
    void computesTablesThatAreAskedFor(GoldenRun run) {
        run.check(1, Table.empty(Schema.EMPTY).select());
    }

    @Golden("test_process_only_relevant_columns")
    void computesColumnsThatAreAskedFor(GoldenRun run) {
        Table result = run.input(1).filter(col("foo").le(42)).select("bar");
        String plan = Pipeline.create().explain(result);
        assertTrue(plan.contains("(foo: int, bar: str)  {pruned columns: baz"), plan);
        run.check(1, result);
    }

    @Golden("test_process_row_transformer_columns_if_needed")
    void computesAFunctionOfAColumn(GoldenRun run) {
        run.check(1, run.input(1).select(col("arg").plus(1).as("ret")));
        run.check(2, run.input(1).select("arg"));
    }

    @Golden("test_debug_datasource")
    void computesTwoTablesTogether(GoldenRun run) {
        run.check(1, run.input(1).copy(), run.input(1));
    }
}
