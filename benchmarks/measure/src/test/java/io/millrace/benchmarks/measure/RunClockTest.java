package io.millrace.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RunClockTest {
    @Test
    void quantilesAreThoseOfTheEpochsNoted() {
        RunClock clock = RunClock.start();
        for (int millis = 200; millis > 0; millis--) {
            clock.addEpoch(millis * 1_000_000L);
        }
        assertEquals(200, clock.epochCount());
        assertEquals(101, clock.epochMillisP50());
        assertEquals(198, clock.epochMillisP99());
    }

    @Test
    void withoutEpochsThereIsNoQuantile() {
        assertTrue(Double.isNaN(RunClock.start().epochMillisP99()));
    }

    @Test
    void theTimedPartHoldsItsEpochs() {
        RunClock clock = RunClock.start();
        clock.epochEnded();
        clock.epochEnded();
        clock.stop();
        assertTrue(clock.seconds() > 0);
        assertTrue(clock.cpuSeconds() >= 0);
        assertTrue(clock.epochMillisP99() <= clock.seconds() * 1_000, "epoch of " + clock.epochMillisP99() + " ms");
    }

    @Test
    void theProcessHasFigures() {
        assertTrue(ProcessFigures.cpuSeconds() > 0);
        // In this order: the process may grow between the two.
        long resident = ProcessFigures.residentBytes();
        assertTrue(ProcessFigures.peakRssMb() * 1024 * 1024 >= resident - (1 << 20));
        assertTrue(ProcessFigures.liveHeapBytes() > 0);
    }
}
