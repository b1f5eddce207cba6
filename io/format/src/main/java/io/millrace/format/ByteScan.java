package io.millrace.format;

import io.millrace.memory.JvmFlags;

/**
 * Finds the few bytes that cut CSV: the door to the Vector API and its scalar twin. Both may read up to {@link
 * RecordDecoder#PADDING_BYTES} behind the range. Stateless; any thread.
 */
sealed interface ByteScan permits VectorScan, ScalarScan {
    /** Set in the result of {@link #index} when a byte of the range is not ASCII. */
    long NON_ASCII = 1L << 32;

    /**
     * Bytes after which a decoder goes over to vectors: until the JVM has compiled them they are many times slower, and compiling them
     * costs about as much as they save on so many bytes.
     */
    long LONG_RUN_BYTES = 1L << 30;

    /** Returns the implementation for a decoder that has scanned so many bytes. */
    static ByteScan after(long scannedBytes) {
        return scannedBytes >= LONG_RUN_BYTES && JvmFlags.hasVectorApi() ? VectorScan.INSTANCE : ScalarScan.INSTANCE;
    }

    /**
     * Writes the positions in {@code [from, to)}, relative to {@code base}, of line breaks and of the three given bytes behind
     * {@code positions[count]}, ascending. The array must have room for all of them and 64 more.
     *
     * @return the new count, with {@link #NON_ASCII} or not
     */
    long index(long base, int from, int to, CsvBytes bytes, int[] positions, int count);
}
