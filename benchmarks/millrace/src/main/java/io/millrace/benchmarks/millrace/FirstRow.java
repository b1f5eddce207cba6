package io.millrace.benchmarks.millrace;

import io.millrace.benchmarks.measure.RunClock;

/** The clock of a run, started by the source that is about to feed the first row. Any thread. */
final class FirstRow {
    private RunClock clock;

    /** Starts the clock unless another source did. */
    synchronized void fed() {
        if (clock == null) {
            clock = RunClock.start();
        }
    }

    /** The clock; a run without sources is started here. */
    synchronized RunClock clock() {
        fed();
        return clock;
    }
}
