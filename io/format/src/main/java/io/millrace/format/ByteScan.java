package io.millrace.format;

import io.millrace.memory.JvmFlags;

/**
 * Finds the few bytes that matter among many: the door to the Vector API and its scalar twin. Both may read up to {@link
 * RecordDecoder#PADDING_BYTES} behind the range. Stateless; any thread.
 */
sealed interface ByteScan permits VectorScan, ScalarScan {
    /** Set in the result of {@link #index} when a byte of the range is not ASCII. */
    long NON_ASCII = 1L << 32;

    /** Returns the fastest implementation that this process can run. */
    static ByteScan best() {
        return JvmFlags.hasVectorApi() ? VectorScan.INSTANCE : ScalarScan.INSTANCE;
    }

    /**
     * Writes the positions in {@code [from, to)}, relative to {@code base}, of line breaks and of the three given bytes behind
     * {@code positions[count]}, ascending. The array must have room for all of them and 64 more.
     *
     * @return the new count, with {@link #NON_ASCII} or not
     */
    long index(long base, int from, int to, CsvBytes bytes, int[] positions, int count);

    /**
     * Returns the address of the first byte that cannot stand for itself in a JSON string (a quote, a backslash, a control
     * character) or is not ASCII; {@code end} or an address behind it where there is none.
     */
    long plainEnd(long address, long end);

    /** Returns the address of the first line feed, {@code end} where there is none. */
    long lineEnd(long address, long end);
}
