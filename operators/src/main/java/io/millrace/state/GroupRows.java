package io.millrace.state;

import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The rows of groups in an order: some of their cells, as keys of an {@link OrderedIndex}, with the epoch of their arrival in front
 * where asked for. One word a group. Several reducers that want one order read one of these.
 *
 * <p>Where rows are never taken back and only the first or last one counts, no other is kept.
 */
public final class GroupRows implements OrderedState {
    /**
     * Which rows are kept, and how.
     *
     * @param parts the cells of a row in the order that they sort by, the epoch not among them
     * @param orderParts how many of them, the first ones, make the order; the others come along, and may be in error
     * @param filtered whether the first argument is no part, but says whether a row counts
     * @param withEpoch whether rows sort by their epoch first
     * @param tracksGreatest whether the key of the greatest weight is asked for
     * @param kept which rows are kept
     * @param leading where the last rows are kept, by how many parts; of rows that are equal in them the first is kept
     */
    public record Shape(
            List<SortKeys.Part> parts,
            int orderParts,
            boolean filtered,
            boolean withEpoch,
            boolean tracksGreatest,
            Kept kept,
            int leading) {
        public Shape {
            parts = List.copyOf(parts);
        }

        /** One count of errors for each part that comes along; one in all where none does. */
        public int counters() {
            return Math.max(1, parts.size() - orderParts);
        }
    }

    /** Which rows of a group are kept. */
    public enum Kept {
        ALL,
        FIRST,
        LAST
    }

    private final Shape shape;
    private final SortKeys keys;
    private final OrderedIndex index;
    private final OrderedCursor cursor;
    private final OrderedKey key;
    private final Column[] columns;

    public GroupRows(BufferAllocator allocator, Shape shape) {
        this.shape = shape;
        this.columns = new Column[shape.parts().size()];
        Opened opened = new Opened();
        try {
            keys = opened.add(new SortKeys(allocator, shape.withEpoch(), shape.parts()));
            key = opened.add(new OrderedKey(allocator));
            index = opened.add(new OrderedIndex(allocator, keys.keyWords(), keys.hasTails(), shape.tracksGreatest()));
            cursor = opened.add(new OrderedCursor(allocator, index));
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public SortKeys keys() {
        return keys;
    }

    @Override
    public OrderedCursor cursor() {
        return cursor;
    }

    @Override
    public OrderedIndex index() {
        return index;
    }

    @Override
    public int orderOffset() {
        return 0;
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
        int skipped = shape.filtered() ? 1 : 0;
        System.arraycopy(arguments, skipped, columns, 0, columns.length);
        Column filter = shape.filtered() ? arguments[0] : null;
        boolean mayFail = false;
        for (Column argument : arguments) {
            mayFail |= argument.errors() != 0;
        }
        long epoch = slice.batch().epoch();
        for (int i = 0; i < slice.rowCount(); i++) {
            int row = slice.row(i);
            long weight = weights == 0 ? 1 : OffHeap.getLong(weights + ((long) i << 3));
            if (mayFail
                    && RowErrors.note(
                            arguments,
                            skipped,
                            shape.orderParts(),
                            row,
                            slice.ordinal(i),
                            weight,
                            errors,
                            firstCounter)) {
                continue;
            }
            if (filter != null && !(filter.isValue(row) && filter.getBool(row))) {
                continue;
            }
            load(row, epoch);
            long group = slice.address(i) + byteOffset;
            if (shape.kept() == Kept.ALL) {
                index.add(group, key, weight);
            } else if (weight > 0) {
                keepBest(group);
            }
        }
    }

    private void load(int row, long epoch) {
        key.begin();
        if (shape.withEpoch()) {
            keys.putLong(key, epoch);
        }
        keys.put(key, columns, row);
        key.end();
    }

    private void keepBest(long group) {
        if (cursor.first(group)) {
            long kept = cursor.key();
            long bytes = keys.begin(keys.partCount(), kept) - kept;
            if (!isBetter(kept, bytes)) {
                return;
            }
            index.clear(group);
        }
        index.add(group, key, 1);
    }

    private boolean isBetter(long kept, long bytes) {
        if (shape.kept() == Kept.LAST) {
            long leading = Math.min(bytes, keys.begin(shape.leading(), key.address()) - key.address());
            int order = OffHeap.compare(key.address(), leading, kept, leading);
            if (order != 0) {
                return order > 0;
            }
        }
        return OffHeap.compare(key.address(), key.byteCount(), kept, bytes) < 0;
    }

    @Override
    public boolean releaseIfGone(long words) {
        return OffHeap.getLong(words) == 0;
    }

    @Override
    public long heldBytes() {
        return index.heldBytes();
    }

    @Override
    public void saveTo(StateOutput out, String part, SavedGroups.Groups groups, int byteOffset) throws IOException {
        SavedGroups.saveOrder(out, part, groups, byteOffset, index);
    }

    @Override
    public void restoreFrom(StateInput in, String part, SavedGroups.Target target, int byteOffset) throws IOException {
        SavedGroups.restoreOrder(in, part, target, byteOffset, index, key);
    }

    @Override
    public void close() {
        cursor.close();
        index.close();
        key.close();
        keys.close();
    }
}
