package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Reducers.count;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.debug.Change;
import io.millrace.debug.Debug;
import io.millrace.debug.PrintOptions;
import io.millrace.key.Pointer;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.List;
import java.util.stream.LongStream;

/** Streams of changes come out as they went in, and comparisons see when they do not. */
@GoldenFile("core/streaming_test_utils.txt")
final class StreamingToolsTest {
    @Golden({
        "test_assert_stream_equality",
        "test_assert_table_revisions_equality_with_id",
        "test_assert_table_revisions_equality_with_id_multiple_workers",
        "test_raises_when_not_equal_1",
        "test_raises_when_not_equal_2",
        "test_assert_stream_split_into_groups",
        "test_assert_stream_split_into_groups_does_not_allow_different_lengths",
        "test_assert_stream_split_into_groups_does_not_allow_different_vales",
        "test_assert_stream_split_into_groups_does_not_allow_repetitions",
        "test_assert_stream_split_into_groups_raises",
        "test_assert_stream_split_into_groups_wo_index",
        "test_assert_stream_split_into_groups_wo_index_raises"
    })
    void givesTheChangesThatWentIn(GoldenRun run) {
        run.check(1, run.input(1));
    }

    @Golden("test_raises_when_schemas_dont_match")
    void refusesToCompareOtherColumns(GoldenRun run) {
        run.isNotInput(1, run.input(1), 2);
    }

    @Golden("test_compute_and_print")
    void printsTheRowsThatAreLeft(GoldenRun run) {
        run.check(1, run.input(1));
        assertEquals("a\n0\n2\n2\n", Debug.text(run.input(1), PrintOptions.defaults().withoutId()));
    }

    @Golden("test_compute_and_print_update_stream")
    void printsAllChanges(GoldenRun run) {
        run.check(1, run.input(1));
        assertEquals("""
                a | __time__ | __diff__
                0 | 2        | 1
                1 | 4        | 1
                2 | 4        | 1
                1 | 6        | -1
                2 | 6        | 1
                """, Debug.updateStreamText(run.input(1), PrintOptions.defaults().withoutId()));
    }

    @Golden({"test_stream_success", "test_stream_test_util_should_fail_empty_final_state"})
    void countsAStream(GoldenRun run) {
        Schema schema = Schema.builder()
                .column("number", Type.INT64)
                .column("parity", Type.INT64)
                .build();
        List<Change> changes = LongStream.rangeClosed(1, 15)
                .mapToObj(i -> new Change(Pointer.of(i), List.of(i, i % 2), 2 * i, 1))
                .toList();
        Table numbers = Debug.tableFromChanges(schema, changes);
        run.check(1, numbers.groupBy("parity").reduce(col("parity"), count().as("cnt")));
    }

    @Golden({"test_csv_pathway_checker_1", "test_csv_pathway_checker_2"})
    void tellsTablesApart(GoldenRun run) {
        for (int step = 1; step <= 4; step++) {
            run.check(step, run.input(2));
        }
    }

    @Golden("test_csv_pathway_checker_3")
    void tellsTablesWithRetractionsApart(GoldenRun run) {
        for (int step = 1; step <= 3; step++) {
            run.check(step, run.input(2));
        }
    }
}
