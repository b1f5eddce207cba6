package io.millrace.format;

import io.millrace.memory.OffHeap;

/** {@link ByteScan} on 64-bit words, eight bytes at a time. */
final class ScalarScan implements ByteScan {
    static final ScalarScan INSTANCE = new ScalarScan();

    /** Multiplied with a word of 0x01 bytes, gathers the eight of them in its highest byte. */
    private static final long GATHER = 0x0102040810204080L;

    private ScalarScan() {}

    @Override
    public long index(long base, int from, int to, CsvBytes bytes, int[] positions, int count) {
        long delimiter = WordScan.ONES * bytes.delimiter();
        long quote = WordScan.ONES * bytes.quote();
        long escape = WordScan.ONES * bytes.escape();
        long seen = 0;
        int found = count;
        for (int at = from; at < to; at += Long.SIZE) {
            long bits = 0;
            for (int part = 0; part < Long.SIZE; part += Long.BYTES) {
                long word = OffHeap.getLong(base + at + part);
                long hits = WordScan.zeroes(word ^ WordScan.ONES * '\n')
                        | WordScan.zeroes(word ^ WordScan.ONES * '\r')
                        | WordScan.zeroes(word ^ delimiter)
                        | WordScan.zeroes(word ^ quote)
                        | WordScan.zeroes(word ^ escape);
                bits |= ((hits >>> 7) * GATHER >>> 56) << part;
                seen |= word;
            }
            if (to - at < Long.SIZE) {
                bits &= (1L << to - at) - 1;
            }
            found = flatten(bits, at, positions, found);
        }
        return found | ((seen & WordScan.HIGHS) != 0 ? NON_ASCII : 0);
    }

    /** Writes the positions of the set bits; what it writes behind them does not matter. */
    static int flatten(long bits, int base, int[] positions, int count) {
        int found = count + Long.bitCount(bits);
        long left = bits;
        int at = count;
        // Eight at once without a test each: how many there are is hard to predict, and writing a few too many is
        // cheap.
        do {
            for (int i = 0; i < 8; i++) {
                positions[at + i] = base + Long.numberOfTrailingZeros(left);
                left &= left - 1;
            }
            at += 8;
        } while (at < found);
        return found;
    }
}
