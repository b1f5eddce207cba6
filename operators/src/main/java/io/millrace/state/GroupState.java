package io.millrace.state;

import io.millrace.column.Column;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import java.io.IOException;

/**
 * What groups keep outside of their records for reducers that are not sums. A group is known by the address of its words, which lie
 * in its record and are 0 at first. Opened by a group-by on its worker; one thread.
 */
public interface GroupState extends AutoCloseable {
    /**
     * Adds the rows of a slice, whose groups were found.
     *
     * @param weights address of one weight a row, or 0 where all are +1
     * @param arguments the state's columns; rows with an error in them are left out, and counted in {@code errors}
     * @param firstCounter which of the counts of {@code errors} is the state's first
     * @param byteOffset where the group's words are, behind its record's address
     */
    void add(Slice slice, long weights, Column[] arguments, RareCounts errors, int firstCounter, long byteOffset);

    /** An epoch that touched the group ends; comes before its results are read. */
    default void settle(long words, long epoch) {}

    /** The group has no net rows any more: lets go of what is made of rows, and returns whether no row, owed ones among them, is left. */
    boolean releaseIfGone(long words);

    long heldBytes();

    /**
     * Writes what groups keep, in blocks whose names begin with {@code part}.
     *
     * @param byteOffset where the state's words are among a group's words
     */
    void saveTo(StateOutput out, String part, SavedGroups.Groups groups, int byteOffset) throws IOException;

    /** Adds what {@link #saveTo} wrote of the groups that {@code target} knows, whose words are 0. */
    void restoreFrom(StateInput in, String part, SavedGroups.Target target, int byteOffset) throws IOException;

    @Override
    void close();
}
