package io.millrace.table;

import io.millrace.value.RowView;

/**
 * Hears of every change of a table, epoch by epoch, once the epoch is complete: retractions of a row's id before insertions.
 * Called by one thread at a time; an exception ends the run.
 */
@FunctionalInterface
public interface Subscriber {
    /**
     * A row was added or taken back.
     *
     * @param row good until the call returns
     * @param time the epoch
     * @param diff how often it is added; negative where it is taken back
     */
    void onChange(RowView row, long time, long diff);

    /** All changes of an epoch were given; also where there were none. */
    default void onTimeEnd(long time) {}

    /** All input has ended. */
    default void onEnd() {}

    /** Whether {@link RowView#id} must be there. Ids that nobody asks for are not computed. */
    default boolean needsIds() {
        return true;
    }
}
