package io.millrace.kernel;

import io.millrace.memory.OffHeap;

/**
 * The cheap 64-bit hash of everything that is found by value inside the engine: hash tables take the high 32 bits, the key group
 * of an exchange the low 10. Equal on every worker and in every process, and no key: ids of rows come from
 * {@code io.millrace.key}.
 *
 * <p>A row's hash folds its key words in order, {@code hash = mix(hash * FOLD + word)}, starting from {@link #SEED}; plain loops,
 * which the compiler vectorises better than explicit SIMD does.
 */
public final class Hashing {
    /** The hash of a row without key columns. */
    public static final long SEED = 0x243F6A8885A308D3L;
    /** How many key groups rows are sharded by, in exchanges and checkpoints. */
    public static final int KEY_GROUPS = 1024;

    private static final long FOLD = 0x9E3779B97F4A7C15L;
    private static final long FIRST = 0xFF51AFD7ED558CCDL;
    private static final long SECOND = 0xC4CEB9FE1A85EC53L;

    private Hashing() {}

    /** A bijection that spreads every bit over all 64 (the finaliser of MurmurHash3). */
    public static long mix(long word) {
        long x = word;
        x ^= x >>> 33;
        x *= FIRST;
        x ^= x >>> 33;
        x *= SECOND;
        return x ^ x >>> 33;
    }

    /** Folds one more word into a hash. */
    public static long fold(long hash, long word) {
        return mix(hash * FOLD + word);
    }

    public static int keyGroup(long hash) {
        return (int) hash & KEY_GROUPS - 1;
    }

    /** Hashes the bytes at an address. */
    public static long bytes(long address, int byteCount) {
        long hash = SEED ^ byteCount;
        int at = 0;
        for (; at + Long.BYTES <= byteCount; at += Long.BYTES) {
            hash = (hash ^ OffHeap.getLong(address + at)) * FIRST;
            hash ^= hash >>> 32;
        }
        long tail = 0;
        for (int shift = 0; at < byteCount; at++, shift += 8) {
            tail |= (OffHeap.getByte(address + at) & 0xFFL) << shift;
        }
        return mix((hash ^ tail) * FIRST);
    }

    /** Sets every hash to {@link #SEED}. */
    public static void start(long hashes, int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            OffHeap.putLong(hashes + ((long) row << 3), SEED);
        }
    }

    /** Hashes rows whose first word is in {@code words}. */
    public static void start(long hashes, long words, int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            long at = (long) row << 3;
            OffHeap.putLong(hashes + at, mix(SEED * FOLD + OffHeap.getLong(words + at)));
        }
    }

    /** Folds one more word a row into the hashes. */
    public static void fold(long hashes, long words, int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            long at = (long) row << 3;
            OffHeap.putLong(hashes + at, mix(OffHeap.getLong(hashes + at) * FOLD + OffHeap.getLong(words + at)));
        }
    }
}
