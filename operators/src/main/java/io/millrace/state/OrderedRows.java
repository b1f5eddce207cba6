package io.millrace.state;

import io.millrace.memory.OffHeap;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows of some cells in their order, many groups of them, a word a group: an {@link OrderedIndex} with the cells of its keys, a cursor
 * and a key to look for. Owns its memory; one thread.
 */
public final class OrderedRows implements AutoCloseable {
    private final SortKeys keys;
    private final OrderedIndex index;
    private final OrderedCursor cursor;
    private final OrderedKey key;

    public OrderedRows(BufferAllocator allocator, List<SortKeys.Part> parts) {
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

    public OrderedIndex index() {
        return index;
    }

    public OrderedCursor cursor() {
        return cursor;
    }

    /** The key that {@link #load} sets. */
    public OrderedKey key() {
        return key;
    }

    /** Looks for the row whose bytes are at an address. */
    public OrderedKey load(long at) {
        key.begin();
        key.putBytes(at, keys.begin(keys.partCount(), at) - at);
        key.end();
        return key;
    }

    /** Whether two rows, by the addresses of their bytes, have the same cells in parts {@code from} to before {@code to}. */
    public boolean equalParts(int from, int to, long left, long right) {
        long mine = keys.begin(from, left);
        long other = keys.begin(from, right);
        long bytes = keys.begin(to, left) - mine;
        return bytes == keys.begin(to, right) - other && OffHeap.equal(mine, other, bytes);
    }

    public long heldBytes() {
        return index.heldBytes();
    }

    /**
     * Writes the rows of all groups.
     *
     * @param byteOffset where the rows' word is among a group's words
     */
    public void saveTo(StateOutput out, String part, SavedGroups.Groups groups, int byteOffset) throws IOException {
        SavedGroups.saveOrder(out, part, groups, byteOffset, index);
    }

    /** Adds what {@link #saveTo} wrote of the groups that {@code target} knows, whose words are 0. */
    public void restoreFrom(StateInput in, String part, SavedGroups.Target target, int byteOffset) throws IOException {
        SavedGroups.restoreOrder(in, part, target, byteOffset, index, key);
    }

    @Override
    public void close() {
        key.close();
        cursor.close();
        index.close();
        keys.close();
    }
}
