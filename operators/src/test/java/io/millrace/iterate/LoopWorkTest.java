package io.millrace.iterate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.fixture.Change;
import io.millrace.join.JoinKind;
import io.millrace.schedule.Execution;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an epoch costs inside a loop: rows that operators put out, and rows that they are given again, follow what changes. */
class LoopWorkTest {
    private static final List<Type> JOINED = List.of(Type.INT64, Type.INT64, Type.INT64, Type.INT64);
    private static final int CHAIN = 1_000;

    /** Rows (root, vertex) of what is reached from the starts. */
    private static LoopFlow reach() {
        return LoopFlow.unlimited((flow, variable, starts, edges) -> flow.distinct(flow.concat(
                starts,
                flow.project(
                        flow.join(JoinKind.INNER, variable, edges, 1, 0),
                        JOINED,
                        LoopFlow.column(0),
                        LoopFlow.column(3)))));
    }

    /** {@code count} chains of equal length, from a start each. */
    private static void load(LoopFlow flow, Execution execution, int count, int length, SplittableRandom random) {
        List<Change> starts = new ArrayList<>();
        List<Change> edges = new ArrayList<>();
        for (long chain = 0; chain < count; chain++) {
            long first = chain * length;
            starts.add(Change.of(1, chain, first));
            for (long vertex = first; vertex < first + length - 1; vertex++) {
                edges.add(Change.of(1, vertex, vertex + 1));
            }
        }
        LoopFlow.push(execution, flow.starts, starts, random);
        LoopFlow.push(execution, flow.edges, edges, random);
        execution.step();
        assertEquals((long) count * length, flow.sink.table().weights().size());
    }

    /** Rows that all nodes put out in an epoch in which edges change, and rows that were given again. */
    private static long work(LoopFlow flow, Execution execution, List<Change> edges, SplittableRandom random) {
        long before = rowsOut(execution) + flow.rewoundRows();
        LoopFlow.push(execution, flow.edges, edges, random);
        execution.step();
        return rowsOut(execution) + flow.rewoundRows() - before;
    }

    private static long rowsOut(Execution execution) {
        long rows = 0;
        for (long node : execution.progress().rowsOut()) {
            rows += node;
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 400})
    void anEdgeAtTheEndOfAChainCostsTheSameInAnyForest(int chains) {
        SplittableRandom random = new SplittableRandom(1);
        LoopFlow flow = reach();
        try (Execution execution = flow.open(1, 1_000)) {
            load(flow, execution, chains, 50, random);
            long cut = work(flow, execution, List.of(Change.of(-1, 48L, 49L)), random);
            long mended = work(flow, execution, List.of(Change.of(1, 48L, 49L)), random);
            assertTrue(cut < 60 && mended < 60, cut + " and " + mended + " rows with " + chains + " chains");
            assertEquals(chains * 50, flow.sink.table().weights().size());
        }
    }

    @Test
    void aChangedEdgeOfALongChainCostsWhatHangsOnIt() {
        SplittableRandom random = new SplittableRandom(2);
        LoopFlow flow = reach();
        try (Execution execution = flow.open(1, 1_000)) {
            load(flow, execution, 1, CHAIN, random);
            for (int hanging : new int[] {1, 10, 100, 500}) {
                long from = CHAIN - 1L - hanging;
                long cut = work(flow, execution, List.of(Change.of(-1, from, from + 1)), random);
                assertEquals(CHAIN - hanging, flow.sink.table().weights().size());
                long mended = work(flow, execution, List.of(Change.of(1, from, from + 1)), random);
                assertEquals(CHAIN, flow.sink.table().weights().size());
                long most = 40 + 40L * hanging;
                assertTrue(cut < most && mended < most, cut + " and " + mended + " rows where " + hanging + " hang");
            }
        }
    }

    @Test
    void aShortCutMovesWhatIsBehindIt() {
        SplittableRandom random = new SplittableRandom(3);
        LoopFlow flow = reach();
        try (Execution execution = flow.open(1, 1_000)) {
            load(flow, execution, 1, CHAIN, random);
            long added = work(flow, execution, List.of(Change.of(1, 0L, 900L)), random);
            long removed = work(flow, execution, List.of(Change.of(-1, 0L, 900L)), random);
            assertTrue(added < 100 * 60 && removed < 100 * 60, added + " and " + removed + " rows");
            assertEquals(CHAIN, flow.sink.table().weights().size());
        }
    }
}
