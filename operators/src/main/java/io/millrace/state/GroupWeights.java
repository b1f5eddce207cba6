package io.millrace.state;

import io.millrace.memory.OffHeap;

/**
 * Adds weights to the headers of records and, where an epoch touches a record for the first time, puts down what it held. An entry
 * of the log is the ordinal, the header, and the record's extra words, each as it was.
 */
public final class GroupWeights {
    private static final int ENTRY_HEAD_BYTES = 2 * Long.BYTES;

    private GroupWeights() {}

    /** Words of a log entry for records of a layout. */
    public static int entryWords(RowLayout layout) {
        return 2 + layout.extraWords();
    }

    /** Marks rows that were added in this epoch as touched, so that nothing is put down for them, and lists them: an
     *  entry is the ordinal. */
    public static void noteAdded(RowStore store, Slice slice, EpochLog log) {
        int addedCount = slice.addedCount();
        if (addedCount == 0) {
            return;
        }
        long added = slice.added();
        long at = log.reserve(addedCount);
        for (int i = 0; i < addedCount; i++) {
            int ordinal = OffHeap.getInt(added + ((long) i << 2));
            long record = store.address(ordinal);
            OffHeap.putLong(record, OffHeap.getLong(record) | RowLayout.TOUCHED);
            OffHeap.putLong(at, ordinal);
            at += Long.BYTES;
        }
        log.advance(at);
    }

    /** Adds each row's weight, +1 where {@code weights} is 0, to its record. */
    public static void add(Slice slice, long weights, RowLayout layout, EpochLog log) {
        int rowCount = slice.rowCount();
        long cursor = log.reserve(rowCount);
        long end;
        if (!slice.touchesRandomly() || layout.extraWords() > 4) {
            end = addBranching(slice, rowCount, weights, layout, cursor, log.entryBytes());
        } else if (layout.extraWords() > 2) {
            end = addCopyingFour(slice, rowCount, weights, layout, cursor, log.entryBytes());
        } else {
            end = addCopyingTwo(slice, rowCount, weights, layout, cursor, log.entryBytes());
        }
        slice.noteTouched((int) ((end - cursor) / log.entryBytes()));
        log.advance(end);
    }

    /** Copies always, and keeps the copy of untouched records: whether one is touched is as good as random. */
    private static long addCopyingTwo(
            Slice slice, int rowCount, long weights, RowLayout layout, long cursor, long entryBytes) {
        long slotWords = slice.slotWords();
        long addresses = slice.addresses();
        int words = layout.extraWords();
        long first = words < 1 ? 0 : layout.extraOffset();
        long second = words < 2 ? 0 : layout.extraOffset() + Long.BYTES;
        long to = cursor;
        for (int i = 0; i < rowCount; i++) {
            long record = OffHeap.getLong(addresses + ((long) i << 3));
            long header = OffHeap.getLong(record);
            OffHeap.putLong(to, OffHeap.getInt(slotWords + ((long) i << 3)) - 1L);
            OffHeap.putLong(to + 8, header);
            if (words > 0) {
                OffHeap.putLong(to + 16, OffHeap.getLong(record + first));
            }
            if (words > 1) {
                OffHeap.putLong(to + 24, OffHeap.getLong(record + second));
            }
            to += entryBytes * (~header & RowLayout.TOUCHED);
            long weight = weights == 0 ? 1 : OffHeap.getLong(weights + ((long) i << 3));
            OffHeap.putLong(record, (header | RowLayout.TOUCHED) + (weight << RowLayout.WEIGHT_SHIFT));
        }
        return to;
    }

    private static long addCopyingFour(
            Slice slice, int rowCount, long weights, RowLayout layout, long cursor, long entryBytes) {
        long slotWords = slice.slotWords();
        long addresses = slice.addresses();
        long extra = layout.extraOffset();
        boolean four = layout.extraWords() == 4;
        long to = cursor;
        for (int i = 0; i < rowCount; i++) {
            long record = OffHeap.getLong(addresses + ((long) i << 3));
            long header = OffHeap.getLong(record);
            OffHeap.putLong(to, OffHeap.getInt(slotWords + ((long) i << 3)) - 1L);
            OffHeap.putLong(to + 8, header);
            OffHeap.putLong(to + 16, OffHeap.getLong(record + extra));
            OffHeap.putLong(to + 24, OffHeap.getLong(record + extra + 8));
            OffHeap.putLong(to + 32, OffHeap.getLong(record + extra + 16));
            if (four) {
                OffHeap.putLong(to + 40, OffHeap.getLong(record + extra + 24));
            }
            to += entryBytes * (~header & RowLayout.TOUCHED);
            long weight = weights == 0 ? 1 : OffHeap.getLong(weights + ((long) i << 3));
            OffHeap.putLong(record, (header | RowLayout.TOUCHED) + (weight << RowLayout.WEIGHT_SHIFT));
        }
        return to;
    }

    /** Copies where a record is untouched, which is always or never so, or more words than it would be cheap to copy in vain. */
    private static long addBranching(
            Slice slice, int rowCount, long weights, RowLayout layout, long cursor, long entryBytes) {
        long slotWords = slice.slotWords();
        long addresses = slice.addresses();
        long extra = layout.extraOffset();
        int words = layout.extraWords();
        long to = cursor;
        for (int i = 0; i < rowCount; i++) {
            long record = OffHeap.getLong(addresses + ((long) i << 3));
            long header = OffHeap.getLong(record);
            if ((header & RowLayout.TOUCHED) == 0) {
                OffHeap.putLong(to, OffHeap.getInt(slotWords + ((long) i << 3)) - 1L);
                OffHeap.putLong(to + 8, header);
                for (int word = 0; word < words; word++) {
                    OffHeap.putLong(
                            to + ENTRY_HEAD_BYTES + ((long) word << 3),
                            OffHeap.getLong(record + extra + ((long) word << 3)));
                }
                to += entryBytes;
            }
            long weight = weights == 0 ? 1 : OffHeap.getLong(weights + ((long) i << 3));
            OffHeap.putLong(record, (header | RowLayout.TOUCHED) + (weight << RowLayout.WEIGHT_SHIFT));
        }
        return to;
    }
}
