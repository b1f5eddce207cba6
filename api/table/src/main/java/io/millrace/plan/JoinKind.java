package io.millrace.plan;

/** Which rows without a match a join keeps. */
public enum JoinKind {
    INNER,
    LEFT,
    RIGHT,
    OUTER;

    /** Whether a left row without a match stays, so that right columns may be None. */
    public boolean keepsLeft() {
        return this == LEFT || this == OUTER;
    }

    /** Whether a right row without a match stays, so that left columns may be None. */
    public boolean keepsRight() {
        return this == RIGHT || this == OUTER;
    }
}
