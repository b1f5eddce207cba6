package io.millrace.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.fixture.Change;
import io.millrace.fixture.RowZSet;
import io.millrace.keyed.UpsertOperator;
import io.millrace.port.Operator;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ExecutionTest {
    private static final Schema NUMBERS =
            Schema.builder().column("n", Type.INT64).build();

    private static RunSettings settings(int workers) {
        return RunSettings.of(
                        error -> {
                            throw new IllegalStateException(error.message());
                        },
                        1L << 30)
                .withWorkers(workers)
                .withBatchRows(64);
    }

    /** A source that runs the test's own code. */
    private record Scripted(String name, boolean hasOwnTimes, Script script) implements Source {
        @FunctionalInterface
        interface Script {
            void run(SourceOutput output) throws Exception;
        }

        @Override
        public Schema schema() {
            return NUMBERS;
        }

        @Override
        public void run(SourceOutput output, byte[] position) throws Exception {
            script.run(output);
        }
    }

    private static void emit(SourceOutput output, long epoch, long... numbers) {
        try (BatchBuilder builder = output.newBuilder()) {
            for (long number : numbers) {
                builder.column(0).appendLong(number);
                builder.endRow();
            }
            output.emit(builder.build(epoch, 0), null);
        }
    }

    private static RowZSet numbers(long... numbers) {
        RowZSet rows = new RowZSet();
        for (long number : numbers) {
            rows.add(Change.row(number), 1);
        }
        return rows;
    }

    private static CollectingSink run(int workers, Source... sources) throws Exception {
        Dataflow dataflow = new Dataflow();
        CollectingSink sink = new CollectingSink();
        int[] ids = new int[sources.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = dataflow.source(sources[i], false);
        }
        int all = dataflow.operator("concat", (context, output) -> (input, batch) -> output.push(batch), ids);
        int spread = dataflow.exchange("by n", new Partitioning.ByColumns(List.of(0)), all);
        dataflow.sink("out", sink, NUMBERS, false, spread);
        try (Execution execution = new Execution(dataflow, settings(workers), null, EpochListener.NONE)) {
            execution.run();
        }
        assertTrue(sink.isFinished());
        return sink;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void sourcesWithTheirOwnTimesShareEpochs(int workers) throws Exception {
        CollectingSink sink = run(
                workers,
                new Scripted("left", true, output -> {
                    emit(output, 0, 1, 2);
                    emit(output, 4, 3);
                    emit(output, 4, 4);
                    emit(output, 8, 5);
                }),
                new Scripted("right", true, output -> {
                    emit(output, 2, 10);
                    emit(output, 4, 11);
                }));
        assertEquals(List.of(0L, 2L, 4L, 8L), List.copyOf(sink.committed().keySet()));
        assertEquals(numbers(1, 2), sink.committed().get(0L));
        assertEquals(numbers(10), sink.committed().get(2L));
        assertEquals(numbers(3, 4, 11), sink.committed().get(4L));
        assertEquals(numbers(5), sink.committed().get(8L));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whatASourceSaysBelongsTogetherIsInOneEpoch(int workers) throws Exception {
        CollectingSink sink = run(workers, new Scripted("atomic", false, output -> {
            for (int block = 0; block < 20; block++) {
                output.beginAtomic();
                for (int i = 0; i < 10; i++) {
                    emit(output, 0, block * 10L + i);
                }
                output.endAtomic();
            }
        }));
        for (RowZSet epoch : sink.committed().values()) {
            assertEquals(0, epoch.weights().size() % 10, "an epoch holds part of a block:\n" + epoch);
        }
        assertEquals(200, sink.table().weights().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void randomRowsArriveOnceWhateverTheWorkers(int workers) throws Exception {
        long seed = 20_261_128L + workers;
        SplittableRandom random = new SplittableRandom(seed);
        long[] counts = new long[500];
        List<long[]> batches = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long[] numbers = random.longs(random.nextInt(1, 200), 0, 500).toArray();
            for (long number : numbers) {
                counts[(int) number]++;
            }
            batches.add(numbers);
        }
        CollectingSink sink = run(workers, new Scripted("random", false, output -> {
            for (long[] numbers : batches) {
                emit(output, 0, numbers);
            }
        }));
        RowZSet expected = new RowZSet();
        for (int i = 0; i < counts.length; i++) {
            expected.add(Change.row((long) i), counts[i]);
        }
        assertEquals(expected, sink.table(), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theLastRowOfAnIdWinsWhateverTheWorkers(int workers) throws Exception {
        long[] last = new long[200];
        SplittableRandom random = new SplittableRandom(20_261_201L + workers);
        List<long[]> batches = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long[] events = random.longs(50, 0, 1_000_000).toArray();
            for (long event : events) {
                last[(int) (event % last.length)] = event;
            }
            batches.add(events);
        }
        Source source = new Source() {
            @Override
            public String name() {
                return "upserts";
            }

            @Override
            public Schema schema() {
                return NUMBERS;
            }

            @Override
            public Session session() {
                return Session.UPSERT;
            }

            @Override
            public void run(SourceOutput output, byte[] position) {
                try (BatchBuilder builder = output.newBuilder()) {
                    for (long[] events : batches) {
                        for (long event : events) {
                            builder.column(0).appendLong(event);
                            builder.keys().append128(0, event % last.length);
                            builder.endRow();
                        }
                        output.emit(builder.build(0, 0), null);
                    }
                }
            }
        };
        Dataflow dataflow = new Dataflow();
        CollectingSink sink = new CollectingSink();
        int byId = dataflow.exchange("by id", new Partitioning.ById(), dataflow.source(source, true));
        int rows = dataflow.operator("upsert", UpsertOperator.of(List.of(Type.INT64), true), byId);
        dataflow.sink("out", sink, NUMBERS, false, rows);
        try (Execution execution = new Execution(dataflow, settings(workers), null, EpochListener.NONE)) {
            execution.run();
        }
        assertEquals(numbers(last), sink.table(), workers + " workers");
    }

    @Test
    void aLiveEpochEndsWhenItIsLargeEnough() throws Exception {
        Dataflow dataflow = new Dataflow();
        CollectingSink sink = new CollectingSink();
        Source source = new Scripted("many", false, output -> {
            for (int i = 0; i < 1000; i++) {
                emit(output, 0, i);
            }
        });
        dataflow.sink("out", sink, NUMBERS, false, dataflow.source(source, false));
        RunSettings settings = settings(1).withMaxEpochRows(10).withAutocommit(Duration.ofHours(1));
        try (Execution execution = new Execution(dataflow, settings, null, EpochListener.NONE)) {
            execution.run();
        }
        for (RowZSet epoch : sink.committed().values()) {
            assertTrue(epoch.weights().size() <= 10, "too many rows in an epoch:\n" + epoch);
        }
        assertEquals(1000, sink.table().weights().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFailingSourceEndsTheRunWithItsCause(int workers) {
        Exception thrown = assertThrows(
                java.io.IOException.class,
                () -> run(workers, new Scripted("broken", false, output -> {
                    emit(output, 0, 1);
                    throw new java.io.IOException("disk on fire");
                })));
        assertEquals("disk on fire", thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aFailingOperatorEndsTheRunAndFreesEverything(int workers) {
        // A worker fails at another point of its loop each time.
        for (int run = 0; run < 50; run++) {
            failInAnOperator(workers);
        }
    }

    private void failInAnOperator(int workers) {
        OperatorFactory failing = (context, output) -> new Operator() {
            private int rows;

            @Override
            public void push(int input, Batch batch) {
                rows += batch.selectedCount();
                if (rows > 100) {
                    throw new IllegalStateException("operator failed");
                }
                output.push(batch);
            }
        };
        Dataflow dataflow = new Dataflow();
        Source endless = new Scripted("endless", false, output -> {
            for (long i = 0; !output.isStopped(); i++) {
                emit(output, 0, i, i + 1, i + 2);
            }
        });
        int spread = dataflow.exchange("by n", new Partitioning.ByColumns(List.of(0)), dataflow.source(endless, false));
        int failed = dataflow.operator("failing", failing, spread);
        dataflow.sink("out", new CollectingSink(), NUMBERS, false, failed);
        try (Execution execution = new Execution(dataflow, settings(workers), null, EpochListener.NONE)) {
            Exception thrown = assertThrows(IllegalStateException.class, execution::run);
            assertEquals("operator failed", thrown.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStoppedRunEndsBetweenEpochsAndDoesNotFinishItsSinks(int workers) throws Exception {
        Dataflow dataflow = new Dataflow();
        CollectingSink sink = new CollectingSink();
        Source endless = new Scripted("endless", false, output -> {
            for (long i = 0; !output.isStopped(); i++) {
                emit(output, 0, i);
            }
        });
        dataflow.sink("out", sink, NUMBERS, false, dataflow.source(endless, false));
        CountDownLatch published = new CountDownLatch(3);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Execution execution =
                new Execution(dataflow, settings(workers), null, (epoch, rows, first, last) -> published.countDown())) {
            Thread runner = Thread.ofPlatform().start(() -> {
                try {
                    execution.run();
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            published.await();
            execution.stop();
            runner.join();
        }
        assertEquals(null, failure.get());
        assertFalse(sink.isFinished());
        assertTrue(sink.committed().size() >= 3);
    }

    @Test
    void theProgramMayPushAndStepByItself() {
        Dataflow dataflow = new Dataflow();
        CollectingSink sink = new CollectingSink();
        int input = dataflow.input("rows");
        dataflow.sink("out", sink, NUMBERS, false, input);
        try (Execution execution = new Execution(dataflow, settings(1), null, EpochListener.NONE);
                BatchBuilder builder = execution.newBuilder(NUMBERS, false)) {
            builder.column(0).appendLong(7);
            builder.endRow();
            execution.push(input, builder.build(0, 0));
            long first = execution.step();
            builder.column(0).appendLong(7);
            builder.endRow(-1);
            execution.push(input, builder.build(0, 0));
            long second = execution.step();
            assertTrue(second > first);
            assertEquals(numbers(7), sink.committed().get(first));
            assertEquals(new RowZSet().add(Change.row(7L), -1), sink.committed().get(second));
        }
    }
}
