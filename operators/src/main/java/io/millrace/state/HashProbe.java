package io.millrace.state;

import io.millrace.memory.OffHeap;

/**
 * The phases of a probe, each one loop over a slice whose cache misses do not depend on each other. Rows that a phase cannot settle
 * go to the slice's list of missing ones, which are probed one by one; a row may be on it twice.
 *
 * <p>One loop that does it all is no slower while the groups fit into the caches; beyond them a mispredicted slot would delay the
 * loads of the records behind it.
 */
final class HashProbe {
    private static final int SLOT_BYTES = Long.BYTES;

    private HashProbe() {}

    static void loadSlots(Slice slice, int rowCount, long table, long capacity) {
        long hashes = slice.hashes();
        long slots = slice.slotAddresses();
        long words = slice.slotWords();
        for (int i = 0; i < rowCount; i++) {
            long at = (long) i << 3;
            long slot = table + (((OffHeap.getLong(hashes + at) >>> 32) * capacity >>> 32) << 3);
            OffHeap.putLong(slots + at, slot);
            OffHeap.putLong(words + at, OffHeap.getLong(slot));
        }
    }

    /** The same while {@code old}, from {@code frontier} on, still holds the keys whose home is there. */
    static void loadSlots(
            Slice slice, int rowCount, long table, long capacity, long old, long oldCapacity, long frontier) {
        long hashes = slice.hashes();
        long slots = slice.slotAddresses();
        long words = slice.slotWords();
        for (int i = 0; i < rowCount; i++) {
            long at = (long) i << 3;
            long tag = OffHeap.getLong(hashes + at) >>> 32;
            long oldSlot = old + ((tag * oldCapacity >>> 32) << 3);
            long newSlot = table + ((tag * capacity >>> 32) << 3);
            long slot = oldSlot < frontier ? newSlot : oldSlot;
            OffHeap.putLong(slots + at, slot);
            OffHeap.putLong(words + at, OffHeap.getLong(slot));
        }
    }

    /**
     * The same for a table and rows that are in the cache, where instructions and mispredicted branches are what costs: takes one of
     * the first two slots without a branch, and the record behind it, whatever its tag. Goes on with {@link #compareTagged}.
     *
     * @param records address of all the rows, which lie in one chunk
     */
    static void loadRecords(Slice slice, int rowCount, long table, long capacity, long records, long recordBytes) {
        long hashes = slice.hashes();
        long words = slice.slotWords();
        long addresses = slice.addresses();
        for (int i = 0; i < rowCount; i++) {
            long at = (long) i << 3;
            long hash = OffHeap.getLong(hashes + at);
            long slot = table + (((hash >>> 32) * capacity >>> 32) << 3);
            long first = OffHeap.getLong(slot);
            long isFirst = ((first ^ hash) >>> 32) - 1 >> 63;
            long word = first & isFirst | OffHeap.getLong(slot + SLOT_BYTES) & ~isFirst;
            OffHeap.putLong(words + at, word);
            OffHeap.putLong(addresses + at, records + Math.max((int) word - 1, 0) * recordBytes);
        }
    }

    /** Compares tags and keys of one word. */
    static int compareTagged(Slice slice, int rowCount, CellWords keys) {
        long hashes = slice.hashes();
        long slotWords = slice.slotWords();
        long addresses = slice.addresses();
        long words = keys.words(0);
        long offset = keys.wordOffset(0);
        long missing = slice.missing();
        int missingCount = 0;
        for (int i = 0; i < rowCount; i++) {
            long at = (long) i << 3;
            long difference = OffHeap.getLong(OffHeap.getLong(addresses + at) + offset) ^ OffHeap.getLong(words + at)
                    | (OffHeap.getLong(slotWords + at) ^ OffHeap.getLong(hashes + at)) >>> 32;
            if (difference != 0) {
                OffHeap.putInt(missing + ((long) missingCount++ << 2), i);
            }
        }
        return missingCount;
    }

    /** Compares tags and keys of one view whose bytes are all in it. */
    static int compareTaggedViews(Slice slice, int rowCount, CellWords keys) {
        long hashes = slice.hashes();
        long slotWords = slice.slotWords();
        long addresses = slice.addresses();
        long first = keys.words(0);
        long second = keys.words(1);
        long offset = keys.wordOffset(0);
        long missing = slice.missing();
        int missingCount = 0;
        for (int i = 0; i < rowCount; i++) {
            long at = (long) i << 3;
            long record = OffHeap.getLong(addresses + at) + offset;
            long difference = OffHeap.getLong(record) ^ OffHeap.getLong(first + at)
                    | OffHeap.getLong(record + Long.BYTES) ^ OffHeap.getLong(second + at)
                    | (OffHeap.getLong(slotWords + at) ^ OffHeap.getLong(hashes + at)) >>> 32;
            if (difference != 0) {
                OffHeap.putInt(missing + ((long) missingCount++ << 2), i);
            }
        }
        return missingCount;
    }

    /** Follows each run to the first slot of the row's tag, and gives the row that record. */
    static int matchTags(Slice slice, int rowCount, RowStore store) {
        long[] chunks = store.chunkAddresses();
        int shift = store.rowShift();
        int mask = (1 << shift) - 1;
        long recordBytes = store.layout().recordBytes();
        long hashes = slice.hashes();
        long slots = slice.slotAddresses();
        long words = slice.slotWords();
        long addresses = slice.addresses();
        long missing = slice.missing();
        // Rows without a record point at words that may be read, so that the next phase needs no branch.
        long readable = slice.differences();
        int missingCount = 0;
        for (int i = 0; i < rowCount; i++) {
            long at = (long) i << 3;
            long hash = OffHeap.getLong(hashes + at);
            long word = OffHeap.getLong(words + at);
            if ((word ^ hash) >>> 32 != 0) {
                long slot = OffHeap.getLong(slots + at);
                while (word != 0 && (word ^ hash) >>> 32 != 0) {
                    slot += SLOT_BYTES;
                    word = OffHeap.getLong(slot);
                }
                OffHeap.putLong(words + at, word);
            }
            int ordinal = (int) word - 1;
            if (ordinal < 0) {
                OffHeap.putInt(missing + ((long) missingCount++ << 2), i);
                OffHeap.putLong(addresses + at, readable);
            } else {
                OffHeap.putLong(addresses + at, chunks[ordinal >>> shift] + (ordinal & mask) * recordBytes);
            }
        }
        return missingCount;
    }

    static int compareOneWord(Slice slice, int rowCount, CellWords keys, int missingBefore) {
        long addresses = slice.addresses();
        long words = keys.words(0);
        long offset = keys.wordOffset(0);
        long missing = slice.missing();
        int missingCount = missingBefore;
        for (int i = 0; i < rowCount; i++) {
            long at = (long) i << 3;
            if (OffHeap.getLong(OffHeap.getLong(addresses + at) + offset) != OffHeap.getLong(words + at)) {
                missingCount = miss(slice, missing, missingCount, missingBefore, i);
            }
        }
        return missingCount;
    }

    static int compareTwoWords(Slice slice, int rowCount, CellWords keys, int missingBefore) {
        long addresses = slice.addresses();
        long first = keys.words(0);
        long second = keys.words(1);
        long offset = keys.wordOffset(0);
        long missing = slice.missing();
        int missingCount = missingBefore;
        for (int i = 0; i < rowCount; i++) {
            long at = (long) i << 3;
            long record = OffHeap.getLong(addresses + at) + offset;
            long difference = OffHeap.getLong(record) ^ OffHeap.getLong(first + at)
                    | OffHeap.getLong(record + Long.BYTES) ^ OffHeap.getLong(second + at);
            if (difference != 0) {
                missingCount = miss(slice, missing, missingCount, missingBefore, i);
            }
        }
        return missingCount;
    }

    /** Any words: one loop a word that collects differences, one that reads them. */
    static int compareWords(Slice slice, int rowCount, CellWords keys, RowStore store, int missingBefore) {
        long differences = slice.differences();
        long missing = slice.missing();
        int missingCount = missingBefore;
        if (keys.hasLong()) {
            for (int i = 0; i < rowCount; i++) {
                if (slice.ordinal(i) >= 0 && !keys.equalsRecord(store, i, slice.address(i))) {
                    OffHeap.putInt(missing + ((long) missingCount++ << 2), i);
                }
            }
            return missingCount;
        }
        OffHeap.fill(differences, (long) rowCount << 3, (byte) 0);
        for (int word = 0; word < keys.wordCount(); word++) {
            collectDifferences(slice, rowCount, keys.words(word), keys.wordOffset(word), keys.wordMask(word));
        }
        for (int i = 0; i < rowCount; i++) {
            if (OffHeap.getLong(differences + ((long) i << 3)) != 0) {
                missingCount = miss(slice, missing, missingCount, missingBefore, i);
            }
        }
        return missingCount;
    }

    private static void collectDifferences(Slice slice, int rowCount, long words, long offset, long mask) {
        long addresses = slice.addresses();
        long differences = slice.differences();
        for (int i = 0; i < rowCount; i++) {
            long at = (long) i << 3;
            long difference = OffHeap.getLong(OffHeap.getLong(addresses + at) + offset) ^ OffHeap.getLong(words + at);
            OffHeap.putLong(differences + at, OffHeap.getLong(differences + at) | difference & mask);
        }
    }

    /** Lists a row unless it is listed because it has no record. */
    private static int miss(Slice slice, long missing, int missingCount, int missingBefore, int index) {
        if (missingBefore > 0 && slice.ordinal(index) < 0) {
            return missingCount;
        }
        OffHeap.putInt(missing + ((long) missingCount << 2), index);
        return missingCount + 1;
    }
}
