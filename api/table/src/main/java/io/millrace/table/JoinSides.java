package io.millrace.table;

import java.util.Set;

/**
 * What a join joins. The last column of either side is the row's id.
 *
 * @param merged names of columns of both sides that the conditions equate: plain references mean whichever is there
 */
record JoinSides(Rows left, Universe leftUniverse, Rows right, Universe rightUniverse, Set<String> merged) {
    /** Where the right columns begin among those of the joined rows. */
    int shift() {
        return left.schema().size();
    }

    int leftId() {
        return shift() - 1;
    }

    int rightId() {
        return shift() + right.schema().size() - 1;
    }
}
