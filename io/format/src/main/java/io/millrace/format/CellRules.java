package io.millrace.format;

import io.millrace.type.Type;

/**
 * What a format says of cells that are not plain values of their column's type: None, defaults, missing fields, quotes and
 * escapes. One for CSV, one for JSON; asked only off the fast path.
 */
abstract class CellRules {
    /** The cell is text (or a JSON number or nested value) to be read as the column's type. */
    static final int READ = 0;

    static final int NONE = 1;
    static final int DEFAULT = 2;
    static final int WRONG = 3;

    /** Kind of cell that holds a number as it stands. */
    final int numberKind;

    CellRules(int numberKind) {
        this.numberKind = numberKind;
    }

    /** Whether text such as {@code inf} and {@code +5} is a number. */
    abstract boolean wordsAreNumbers();

    /** What to do with a cell whose text, where it is {@code TEXT} or {@code ESCAPED}, is at {@code address}, resolved. */
    abstract int judge(Type type, boolean hasDefault, int kind, long address, int byteCount);

    /** Writes the text of an {@code ESCAPED} cell and returns its length, which is at most that of the cell. */
    abstract int unescape(long from, int byteCount, long to);

    /** The value of a bool cell: 1, 0, or −1 where it is none. */
    abstract int bool(int kind, long address, int byteCount);
}
