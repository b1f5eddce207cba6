package io.millrace.plan;

/** What the ids of joined rows are. */
public enum JoinId {
    /** Derived from the ids of both rows. */
    BOTH,
    /** The left row's id: a left row may match once at most. */
    LEFT,
    /** The right row's id: a right row may match once at most. */
    RIGHT
}
