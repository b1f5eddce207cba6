package io.millrace.format;

import io.millrace.memory.OffHeap;

/**
 * Finds one byte among many, eight at a time in a 64-bit word. May read up to {@link RecordDecoder#PADDING_BYTES} behind the range.
 * Texts of JSON and lines are short: for them this is as fast as vectors are, and takes the JVM far less to compile.
 */
final class WordScan {
    static final long ONES = 0x0101010101010101L;
    static final long HIGHS = 0x8080808080808080L;
    private static final long LOWS = ~HIGHS;

    private WordScan() {}

    /**
     * Returns the address of the first byte that cannot stand for itself in a JSON string (a quote, a backslash, a control
     * character) or is not ASCII; {@code end} or an address behind it where there is none.
     */
    static long plainEnd(long address, long end) {
        for (long at = address; at < end; at += Long.BYTES) {
            long word = OffHeap.getLong(at);
            long hits =
                    word & HIGHS | zeroes(word ^ ONES * '"') | zeroes(word ^ ONES * '\\') | zeroes(word & ONES * 0xE0);
            if (hits != 0) {
                return at + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        return end;
    }

    /** Returns the address of the first line feed, {@code end} where there is none. */
    static long lineEnd(long address, long end) {
        for (long at = address; at < end; at += Long.BYTES) {
            long hits = zeroes(OffHeap.getLong(at) ^ ONES * '\n');
            if (hits != 0) {
                return Math.min(at + (Long.numberOfTrailingZeros(hits) >>> 3), end);
            }
        }
        return end;
    }

    /** The highest bit of each byte that is zero, exactly. */
    static long zeroes(long word) {
        return ~((word & LOWS) + LOWS | word | LOWS);
    }
}
