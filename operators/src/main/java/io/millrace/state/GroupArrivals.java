package io.millrace.state;

import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The rows of groups in the order of their arrival, epoch by epoch and by the first part within one, of rows that may be taken
 * back. A row that is taken back is the copy that came last. What an epoch brings is added up first, so that a row that comes and
 * goes within it has never been there.
 *
 * <p>Three words a group: what the open epoch brings, by row; the rows by row and epoch, debts under the least epoch; and the rows by
 * epoch and row, which are read.
 */
public final class GroupArrivals implements OrderedState {
    private static final int BY_ROW = Long.BYTES;
    private static final int BY_EPOCH = 2 * Long.BYTES;
    private static final long OWED = Long.MIN_VALUE;

    private final PendingRows pending;
    private final SortKeys keys;
    private final OrderedIndex byRow;
    private final OrderedIndex byEpoch;
    private final OrderedCursor rowCursor;
    private final OrderedCursor cursor;
    private final OrderedKey key;

    /**
     * @param parts the cells of a row
     * @param orderParts how many of them, the first ones, leave a row out where they are in error
     * @param filtered whether the first argument is no part, but says whether a row counts
     */
    public GroupArrivals(BufferAllocator allocator, List<SortKeys.Part> parts, int orderParts, boolean filtered) {
        Opened opened = new Opened();
        try {
            pending = opened.add(new PendingRows(allocator, parts, orderParts, filtered));
            keys = opened.add(new SortKeys(allocator, true, parts));
            int words = keys.keyWords();
            boolean hasTails = keys.hasTails();
            byRow = opened.add(new OrderedIndex(allocator, words, hasTails, false));
            byEpoch = opened.add(new OrderedIndex(allocator, words, hasTails, false));
            rowCursor = opened.add(new OrderedCursor(allocator, byRow));
            cursor = opened.add(new OrderedCursor(allocator, byEpoch));
            key = opened.add(new OrderedKey(allocator));
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /** Words of a group. */
    public static int wordCount() {
        return 3;
    }

    @Override
    public SortKeys keys() {
        return keys;
    }

    @Override
    public OrderedIndex index() {
        return byEpoch;
    }

    @Override
    public OrderedCursor cursor() {
        return cursor;
    }

    @Override
    public int orderOffset() {
        return BY_EPOCH;
    }

    @Override
    public boolean seekFirstLike(long group, int parts) {
        long at = cursor.key();
        key.begin();
        key.putBytes(at, keys.begin(parts, at) - at);
        key.end();
        return cursor.seek(group, key);
    }

    @Override
    public void add(
            Slice slice, long weights, Column[] arguments, RareCounts errors, int firstCounter, long byteOffset) {
        pending.add(slice, weights, arguments, errors, firstCounter, byteOffset);
    }

    @Override
    public void settle(long words, long epoch) {
        for (boolean isAt = pending.first(words); isAt; isAt = pending.next()) {
            long weight = pending.weight();
            if (weight > 0) {
                arrive(words, epoch, weight);
            } else {
                takeBack(words, -weight);
            }
        }
        pending.clear(words);
    }

    private void arrive(long words, long epoch, long weight) {
        loadByRow(OWED);
        long owed = -byRow.weightOf(words + BY_ROW, key);
        long paid = Math.min(weight, owed);
        byRow.add(words + BY_ROW, key, paid);
        if (weight > paid) {
            loadByRow(epoch);
            byRow.add(words + BY_ROW, key, weight - paid);
            loadByEpoch(epoch);
            byEpoch.add(words + BY_EPOCH, key, weight - paid);
        }
    }

    private void takeBack(long words, long weight) {
        long left = weight;
        while (left > 0) {
            loadByRow(Long.MAX_VALUE);
            if (!rowCursor.seekBefore(words + BY_ROW, key) || !isSameRow()) {
                loadByRow(OWED);
                byRow.add(words + BY_ROW, key, -left);
                return;
            }
            long taken = Math.min(left, rowCursor.weight());
            long at = rowCursor.key();
            long epoch = keys.getLong(0, at + pending.keyBytes(at));
            loadByRow(epoch);
            byRow.add(words + BY_ROW, key, -taken);
            loadByEpoch(epoch);
            byEpoch.add(words + BY_EPOCH, key, -taken);
            left -= taken;
        }
    }

    private boolean isSameRow() {
        long mine = pending.key();
        long other = rowCursor.key();
        long bytes = pending.keyBytes(mine);
        return bytes == pending.keyBytes(other) && OffHeap.equal(mine, other, bytes);
    }

    private void loadByRow(long epoch) {
        key.begin();
        pending.putInto(key);
        keys.putLong(key, epoch);
        key.end();
    }

    private void loadByEpoch(long epoch) {
        key.begin();
        keys.putLong(key, epoch);
        pending.putInto(key);
        key.end();
    }

    @Override
    public boolean releaseIfGone(long words) {
        return (OffHeap.getLong(words) | OffHeap.getLong(words + BY_ROW) | OffHeap.getLong(words + BY_EPOCH)) == 0;
    }

    @Override
    public long heldBytes() {
        return pending.heldBytes() + byRow.heldBytes() + byEpoch.heldBytes();
    }

    @Override
    public void saveTo(StateOutput out, String part, SavedGroups.Groups groups, int byteOffset) throws IOException {
        SavedGroups.saveOrder(out, part + ".rows", groups, byteOffset + BY_ROW, byRow);
        SavedGroups.saveOrder(out, part + ".epochs", groups, byteOffset + BY_EPOCH, byEpoch);
    }

    @Override
    public void restoreFrom(StateInput in, String part, SavedGroups.Target target, int byteOffset) throws IOException {
        SavedGroups.restoreOrder(in, part + ".rows", target, byteOffset + BY_ROW, byRow, key);
        SavedGroups.restoreOrder(in, part + ".epochs", target, byteOffset + BY_EPOCH, byEpoch, key);
    }

    @Override
    public void close() {
        key.close();
        cursor.close();
        rowCursor.close();
        byEpoch.close();
        byRow.close();
        keys.close();
        pending.close();
    }
}
