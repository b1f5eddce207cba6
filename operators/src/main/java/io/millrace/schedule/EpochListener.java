package io.millrace.schedule;

/** Hears of every published epoch, on the driver's thread. */
@FunctionalInterface
public interface EpochListener {
    EpochListener NONE = (epoch, rows, firstEmittedNanos, committedNanos) -> {};

    /**
     * @param rows input rows of the epoch
     * @param firstEmittedNanos {@link System#nanoTime} when its first batch left its source
     * @param committedNanos the same clock, once every sink had published it
     */
    void epochCommitted(long epoch, long rows, long firstEmittedNanos, long committedNanos);
}
