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
    private final ResultRows before;
    private final ResultRows after;
    private final ResultRows out;
    private final Chunk memory;
    private final long ordinals;
    private final long wasVisible;
    private final long isVisible;
    private final long changed;

    public GroupChanges(BufferAllocator allocator, RowStore store, RareCounts rare) {
        this.store = store;
        this.rare = rare;
        // Rows are written before it is known whether they count, so there is room for one more of each.
        int outRows = 2 * GROUPS + 2;
        memory = Chunk.open(
                allocator, 2 * ResultRows.byteCount(GROUPS) + ResultRows.byteCount(outRows) + 4L * GROUPS * Long.BYTES);
        before = new ResultRows(memory.address(), GROUPS);
        after = new ResultRows(memory.address() + ResultRows.byteCount(GROUPS), GROUPS);
        out = new ResultRows(memory.address() + 2 * ResultRows.byteCount(GROUPS), outRows);
        ordinals = memory.address() + 2 * ResultRows.byteCount(GROUPS) + ResultRows.byteCount(outRows);
        wasVisible = ordinals + GROUPS * Long.BYTES;
        isVisible = wasVisible + GROUPS * Long.BYTES;
        changed = isVisible + GROUPS * Long.BYTES;
    }

    public ResultRows before() {
        return before;
    }

    public ResultRows after() {
        return after;
    }

    /** The rows to emit, after {@link #collect}. */
    public ResultRows out() {
        return out;
    }

    /** Address of a word a group that is not 0 where its results differ; {@code markChanged} kernels set it. */
    public long changedFlags() {
        return changed;
    }

    public int groupCount() {
        return after.rowCount();
    }

    public int ordinal(int group) {
        return (int) OffHeap.getLong(ordinals + ((long) group << 3));
    }

    /** Takes groups that were added in the epoch: they have no past. */
    public void loadAdded(long entries, int count, long epoch) {
        before.begin(false);
        after.begin(rare.isActive());
        long extra = store.layout().extraOffset();
        loadHeaders(entries, count, Long.BYTES);
        for (int i = 0; i < count; i++) {
            int ordinal = ordinal(i);
            long record = store.address(ordinal);
            long header = settle(ordinal, record, epoch);
            OffHeap.putLong(wasVisible + ((long) i << 3), 0);
            after.set(i, record, record + extra, RowLayout.weight(header), after.hasRare() ? rare.address(ordinal) : 0);
        }
        after.setRowCount(count);
        finishLoad(count);
    }

    /** Takes groups that were there before the epoch, whose past the entries hold. */
    public void loadTouched(long entries, int count, int entryBytes, long epoch) {
        before.begin(rare.isActive());
        after.begin(rare.isActive());
        long extra = store.layout().extraOffset();
        loadHeaders(entries, count, entryBytes);
        for (int i = 0; i < count; i++) {
            long entry = entries + (long) i * entryBytes;
            int ordinal = ordinal(i);
            long record = store.address(ordinal);
            long header = settle(ordinal, record, epoch);
            before.set(i, record, entry + 16, RowLayout.weight(OffHeap.getLong(entry + 8)), 0);
            after.set(i, record, record + extra, RowLayout.weight(header), 0);
        }
        before.setRowCount(count);
        after.setRowCount(count);
        if (after.hasRare()) {
            for (int i = 0; i < count; i++) {
                OffHeap.putLong(before.rareCounts() + ((long) i << 3), rare.addressBefore(ordinal(i)));
                OffHeap.putLong(after.rareCounts() + ((long) i << 3), rare.address(ordinal(i)));
            }
        }
        markPositive(before, wasVisible);
        finishLoad(count);
    }

    /**
     * Reads the ordinals and touches each record: a loop of its own, so that as many cache misses as the processor can hold are
     * under way at once.
     */
    private void loadHeaders(long entries, int count, int entryBytes) {
        long[] chunks = store.chunkAddresses();
        int shift = store.rowShift();
        int mask = (1 << shift) - 1;
        long recordBytes = store.layout().recordBytes();
        for (int i = 0; i < count; i++) {
            int ordinal = (int) OffHeap.getLong(entries + (long) i * entryBytes);
            OffHeap.putLong(ordinals + ((long) i << 3), ordinal);
            long record = chunks[ordinal >>> shift] + (ordinal & mask) * recordBytes;
            OffHeap.putLong(changed + ((long) i << 3), OffHeap.getLong(record));
        }
    }

    private long settle(int ordinal, long record, long epoch) {
        long header = OffHeap.getLong(record) & ~RowLayout.TOUCHED;
        OffHeap.putLong(record, header);
        store.noteWritten(ordinal, epoch);
        return header;
    }

    private void finishLoad(int count) {
        markPositive(after, isVisible);
        OffHeap.fill(changed, (long) count << 3, (byte) 0);
    }

    private static void markPositive(ResultRows rows, long flags) {
        for (int i = 0; i < rows.rowCount(); i++) {
            long weight = OffHeap.getLong(rows.netWeights() + ((long) i << 3));
            OffHeap.putLong(flags + ((long) i << 3), -weight >>> 63 & ~(weight >>> 63));
        }
    }

    /** Hides groups all of whose rows are in error for an accumulator whose errors are rare count {@code counter}. */
    public void hideWhereAllInError(int counter) {
        hide(before, wasVisible, counter);
        hide(after, isVisible, counter);
    }

    private static void hide(ResultRows rows, long flags, int counter) {
        if (rows.hasRare()) {
            for (int i = 0; i < rows.rowCount(); i++) {
                if (rows.netWeight(i) - rows.rareCount(i, counter) <= 0) {
                    OffHeap.putLong(flags + ((long) i << 3), 0);
                }
            }
        }
    }

    /** Flags groups whose number of rows, without those in error by {@code counter} (−1 for none), differs. */
    public void markCountChanged(int counter) {
        for (int i = 0; i < before.rowCount(); i++) {
            long at = changed + ((long) i << 3);
            long difference = after.netWeight(i) ^ before.netWeight(i);
            if (counter >= 0 && after.hasRare()) {
                difference = after.netWeight(i) - after.rareCount(i, counter)
                        ^ before.netWeight(i) - before.rareCount(i, counter);
            }
            OffHeap.putLong(at, OffHeap.getLong(at) | difference);
        }
    }

    /** Flags a group whose result differs. */
    public void markChanged(int group) {
        OffHeap.putLong(changed + ((long) group << 3), 1);
    }

    /** Collects the rows to emit, −old before +new of the same group. */
    public void collect() {
        out.begin(before.hasRare() || after.hasRare());
        int rows = 0;
        if (before.rowCount() == 0) {
            for (int i = 0; i < after.rowCount(); i++) {
                copy(after, i, rows, 1);
                rows += (int) OffHeap.getLong(isVisible + ((long) i << 3));
            }
        } else {
            for (int i = 0; i < after.rowCount(); i++) {
                long at = (long) i << 3;
                long was = OffHeap.getLong(wasVisible + at);
                long is = OffHeap.getLong(isVisible + at);
                long differs = was ^ is | (OffHeap.getLong(changed + at) != 0 ? 1 : 0);
                copy(before, i, rows, -1);
                rows += (int) (was & differs);
                copy(after, i, rows, 1);
                rows += (int) (is & differs);
            }
        }
        out.setRowCount(rows);
    }

    private void copy(ResultRows from, int row, int to, long weight) {
        long at = (long) row << 3;
        out.set(
                to,
                OffHeap.getLong(from.records() + at),
                OffHeap.getLong(from.accumulators() + at),
                OffHeap.getLong(from.netWeights() + at),
                OffHeap.getLong(from.rareCounts() + at));
        OffHeap.putLong(out.outWeights() + ((long) to << 3), weight);
    }

    @Override
    public void close() {
        memory.close();
    }
}
