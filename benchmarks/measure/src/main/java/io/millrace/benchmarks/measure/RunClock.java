package io.millrace.benchmarks.measure;

import java.util.Arrays;

/**
 * Measures the timed part of a run: from the first row fed to the last change delivered, and each epoch in it. Used by
 * one thread.
 */
public final class RunClock {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final double startCpuSeconds;
    private final long startNanos;
    private long epochStartNanos;
    private long[] epochNanos = new long[64];
    private int epochCount;
    private double seconds;
    private double cpuSeconds;

    private RunClock() {
        startCpuSeconds = ProcessFigures.cpuSeconds();
        startNanos = System.nanoTime();
        epochStartNanos = startNanos;
    }

    /** Starts the clock, and the first epoch. */
    public static RunClock start() {
        return new RunClock();
    }

    /** Ends an epoch, all of whose changes have been delivered, and starts the next. */
    public void epochEnded() {
        long now = System.nanoTime();
        addEpoch(now - epochStartNanos);
        epochStartNanos = now;
    }

    /** Notes an epoch that a thread of the engine measured. */
    public void addEpoch(long nanos) {
        if (epochCount == epochNanos.length) {
            epochNanos = Arrays.copyOf(epochNanos, 2 * epochCount);
        }
        epochNanos[epochCount++] = nanos;
    }

    /** Ends the timed part. */
    public void stop() {
        seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
        cpuSeconds = ProcessFigures.cpuSeconds() - startCpuSeconds;
    }

    /** Ends the timed part with what threads of the engine measured. */
    public void stopWith(double measuredSeconds, double measuredCpuSeconds) {
        seconds = measuredSeconds;
        cpuSeconds = measuredCpuSeconds;
    }

    /** Seconds by the wall clock from start to stop. */
    public double seconds() {
        return seconds;
    }

    /** Seconds of processor time of all threads from start to stop. */
    public double cpuSeconds() {
        return cpuSeconds;
    }

    public int epochCount() {
        return epochCount;
    }

    /** The epoch time in milliseconds that 99 of 100 epochs do not exceed; NaN where none was noted. */
    public double epochMillisP99() {
        return quantileMillis(0.99);
    }

    /** The median epoch time in milliseconds; NaN where none was noted. */
    public double epochMillisP50() {
        return quantileMillis(0.5);
    }

    private double quantileMillis(double quantile) {
        if (epochCount == 0) {
            return Double.NaN;
        }
        long[] ascending = Arrays.copyOf(epochNanos, epochCount);
        Arrays.sort(ascending);
        return ascending[(int) Math.round((epochCount - 1) * quantile)] / NANOS_PER_MILLI;
    }
}
