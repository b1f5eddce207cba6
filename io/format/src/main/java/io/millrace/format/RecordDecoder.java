package io.millrace.format;

import io.millrace.batch.BatchBuilder;

/**
 * Turns the bytes of objects (files, messages) into rows. For each object: {@link #begin}, then as long as there are bytes
 * {@link #feed} a block, {@link #fill} builders until it returns false, and keep what {@link #consumedBytes} leaves over: it is
 * a record cut by the block's end, with which the next block must begin. A block that gives no record at all needs more bytes
 * behind it. One thread at a time; owns no native memory.
 */
public interface RecordDecoder {
    /** Bytes behind a block that must be readable; what they hold does not matter. */
    int PADDING_BYTES = 64;

    /** The most bytes that a block, and so a record, may have. */
    int MAX_BLOCK_BYTES = (1 << 29) - 1;

    /**
     * Starts an object.
     *
     * @param byteOffset where the first byte fed stands in the object; when it is not 0, {@link #readPreamble} has been called
     *     with the object's first bytes
     * @param weight of every row: 1 to add it, −1 to take it back
     */
    void begin(long byteOffset, long weight, DecodeErrors errors);

    /**
     * Reads what stands before the first record and says how to read the rest, such as the header of a CSV file. Not needed
     * where an object is decoded from its first byte.
     *
     * @param last whether the object ends with this block
     * @return the bytes it takes, or −1 when the block ends before it does
     */
    default int readPreamble(long address, int byteCount, boolean last) {
        return 0;
    }

    /**
     * Takes the next block, which stands directly behind what was consumed so far; borrows it until the next call.
     *
     * @param last whether the object ends with this block, so that its last record needs no terminator
     */
    void feed(long address, int byteCount, boolean last);

    /**
     * Appends rows to all columns of the decoder's schema (the builder's first ones; whoever adds columns or keys behind them
     * appends to these afterwards) until the builder is full or the block holds no further whole record.
     *
     * @return whether the builder is full, so that there may be more
     */
    boolean fill(BatchBuilder into);

    /** Bytes of the block behind which no row is owed any more. */
    int consumedBytes();

    /** Where in the object the record begins that gave row {@code row} of the builder that was filled last. */
    long recordOffset(int row);
}
