package io.millrace.reduce;

import io.millrace.state.GroupState;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** The plan of what groups keep for reducers that are not sums. Compared by value. */
public interface RowState {
    /** Input columns that it reads. */
    List<Integer> arguments();

    /** Words in the group's record. */
    int wordCount();

    /** Counts of errors. */
    int counters();

    /** Which of its counts are the errors of a reducer whose own column this is, or −1 for none. */
    default int counterOf(int ownColumn) {
        return 0;
    }

    /** Where the cells of a reducer's own column are in the rows' keys. */
    default int partOf(int ownColumn) {
        return -1;
    }

    /** One state that serves both plans, or null. */
    default RowState mergedWith(RowState other) {
        return equals(other) ? this : null;
    }

    /** Opens the state on a worker; returns owned. {@code errors} takes what fails while rows are taken in. */
    GroupState open(BufferAllocator allocator, ReducerErrors errors);

    /** What is kept, for {@code explain()}. */
    String describe();
}
