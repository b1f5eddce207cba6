package io.millrace.table;

/** Whose column a reference means. */
enum Side {
    /** The table that an operation is called on; in a join, both sides. */
    THIS,
    LEFT,
    RIGHT
}
