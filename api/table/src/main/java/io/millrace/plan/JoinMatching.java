package io.millrace.plan;

/** How long rows of a join wait for matches. */
public enum JoinMatching {
    /** As long as they are there; results change with either side. */
    ALWAYS(false, false),
    /** Left rows meet the right ones as they are at the end of their epoch, and are forgotten; results stay as they are. */
    AS_OF_NOW(false, false),
    /** A left row is forgotten once it has a match. */
    LEFT_ONCE(true, false),
    /** A right row is forgotten once it has a match. */
    RIGHT_ONCE(false, true),
    /** Rows of either side are. */
    BOTH_ONCE(true, true);

    private final boolean leftOnce;
    private final boolean rightOnce;

    JoinMatching(boolean leftOnce, boolean rightOnce) {
        this.leftOnce = leftOnce;
        this.rightOnce = rightOnce;
    }

    public boolean leftOnce() {
        return leftOnce;
    }

    public boolean rightOnce() {
        return rightOnce;
    }

    /** Whether rows of some side are forgotten once they have a match. */
    public boolean isOnce() {
        return leftOnce || rightOnce;
    }
}
