package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.instance;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.leftId;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Expressions.rightId;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.Table;

/** Tables as streams of their changes and back, and joins on the shard of an instance. */
@GoldenFile("core/common.txt")
final class StreamsTest {
    @Golden("test_table_to_stream")
    void saysWhatChanges(GoldenRun run) {
        run.check(1, run.input(1).toStream());
        run.check(2, run.input(1).toStream().streamToTable("is_upsert"));
    }

    @Golden("test_stream_to_table")
    void makesATableOfUpserts(GoldenRun run) {
        run.refuses(1, () -> run.input(1).withColumns(col("a").as("is_upsert")).streamToTable("is_upsert"))
                .saying("the condition of streamToTable is int");
        run.check(2, run.input(1).streamToTable("is_upsert"));
    }

    @Golden("test_from_streams")
    void makesATableOfTwoStreams(GoldenRun run) {
        run.check(1, Table.fromStreams(run.input(1), run.input(2)));
    }

    @Golden("test_assert_append_only")
    void failsWhereARowIsTakenBack(GoldenRun run) {
        run.refuses(1, () -> run.input(1).assertAppendOnly()).saying("^3CZ78B48PASGNT231ZECWPER90", "diff=-1");
        run.check(2, run.input(1).filter(col("a").ne(3)).assertAppendOnly());
    }

    @Golden("test_join_instance")
    void joinsOnTheShardOfAnInstance(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .join(
                                run.input(2),
                                left("owner").eq(right("owner")),
                                instance(left("instance").eq(right("instance"))))
                        .select(
                                right("owner").as("owner_name"),
                                leftId().as("L"),
                                rightId().as("R"),
                                left("age")));
    }
}
