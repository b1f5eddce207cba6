package io.millrace.iterate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.fixture.Change;
import io.millrace.fixture.RowZSet;
import io.millrace.fixture.SavedState;
import io.millrace.iterate.LoopOracleTest.Program;
import io.millrace.port.CheckpointInput;
import io.millrace.port.CheckpointOutput;
import io.millrace.port.KeyGroups;
import io.millrace.port.StateInput;
import io.millrace.schedule.Execution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A loop that is stopped after a checkpoint goes on, on any number of workers, as if it had not been. */
@Timeout(120)
class LoopCheckpointTest {
    private static final int EPOCHS = 8;
    private static final int STOP = 4;

    /** The blocks of all operators of all workers. */
    private static final class Saved implements CheckpointOutput {
        private final Map<String, SavedState> states = new ConcurrentHashMap<>();
        private long since = -1;

        @Override
        public SavedState operator(int node, int worker) {
            SavedState state = states.computeIfAbsent(node + "/" + worker, absent -> new SavedState());
            state.beginCheckpoint(since);
            return state;
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

    /** What an epoch changes. */
    private record Input(List<Change> starts, List<Change> edges) {}

    private static List<Input> inputs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<List<Object>, Long> starts = new LinkedHashMap<>();
        Map<List<Object>, Long> edges = new LinkedHashMap<>();
        List<Input> inputs = new ArrayList<>();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            inputs.add(new Input(
                    LoopOracleTest.changes(random, starts, 5, 14, 0.4),
                    LoopOracleTest.changes(random, edges, 12, 14, 0.4)));
        }
        return inputs;
    }

    private static List<RowZSet> run(LoopFlow flow, Execution execution, List<Input> inputs) {
        List<RowZSet> tables = new ArrayList<>();
        for (Input input : inputs) {
            LoopFlow.push(execution, flow.starts, input.starts(), new SplittableRandom(0));
            LoopFlow.push(execution, flow.edges, input.edges(), new SplittableRandom(0));
            execution.step();
            tables.add(flow.sink.committed().lastEntry().getValue());
        }
        return tables;
    }

    static Stream<Arguments> programsAndWorkers() {
        int[][] workers = {{1, 1}, {1, 3}, {2, 2}, {3, 1}, {3, 2}};
        return Stream.of(LoopOracleTest.REACH, LoopOracleTest.PATHS, LoopOracleTest.WALK)
                .flatMap(program -> Stream.of(workers).map(it -> Arguments.of(program, it[0], it[1])));
    }

    @ParameterizedTest
    @MethodSource("programsAndWorkers")
    void goesOnAfterACheckpoint(Program program, int before, int after) throws IOException {
        for (long seed = 1; seed <= 4; seed++) {
            List<Input> inputs = inputs(seed);
            List<RowZSet> whole;
            LoopFlow uninterrupted = new LoopFlow(program.limit(), program.body());
            try (Execution execution = uninterrupted.open(1, 16)) {
                whole = run(uninterrupted, execution, inputs);
            }
            Saved saved = new Saved();
            LoopFlow first = new LoopFlow(program.limit(), program.body());
            long epoch;
            List<RowZSet> parts;
            try (Execution execution = first.open(before, 16)) {
                parts = run(first, execution, inputs.subList(0, STOP - 1));
                saved.since = execution.saveTo(saved);
                parts.addAll(run(first, execution, inputs.subList(STOP - 1, STOP)));
                // Takes only blocks that were written since.
                epoch = execution.saveTo(saved);
            }
            LoopFlow second = new LoopFlow(program.limit(), program.body());
            try (Execution execution = second.open(after, 16)) {
                execution.restoreFrom(saved.input(before), epoch);
                parts.addAll(run(second, execution, inputs.subList(STOP, EPOCHS)));
            }
            assertEquals(whole, parts, "seed " + seed);
        }
    }
}
