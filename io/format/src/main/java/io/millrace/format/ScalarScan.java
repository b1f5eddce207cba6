package io.millrace.format;

import io.millrace.memory.OffHeap;

/** {@link ByteScan} on 64-bit words, eight bytes at a time. */
final class ScalarScan implements ByteScan {
    static final ScalarScan INSTANCE = new ScalarScan();

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LOWS = ~HIGHS;
    /** Multiplied with a word of 0x01 bytes, gathers the eight of them in its highest byte. */
    private static final long GATHER = 0x0102040810204080L;

    private ScalarScan() {}

    @Override
    public long index(long base, int from, int to, CsvBytes bytes, int[] positions, int count) {
        long delimiter = ONES * bytes.delimiter();
        long quote = ONES * bytes.quote();
        long escape = ONES * bytes.escape();
        long seen = 0;
        int found = count;
        for (int at = from; at < to; at += Long.SIZE) {
            long bits = 0;
            for (int part = 0; part < Long.SIZE; part += Long.BYTES) {
                long word = OffHeap.getLong(base + at + part);
                long hits = zeroes(word ^ ONES * '\n')
                        | zeroes(word ^ ONES * '\r')
                        | zeroes(word ^ delimiter)
                        | zeroes(word ^ quote)
                        | zeroes(word ^ escape);
                bits |= ((hits >>> 7) * GATHER >>> 56) << part;
                seen |= word;
            }
            if (to - at < Long.SIZE) {
                bits &= (1L << to - at) - 1;
            }
            found = flatten(bits, at, positions, found);
        }
        return found | ((seen & HIGHS) != 0 ? NON_ASCII : 0);
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

    @Override
    public long plainEnd(long address, long end) {
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

    @Override
    public long lineEnd(long address, long end) {
        for (long at = address; at < end; at += Long.BYTES) {
            long hits = zeroes(OffHeap.getLong(at) ^ ONES * '\n');
            if (hits != 0) {
                return Math.min(at + (Long.numberOfTrailingZeros(hits) >>> 3), end);
            }
        }
        return end;
    }

    /** The highest bit of each byte that is zero, exactly. */
    private static long zeroes(long word) {
        return ~((word & LOWS) + LOWS | word | LOWS);
    }
}
