package io.millrace.reduce;

import io.millrace.state.ArgumentRows;
import java.util.List;

/**
 * What a group keeps for one or more reducers: words in its record, and counts that are nearly always 0 beside it. Linear: adding
 * rows of weight −1 takes back rows of weight +1, in any order. Stateless and compared by value: reducers with equal accumulators
 * share one.
 */
public interface Accumulator {
    /** Input columns that it reads; a row with an error in any of them is left out, and counted as its first rare count. */
    List<Integer> arguments();

    /** Whether {@link #add} reads the 64-bit values of the first argument. */
    boolean readsValues();

    /** Words in the group's record. */
    int wordCount();

    /** Rare counts, the errors included. */
    int rareCount();

    /** Adds rows to the words {@code byteOffset} behind their record addresses. */
    void add(ArgumentRows rows, int byteOffset);

    /** Whether the words at an address are those of a group without rows. */
    boolean isZero(long address);
}
