package io.millrace.state;

import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What the open epoch brings to each group, added up: rows of some cells, in their order, with a net weight. Kept until the group is
 * cleared; an order-dependent operator reads a group when the epoch ends, so that how the epoch's rows came does not matter. One
 * word a group. Owns its memory; one thread.
 */
public final class PendingRows implements AutoCloseable {
    private final int orderParts;
    private final boolean filtered;
    private final SortKeys keys;
    private final OrderedIndex index;
    private final OrderedCursor cursor;
    private final OrderedKey key;
    private final Column[] columns;

    /**
     * @param parts the cells of a row
     * @param orderParts how many of them, the first ones, leave a row out where they are in error
     * @param filtered whether the first argument is no part, but says whether a row counts
     */
    public PendingRows(BufferAllocator allocator, List<SortKeys.Part> parts, int orderParts, boolean filtered) {
        this.orderParts = orderParts;
        this.filtered = filtered;
        this.columns = new Column[parts.size()];
        Opened opened = new Opened();
        try {
            keys = opened.add(new SortKeys(allocator, false, parts));
            index = opened.add(new OrderedIndex(allocator, keys.keyWords(), keys.hasTails(), false));
            cursor = opened.add(new OrderedCursor(allocator, index));
            key = opened.add(new OrderedKey(allocator));
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    public SortKeys keys() {
        return keys;
    }

    /**
     * Adds the rows of a slice whose groups were found.
     *
     * @param weights address of one weight a row, or 0 where all are +1
     * @param arguments the filter, if there is one, and the parts
     * @param errors counts rows in error, from {@code firstCounter} on; null where none is
     * @param byteOffset where a group's word is, behind its record's address
     */
    public void add(
            Slice slice, long weights, Column[] arguments, RareCounts errors, int firstCounter, long byteOffset) {
        int skipped = filtered ? 1 : 0;
        System.arraycopy(arguments, skipped, columns, 0, columns.length);
        for (int i = 0; i < slice.rowCount(); i++) {
            int row = slice.row(i);
            long weight = weights == 0 ? 1 : OffHeap.getLong(weights + ((long) i << 3));
            boolean isLeftOut = errors != null
                    && RowErrors.note(
                            arguments, skipped, orderParts, row, slice.ordinal(i), weight, errors, firstCounter);
            if (isLeftOut || filtered && !(arguments[0].isValue(row) && arguments[0].getBool(row))) {
                continue;
            }
            key.begin();
            keys.put(key, columns, row);
            key.end();
            index.add(slice.address(i) + byteOffset, key, weight);
        }
    }

    public boolean isEmpty(long group) {
        return OffHeap.getLong(group) == 0;
    }

    /** Goes to the first row of a group. */
    public boolean first(long group) {
        return cursor.firstEntry(group);
    }

    /** Goes to the next row. */
    public boolean next() {
        return cursor.nextEntry();
    }

    /** The net weight of the row, never 0. */
    public long weight() {
        return cursor.weight();
    }

    /** Address of the row's key, good until the next step. */
    public long key() {
        return cursor.key();
    }

    /** Bytes of the key at an address. */
    long keyBytes(long at) {
        return keys.begin(keys.partCount(), at) - at;
    }

    /** Makes the row at hand a key. */
    public void load(OrderedKey into) {
        into.begin();
        putInto(into);
        into.end();
    }

    /** Writes the row at hand into a key. */
    void putInto(OrderedKey into) {
        long at = cursor.key();
        into.putBytes(at, keyBytes(at));
    }

    public void clear(long group) {
        index.clear(group);
    }

    public long heldBytes() {
        return index.heldBytes();
    }

    @Override
    public void close() {
        key.close();
        cursor.close();
        index.close();
        keys.close();
    }
}
