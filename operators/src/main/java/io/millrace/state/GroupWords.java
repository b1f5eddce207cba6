package io.millrace.state;

import io.millrace.memory.OffHeap;

/** The words that an operator keeps of a group in its record, by their address. */
public final class GroupWords {
    private GroupWords() {}

    public static long get(long word) {
        return OffHeap.getLong(word);
    }

    public static void put(long word, long value) {
        OffHeap.putLong(word, value);
    }

    /** The weight of a row of a slice. */
    public static long weight(long weights, int index) {
        return weights == 0 ? 1 : OffHeap.getLong(weights + ((long) index << 3));
    }
}
