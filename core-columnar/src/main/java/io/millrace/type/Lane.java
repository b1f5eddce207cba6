package io.millrace.type;

/**
 * The physical form of a column: all that a kernel, an index or a store needs to know of its type. Sixteen logical types share
 * five lanes.
 */
public enum Lane {
    /** One bit a row. */
    BIT(0, 1),
    /** A signed 64-bit integer a row. */
    I64(Long.BYTES, 1),
    /** An IEEE 754 double a row. */
    F64(Double.BYTES, 1),
    /** 16 little-endian bytes a row: keys, decimals, UUIDs. */
    I128(2 * Long.BYTES, 2),
    /** Bytes found by 32-bit offsets: text, JSON, and nested values in their canonical encoding. */
    BYTES(0, 2);

    private final int widthBytes;
    private final int stateWords;

    Lane(int widthBytes, int stateWords) {
        this.widthBytes = widthBytes;
        this.stateWords = stateWords;
    }

    /** Bytes a row in a batch; 0 where it is not a whole number of bytes or varies. */
    public int widthBytes() {
        return widthBytes;
    }

    /** 64-bit words that a cell takes in state; bytes are a 16-byte view there. */
    public int stateWords() {
        return stateWords;
    }
}
