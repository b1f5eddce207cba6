package io.millrace.iterate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.fixture.Change;
import io.millrace.schedule.Execution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop that may not have the memory it needs fails with that, and leaves none behind. */
@Timeout(120)
class LoopMemoryTest {
    @Test
    void whereMemoryIsShortTheLoopFailsAndGivesBackWhatItHas() {
        long limit = 50_000;
        int failures = 0;
        while (!fits(limit)) {
            failures++;
            limit += limit / 8;
        }
        assertTrue(failures > 10, failures + " limits were too small");
        assertTrue(limit < 1L << 28, limit + " bytes were needed");
    }

    /** Whether a run has enough memory; its close fails where some of it is not given back. */
    private static boolean fits(long limit) {
        SplittableRandom random = new SplittableRandom(1);
        LoopFlow flow = new LoopFlow(LoopOracleTest.WALK.limit(), LoopOracleTest.WALK.body());
        Map<List<Object>, Long> starts = new LinkedHashMap<>();
        Map<List<Object>, Long> edges = new LinkedHashMap<>();
        Execution execution;
        try {
            execution = flow.open(1, 64, limit);
        } catch (OutOfMemoryException e) {
            return false;
        }
        try (execution) {
            for (int epoch = 0; epoch < 4; epoch++) {
                List<Change> more = LoopOracleTest.changes(random, starts, 100, 300, 0.2);
                LoopFlow.push(execution, flow.starts, more, random);
                LoopFlow.push(execution, flow.edges, LoopOracleTest.changes(random, edges, 600, 300, 0.2), random);
                execution.step();
            }
            assertEquals(4, flow.sink.committed().size());
            return true;
        } catch (OutOfMemoryException e) {
            return false;
        }
    }
}
