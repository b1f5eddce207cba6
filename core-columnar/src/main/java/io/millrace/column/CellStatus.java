package io.millrace.column;

/**
 * What a cell is, encoded alike in batches, state and IPC: a set validity bit is a value; otherwise the error and pending
 * bitmaps tell an error or a pending result from None. The ordinal is the two-bit code that state keeps.
 */
public enum CellStatus {
    VALUE,
    NONE,
    ERROR,
    PENDING
}
