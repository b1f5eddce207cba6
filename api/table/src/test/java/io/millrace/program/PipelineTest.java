package io.millrace.program;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Reducers.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.BatchBuilder;
import io.millrace.debug.Debug;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.table.DataErrorException;
import io.millrace.table.Pipeline;
import io.millrace.table.RunningPipeline;
import io.millrace.table.Subscriber;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.value.RowView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
    private static final byte[] NO_POSITION = {};

    private final Table table = Debug.table("""
        id | k | v | time | diff
        1  | a | 1 | 2    | 1
        2  | b | 0 | 4    | 1
        1  | a | 1 | 4    | -1
        """);

    @Test
    void subscribersHearOfWholeEpochs() {
        List<String> heard = new ArrayList<>();
        Pipeline pipeline = Pipeline.create();
        pipeline.subscribe(table, new Subscriber() {
            @Override
            public void onChange(RowView row, long time, long diff) {
                heard.add(
                        row.id().toString().substring(0, 4) + row.get("k") + row.getLong(1) + "@" + time + "*" + diff);
            }

            @Override
            public void onTimeEnd(long time) {
                heard.add("end of " + time);
            }

            @Override
            public void onEnd() {
                heard.add("end");
            }
        });
        pipeline.run();
        assertEquals(List.of("^YYYa1@2*1", "end of 2", "^YYYa1@4*-1", "^Z3Qb0@4*1", "end of 4", "end"), heard);
    }

    @Test
    void aFailFastRunEndsWithTheFirstErrorTheOperatorAndTheLine() {
        Table divided = table.select(col("v").dividedBy(col("v")).as("one"));
        StackTraceElement here = new Throwable().getStackTrace()[0];
        Pipeline pipeline = Pipeline.create();
        pipeline.subscribe(divided, (row, time, diff) -> {});
        DataErrorException error = assertThrows(DataErrorException.class, pipeline::run);
        assertEquals("select", error.error().operator());
        assertTrue(
                error.getMessage().endsWith("(PipelineTest.java:" + (here.getLineNumber() - 1) + ")"),
                error.getMessage());
    }

    @Test
    void aRunThatKeepsGoingLogsErrorsAsRows() {
        Table divided = table.select(col("v").dividedBy(col("v")).as("one"));
        Pipeline pipeline = Pipeline.create().keepGoing();
        List<Object> values = new ArrayList<>();
        List<String> log = new ArrayList<>();
        pipeline.subscribe(divided, (row, time, diff) -> values.add(row.get(0)));
        pipeline.subscribe(
                pipeline.globalErrorLog(),
                (row, time, diff) -> log.add(row.get("operator_id") + " " + row.get("message")));
        pipeline.run();
        assertEquals(List.of(1.0, 1.0), values);
        assertEquals(2, log.size(), log.toString());
        assertTrue(log.contains("2 division by zero: 0.0 / 0.0"), log.toString());
        assertTrue(log.contains("-1 a row with an error in it is not given to the subscriber"), log.toString());
    }

    @Test
    void theErrorLogOfARunWithoutErrorsIsEmpty() {
        Pipeline pipeline = Pipeline.create().keepGoing();
        List<Object> log = new ArrayList<>();
        pipeline.subscribe(pipeline.globalErrorLog(), (row, time, diff) -> log.add(row.get("message")));
        pipeline.subscribe(table, (row, time, diff) -> {});
        pipeline.run();
        assertEquals(List.of(), log);
    }

    @Test
    void whatASubscriberThrowsEndsTheRun() {
        Pipeline pipeline = Pipeline.create();
        pipeline.subscribe(table, (row, time, diff) -> {
            throw new UnsupportedOperationException("no more");
        });
        IllegalStateException failure = assertThrows(IllegalStateException.class, pipeline::run);
        assertEquals("the pipeline failed: no more", failure.getMessage());
    }

    @Test
    void whatASourceThrowsEndsTheRun() {
        Pipeline pipeline = Pipeline.create();
        Table broken = pipeline.read(new Numbers("broken", null) {
            @Override
            public void run(SourceOutput output, byte[] position) throws Exception {
                throw new java.io.IOException("the disk is gone");
            }
        });
        pipeline.subscribe(broken, (row, time, diff) -> {});
        IllegalStateException failure = assertThrows(IllegalStateException.class, pipeline::run);
        assertEquals("the pipeline failed: the disk is gone", failure.getMessage());
    }

    @Test
    void aStartedPipelineIsWatchedAndClosed() throws Exception {
        CountDownLatch heard = new CountDownLatch(3);
        CountDownLatch never = new CountDownLatch(1);
        Pipeline pipeline = Pipeline.create().named("live").workers(1);
        Table numbers = pipeline.read(new Numbers("numbers", never));
        pipeline.subscribe(numbers, (row, time, diff) -> heard.countDown());
        try (RunningPipeline running = pipeline.start()) {
            heard.await();
            assertEquals(false, running.hasEnded());
            assertTrue(running.explain().contains("source numbers"), running.explain());
            assertEquals(0, running.progress().errors());
        }
    }

    @Test
    void progressCountsWhatWasPublished() {
        Pipeline pipeline = Pipeline.create();
        pipeline.subscribe(table, (row, time, diff) -> {});
        try (RunningPipeline running = pipeline.start()) {
            running.await();
            assertEquals(4, running.progress().epoch());
            assertEquals(2, running.progress().epochs());
            assertEquals(3, running.progress().rows());
            assertTrue(running.explain().contains("{3 rows out}"), running.explain());
        }
    }

    @Test
    void aRestartReplaysTheSameEpochs(@TempDir Path storage) {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        for (List<String> heard : List.of(first, second)) {
            Pipeline pipeline = Pipeline.create().persistentAt(storage);
            pipeline.subscribe(
                    table, (row, time, diff) -> heard.add(row.id() + " " + row.get("k") + " " + time + " " + diff));
            pipeline.run();
        }
        assertEquals(3, first.size());
        assertEquals(first, second);
    }

    @Test
    void storageOfAnotherProgramIsRefused(@TempDir Path storage) {
        Pipeline pipeline = Pipeline.create().persistentAt(storage);
        pipeline.subscribe(table, (row, time, diff) -> {});
        pipeline.run();
        Pipeline other = Pipeline.create().persistentAt(storage);
        other.subscribe(table.select("k"), (row, time, diff) -> {});
        assertThrows(IllegalStateException.class, other::run);
    }

    @Test
    void namesOfSourcesAndOutputsAreUnique() {
        Pipeline pipeline = Pipeline.create();
        pipeline.read(new Numbers("numbers", null));
        IllegalArgumentException twice =
                assertThrows(IllegalArgumentException.class, () -> pipeline.read(new Numbers("numbers", null)));
        assertTrue(twice.getMessage().startsWith("two sources are named numbers; give one of them another name"));
    }

    @Test
    void aPipelineThatWritesNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Pipeline.create().run());
    }

    @Test
    void explainShowsThePlanAtAllThreeSteps() {
        Table counted = table.filter(col("v").gt(0)).groupBy("k").reduce(col("k"), count().as("n"));
        String line = counted.node().origin().line().toString();
        assertEquals(
                """
                Logical plan
                [1] read rows of PipelineTest.java:LINE (k: str, v: int)
                [2] filter [1]: (v > 0)
                [3] group [2] by k: count()
                [4] reduce [3]: k, n = count()
                [5] write [4] to table 1

                Optimised plan
                [1] read rows of PipelineTest.java:LINE (k: str, v: int)  {pruned ids}
                [2] filter [1]: (v > 0)  {pruned ids}
                [3] group [2] by k: count()  {pruned ids}
                [4] reduce [3]: k, n = count()  {pruned ids}
                [5] write [4] to table 1

                Physical plan
                stage 1: source rows of PipelineTest.java:LINE
                stage 2: fused from stage 1, 1 step
                    [2] filter: keep where (v > 0)
                stage 3: group stage 2 by (k), exchanged by key: count()
                stage 4: fused from stage 3, 1 step
                    [4] reduce: k, count()
                stage 5: sink table 1 from stage 4
                """, Pipeline.create().explain(counted).replaceAll("PipelineTest.java:\\d+", "PipelineTest.java:LINE"));
        assertTrue(line.contains("PipelineTest.explainShowsThePlanAtAllThreeSteps"), line);
    }

    /** Emits 1, 2 and 3, and then stays open until asked to stop, or ends at once. */
    private static class Numbers implements Source {
        private final String name;
        private final CountDownLatch end;

        Numbers(String name, CountDownLatch end) {
            this.name = name;
            this.end = end;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Schema schema() {
            return Schema.builder().column("n", Type.INT64).build();
        }

        @Override
        public void run(SourceOutput output, byte[] position) throws Exception {
            try (BatchBuilder builder = output.newBuilder()) {
                for (long n = 1; n <= 3; n++) {
                    builder.column(0).appendLong(n);
                    if (builder.keys() != null) {
                        builder.keys().append128(0, n);
                    }
                    builder.endRow();
                }
                output.emit(builder.build(0, 0), NO_POSITION);
            }
            if (end != null) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    // The pipeline is being closed.
                    return;
                }
            }
        }
    }
}
