package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A block of groups that an epoch touched, read back from its log: each as it was before and as it is, which of them are visible
 * and which changed, and so which rows are to be emitted: −old and +new, one of them, or none. Owns its memory.
 */
public final class GroupChanges implements AutoCloseable {
    /** Groups of a block at most. */
    public static final int GROUPS = 256;

    private final RowStore store;
    private final RareCounts rare;
    /** Each group as it was before, where it has a past, and as it is; after {@link #collect} the rows to emit. */
    private final ResultRows rows;

    private final Chunk memory;
    private final long ordinals;
    private final long headers;
    private final long wasVisible;
    private final long isVisible;
    private final long changed;
    private int groupCount;
    private boolean hasPast;

    public GroupChanges(BufferAllocator allocator, RowStore store, RareCounts rare) {
        this.store = store;
        this.rare = rare;
        memory = Chunk.open(allocator, ResultRows.byteCount(2 * GROUPS) + 5L * GROUPS * Long.BYTES);
        rows = new ResultRows(memory.address(), 2 * GROUPS);
        ordinals = memory.address() + ResultRows.byteCount(2 * GROUPS);
        headers = ordinals + GROUPS * Long.BYTES;
        wasVisible = headers + GROUPS * Long.BYTES;
        isVisible = wasVisible + GROUPS * Long.BYTES;
        changed = isVisible + GROUPS * Long.BYTES;
    }

    /** What {@link #before} and {@link #after} are rows of and, after {@link #collect}, the rows to emit. */
    public ResultRows rows() {
        return rows;
    }

    /** The row of a group as it was before the epoch, if it {@link #hasPast}. */
    public int before(int group) {
        return 2 * group;
    }

    /** The row of a group as it is. */
    public int after(int group) {
        return hasPast ? 2 * group + 1 : group;
    }

    /** Whether the groups were there before the epoch. */
    public boolean hasPast() {
        return hasPast;
    }

    public int groupCount() {
        return groupCount;
    }

    public int ordinal(int group) {
        return (int) OffHeap.getLong(ordinals + ((long) group << 3));
    }

    /** The net weight of a group as it is. */
    public long netWeight(int group) {
        return RowLayout.weight(OffHeap.getLong(headers + ((long) group << 3)));
    }

    /** Takes groups that were added in the epoch: they have no past. */
    public void loadAdded(long entries, int count) {
        begin(entries, count, Long.BYTES, false);
        long extra = store.layout().extraOffset();
        for (int i = 0; i < count; i++) {
            long record = settle(i);
            rows.set(i, record, record + extra, netWeight(i), 1);
        }
        if (rows.hasRare()) {
            for (int i = 0; i < count; i++) {
                rows.setRareCounts(i, rare.address(ordinal(i)));
            }
        }
        finishLoad(count);
    }

    /** Takes groups that were there before the epoch, whose past the entries hold. */
    public void loadTouched(long entries, int count, int entryBytes) {
        begin(entries, count, entryBytes, true);
        long extra = store.layout().extraOffset();
        for (int i = 0; i < count; i++) {
            long entry = entries + (long) i * entryBytes;
            long record = settle(i);
            rows.set(2 * i, record, entry + 16, RowLayout.weight(OffHeap.getLong(entry + 8)), -1);
            rows.set(2 * i + 1, record, record + extra, netWeight(i), 1);
        }
        if (rows.hasRare()) {
            for (int i = 0; i < count; i++) {
                rows.setRareCounts(2 * i, rare.addressBefore(ordinal(i)));
                rows.setRareCounts(2 * i + 1, rare.address(ordinal(i)));
            }
        }
        for (int i = 0; i < count; i++) {
            OffHeap.putLong(wasVisible + ((long) i << 3), isPositive(rows.netWeight(2 * i)));
        }
        finishLoad(count);
    }

    /**
     * Reads the ordinals and the header of each record: a loop of its own, so that as many cache misses as the processor can hold
     * are under way at once.
     */
    private void begin(long entries, int count, int entryBytes, boolean withPast) {
        groupCount = count;
        hasPast = withPast;
        rows.begin(withPast ? 2 * count : count, rare.isActive());
        long[] chunks = store.chunkAddresses();
        int shift = store.rowShift();
        int mask = (1 << shift) - 1;
        long recordBytes = store.layout().recordBytes();
        for (int i = 0; i < count; i++) {
            int ordinal = (int) OffHeap.getLong(entries + (long) i * entryBytes);
            OffHeap.putLong(ordinals + ((long) i << 3), ordinal);
            long record = chunks[ordinal >>> shift] + (ordinal & mask) * recordBytes;
            OffHeap.putLong(headers + ((long) i << 3), OffHeap.getLong(record));
        }
    }

    private long settle(int group) {
        int ordinal = ordinal(group);
        long record = store.address(ordinal);
        OffHeap.putLong(record, OffHeap.getLong(headers + ((long) group << 3)) & ~RowLayout.TOUCHED);
        store.noteWritten(ordinal);
        return record;
    }

    private void finishLoad(int count) {
        for (int i = 0; i < count; i++) {
            OffHeap.putLong(isVisible + ((long) i << 3), isPositive(netWeight(i)));
        }
        OffHeap.fill(changed, (long) count << 3, (byte) 0);
    }

    private static long isPositive(long weight) {
        return -weight >>> 63 & ~(weight >>> 63);
    }

    /** Hides groups all of whose rows are in error for an accumulator whose errors are rare count {@code counter}. */
    public void hideWhereAllInError(int counter) {
        if (!rows.hasRare()) {
            return;
        }
        for (int i = 0; i < groupCount; i++) {
            if (hasPast && rows.netWeight(before(i)) - rows.rareCount(before(i), counter) <= 0) {
                OffHeap.putLong(wasVisible + ((long) i << 3), 0);
            }
            if (rows.netWeight(after(i)) - rows.rareCount(after(i), counter) <= 0) {
                OffHeap.putLong(isVisible + ((long) i << 3), 0);
            }
        }
    }

    /** Flags groups whose number of rows, without those in error by {@code counter} (−1 for none), differs. */
    public void markCountChanged(int counter) {
        for (int i = 0; i < groupCount; i++) {
            long at = changed + ((long) i << 3);
            long difference = rows.netWeight(2 * i) ^ rows.netWeight(2 * i + 1);
            if (counter >= 0 && rows.hasRare()) {
                difference = rows.netWeight(2 * i) - rows.rareCount(2 * i, counter)
                        ^ rows.netWeight(2 * i + 1) - rows.rareCount(2 * i + 1, counter);
            }
            OffHeap.putLong(at, OffHeap.getLong(at) | difference);
        }
    }

    /** Hides a group as it was before, or as it is. */
    public void hide(int group, boolean before) {
        OffHeap.putLong((before ? wasVisible : isVisible) + ((long) group << 3), 0);
    }

    public boolean isMarkedChanged(int group) {
        return OffHeap.getLong(changed + ((long) group << 3)) != 0;
    }

    /** Takes the flag of a group back. */
    public void unmarkChanged(int group) {
        OffHeap.putLong(changed + ((long) group << 3), 0);
    }

    /** Whether a group is visible as it was before, or as it is. */
    public boolean isVisible(int group, boolean before) {
        return OffHeap.getLong((before ? wasVisible : isVisible) + ((long) group << 3)) != 0;
    }

    /** Flags a group whose result differs. */
    public void markChanged(int group) {
        OffHeap.putLong(changed + ((long) group << 3), 1);
    }

    /** Leaves in {@link #rows} those to emit, −old before +new of the same group. */
    public void collect() {
        int kept = 0;
        if (hasPast) {
            for (int i = 0; i < groupCount; i++) {
                long at = (long) i << 3;
                long was = OffHeap.getLong(wasVisible + at);
                long is = OffHeap.getLong(isVisible + at);
                if ((was ^ is) == 0 && OffHeap.getLong(changed + at) == 0) {
                    continue;
                }
                if (was != 0) {
                    rows.move(2 * i, kept++);
                }
                if (is != 0) {
                    rows.move(2 * i + 1, kept++);
                }
            }
        } else {
            for (int i = 0; i < groupCount; i++) {
                if (OffHeap.getLong(isVisible + ((long) i << 3)) != 0) {
                    rows.move(i, kept++);
                }
            }
        }
        rows.setRowCount(kept);
    }

    @Override
    public void close() {
        memory.close();
    }
}
