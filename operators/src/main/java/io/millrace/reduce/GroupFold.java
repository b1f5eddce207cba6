package io.millrace.reduce;

import java.util.List;

/**
 * What the user does with the rows of a group, an epoch at a time. States are the user's objects and are not shared between groups.
 * Called on worker threads, by one at a time for a group.
 */
public interface GroupFold {
    /** Whether {@link #restart} may be asked for: then all rows are kept. */
    boolean keepsRows();

    /**
     * Takes in what an epoch brings.
     *
     * @param state what this returned last, or null at first
     * @param rows the rows that change, in their order
     * @return the new state; null where the group is to have no result
     * @throws Exception makes the result an error
     */
    Object fold(Object state, List<RowCount> rows) throws Exception;

    /** Whether the epoch's rows cannot be taken in, so that the state must be made anew. */
    default boolean needsRestart(List<RowCount> rows) {
        return false;
    }

    /** Returns the state of all rows of a group. */
    default Object restart(List<RowCount> rows) throws Exception {
        return fold(null, rows);
    }

    /** Returns the result of a state. */
    Object result(Object state) throws Exception;

    /** Bytes of a state, for checkpoints. */
    byte[] serialize(Object state);

    Object deserialize(byte[] bytes);
}
