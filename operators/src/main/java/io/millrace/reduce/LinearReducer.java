package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.GroupChanges;
import io.millrace.state.ResultRows;

/** A result that is computed of sums. Stateless; what it reads is where its {@link Accumulator} was put. */
public non-sealed interface LinearReducer extends Reducer {
    /** The state that it needs beside the group's net weight, or null. */
    Accumulator accumulator();

    /** Flags the groups, all of which have a past, whose result is not what it was. */
    void markChanged(GroupChanges groups, Place place);

    /** Appends the result of each row; {@code errors} takes the reason of one that is an error and is emitted with weight +1. */
    void write(ResultRows rows, Place place, ColumnBuilder out, ReducerErrors errors);

    /**
     * Where an accumulator lies.
     *
     * @param byteOffset of its words, behind the first accumulator word
     * @param counter its first rare count, or −1 where it has none
     */
    record Place(int byteOffset, int counter) {}
}
