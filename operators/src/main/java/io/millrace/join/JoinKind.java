package io.millrace.join;

/** Whose rows come out without a match, with None in the other side's columns. */
public enum JoinKind {
    INNER(false, false),
    LEFT(true, false),
    RIGHT(false, true),
    OUTER(true, true);

    private final boolean keepsLeft;
    private final boolean keepsRight;

    JoinKind(boolean keepsLeft, boolean keepsRight) {
        this.keepsLeft = keepsLeft;
        this.keepsRight = keepsRight;
    }

    boolean keeps(int side) {
        return side == 0 ? keepsLeft : keepsRight;
    }

    boolean isInner() {
        return !keepsLeft && !keepsRight;
    }
}
