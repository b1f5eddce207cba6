package io.millrace.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.fixture.Cells;
import io.millrace.fixture.Change;
import io.millrace.fixture.RandomStream;
import io.millrace.fixture.RowZSet;
import io.millrace.fixture.SavedState;
import io.millrace.join.ArrangementPlan;
import io.millrace.join.JoinGroup;
import io.millrace.join.JoinKind;
import io.millrace.join.JoinPlan;
import io.millrace.port.CheckpointInput;
import io.millrace.port.CheckpointOutput;
import io.millrace.port.KeyGroups;
import io.millrace.port.StateInput;
import io.millrace.reduce.Count;
import io.millrace.reduce.GroupBy;
import io.millrace.reduce.Reducer;
import io.millrace.reduce.Sum;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole dataflow, with exchanges and joins that share, stopped after a checkpoint and gone on with other numbers of workers. */
@Timeout(120)
class CheckpointedRunTest {
    private static final Schema ROWS = Schema.builder()
            .column("k", Type.optional(Type.STRING))
            .column("v", Type.INT64)
            .build();
    private static final List<Type> TYPES = List.of(Type.optional(Type.STRING), Type.INT64);
    private static final int EPOCHS = 10;

    /** Two inputs; joined inner and outer, grouped by key, and counted as a whole. */
    private static final class Flow {
        final Dataflow dataflow = new Dataflow();
        final List<CollectingSink> sinks = new ArrayList<>();
        final int left = dataflow.input("left");
        final int right = dataflow.input("right");

        Flow() {
            Partitioning byKey = new Partitioning.ByColumns(List.of(0));
            JoinGroup group = new JoinGroup(List.of(Type.optional(Type.STRING)), 2, true);
            ArrangementPlan plan = new ArrangementPlan(TYPES, List.of(0), List.of(0, 1), false, true, false);
            int leftRows = dataflow.reader(
                    "left rows", group.arrange(0, plan), List.of(), dataflow.exchange("left by k", byKey, left));
            int rightRows = dataflow.reader(
                    "right rows",
                    group.arrange(1, plan),
                    List.of(leftRows),
                    dataflow.exchange("right by k", byKey, right));
            for (JoinKind kind : List.of(JoinKind.INNER, JoinKind.OUTER)) {
                JoinPlan.Side side = new JoinPlan.Side(TYPES, List.of(0), List.of(0, 1));
                JoinPlan join = new JoinPlan(kind, side, side, JoinPlan.RowIds.NONE, false, null);
                sink(dataflow.reader("join", JoinGroup.join(join), List.of(leftRows, rightRows)));
            }
            List<Reducer> reducers = List.of(Count.ofRows(), new Sum(1, Type.INT64));
            GroupBy groupBy = new GroupBy(TYPES, List.of(0), reducers, false, null);
            sink(dataflow.operator("group", groupBy, leftRows));
            GroupBy all = new GroupBy(TYPES, List.of(), reducers, false, null);
            sink(dataflow.operator("all", all, dataflow.exchange("all", new Partitioning.Single(), right)));
        }

        private void sink(int node) {
            CollectingSink sink = new CollectingSink();
            sinks.add(sink);
            dataflow.sink("out" + sinks.size(), sink, ROWS, false, node);
        }

        /** By epoch, what each sink was given. */
        List<List<RowZSet>> outputs() {
            List<List<RowZSet>> outputs = new ArrayList<>();
            for (CollectingSink sink : sinks) {
                List<RowZSet> epochs = List.copyOf(sink.committed().values());
                for (int epoch = 0; epoch < epochs.size(); epoch++) {
                    if (outputs.size() == epoch) {
                        outputs.add(new ArrayList<>());
                    }
                    outputs.get(epoch).add(epochs.get(epoch));
                }
            }
            return outputs;
        }
    }

    /** The blocks of all operators of all workers. */
    private static final class Saved {
        final Map<String, SavedState> states = new ConcurrentHashMap<>();

        CheckpointOutput output() {
            return (node, worker) -> states.computeIfAbsent(node + "/" + worker, absent -> new SavedState());
        }

        CheckpointInput input(int workers) {
            return new CheckpointInput() {
                @Override
                public int workerCount() {
                    return workers;
                }

                @Override
                public StateInput operator(int node, int worker) {
                    return states.get(node + "/" + worker).input(KeyGroups.of(worker, workers));
                }
            };
        }
    }

    private static List<List<List<Change>>> changes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RandomStream> streams = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            streams.add(new RandomStream(
                    random,
                    it -> Change.row(
                            it.nextInt(9) == 0 ? null : "key ".repeat(1 + it.nextInt(5)) + it.nextInt(12),
                            (long) it.nextInt(20)),
                    0.3,
                    0));
        }
        List<List<List<Change>>> epochs = new ArrayList<>();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            epochs.add(streams.stream().map(it -> it.next(random.nextInt(150))).toList());
        }
        return epochs;
    }

    private static void run(Execution execution, Flow flow, List<List<List<Change>>> epochs) {
        for (List<List<Change>> inputs : epochs) {
            push(execution, flow.left, inputs.get(0));
            push(execution, flow.right, inputs.get(1));
            execution.step();
        }
    }

    private static void push(Execution execution, int node, List<Change> changes) {
        for (int from = 0; from < changes.size(); from += 20) {
            try (BatchBuilder builder = execution.newBuilder(ROWS, false)) {
                for (Change change : changes.subList(from, Math.min(changes.size(), from + 20))) {
                    Cells.append(builder.column(0), change.row().get(0));
                    Cells.append(builder.column(1), change.row().get(1));
                    builder.endRow(change.weight());
                }
                Batch batch = builder.build(0, 0);
                execution.push(node, batch);
            }
        }
    }

    private static Execution open(Flow flow, int workers) {
        RunSettings settings = RunSettings.of(
                        error -> {
                            throw new IllegalStateException(error.message());
                        },
                        1L << 30)
                .withWorkers(workers)
                .withBatchRows(64);
        return new Execution(flow.dataflow, settings, null, EpochListener.NONE);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 1", "2, 2", "2, 3", "3, 2", "4, 3"})
    void goesOnWithAnyNumberOfWorkers(int before, int after) throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            List<List<List<Change>>> epochs = changes(seed);
            Flow whole = new Flow();
            try (Execution execution = open(whole, 1)) {
                run(execution, whole, epochs);
            }
            int stop = 2 + (int) seed * 2;
            Saved saved = new Saved();
            Flow first = new Flow();
            long epoch;
            try (Execution execution = open(first, before)) {
                run(execution, first, epochs.subList(0, stop));
                epoch = execution.saveTo(saved.output());
            }
            Flow second = new Flow();
            try (Execution execution = open(second, after)) {
                execution.restoreFrom(saved.input(before), epoch);
                run(execution, second, epochs.subList(stop, EPOCHS));
            }
            List<List<RowZSet>> interrupted = new ArrayList<>(first.outputs());
            interrupted.addAll(second.outputs());
            assertEquals(whole.outputs(), interrupted, "seed " + seed);
            assertTrue(second.sinks.getFirst().committed().firstKey() > epoch);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aCheckpointThatCannotBeWrittenLeavesTheRunAsItIs(int workers) throws IOException {
        List<List<List<Change>>> epochs = changes(5);
        Flow whole = new Flow();
        try (Execution execution = open(whole, 1)) {
            run(execution, whole, epochs);
        }
        Flow flow = new Flow();
        try (Execution execution = open(flow, workers)) {
            run(execution, flow, epochs.subList(0, 4));
            CheckpointOutput full = (node, worker) -> (part, number, writtenEpoch) -> {
                throw new IOException("the disk is full");
            };
            IOException failure = assertThrows(IOException.class, () -> execution.saveTo(full));
            assertEquals("the disk is full", failure.getMessage());
            run(execution, flow, epochs.subList(4, EPOCHS));
        }
        assertEquals(whole.outputs(), flow.outputs());
    }

    @Test
    void stateIsSavedBetweenEpochsAndRestoredBeforeThem() throws IOException {
        Saved saved = new Saved();
        Flow flow = new Flow();
        try (Execution execution = open(flow, 1)) {
            assertEquals(-2, execution.saveTo(saved.output()));
            push(execution, flow.left, List.of(Change.of(1, "a", 1L)));
            assertThrows(IllegalStateException.class, () -> execution.saveTo(saved.output()));
            execution.step();
            assertThrows(IllegalStateException.class, () -> execution.restoreFrom(saved.input(1), 0));
        }
    }
}
