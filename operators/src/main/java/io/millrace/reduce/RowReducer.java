package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.GroupState;

/**
 * A result that needs more of its group than words in the record: its rows in an order, a sketch, objects of the user. Reducers whose
 * {@link #state} are equal, or can be made one, share it.
 */
public non-sealed interface RowReducer extends Reducer {
    /** What is kept for it. */
    RowState state();

    /**
     * The input column whose cells come along with the rows and are the reducer's own, or −1: then its errors are those of the state.
     */
    int ownColumn();

    /**
     * Appends the result of a group.
     *
     * @param state the one that was opened for {@link #state}, or for one that it is part of
     * @param ownPart where the cells of {@link #ownColumn} are in the state's keys
     * @param words address of the state's words in the group's record; the group may have no rows that count here
     */
    void write(GroupState state, int ownPart, long words, ColumnBuilder out);

    /** Whether the group has no result, and so no row. */
    default boolean isAbsent(GroupState state, long words) {
        return false;
    }

    /** What to report where a result is an error, or null where that has been reported. */
    default String error() {
        return null;
    }
}
