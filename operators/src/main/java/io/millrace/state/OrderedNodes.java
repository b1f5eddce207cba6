package io.millrace.state;

import io.millrace.memory.OffHeap;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The nodes of an {@link OrderedIndex} and what lies where in them. A node is a row of a {@link RowStore}, one store a size, so
 * that nodes are reused and given back as rows are.
 *
 * <pre>
 *   header      bits 63..16 entries or children
 *   leaf        entries in ascending order, each
 *                 key words    the first bytes of the key, as unsigned words of descending significance
 *                 tail         only where keys can be longer: reference + 1 of [length][key], 0 where the words are all of it
 *                 weight       signed, never 0
 *   inner node  children in ascending order, each
 *                 node         reference
 *                 weight       the positive weights below, added up
 *                 keys         how many keys below have a positive weight
 *                 greatest     the greatest weight below; only where it is asked for
 *                 key words, tail   no key below is less; meaningless in the first child
 * </pre>
 *
 * A reference to a node is its row + 1 in bits 31..0, its size in 39..32 and its height above the leaves in 47..40.
 */
final class OrderedNodes implements AutoCloseable {
    /** Big enough that few levels are needed, small enough to move half of it with every insertion. */
    private static final int NODE_BYTES = 2048;

    private static final int HEADER_BYTES = Long.BYTES;
    private static final int CHILD_HEAD_BYTES = 4 * Long.BYTES;

    private final int keyWords;
    private final boolean hasTails;
    private final int entryBytes;
    private final int childBytes;
    /** Bytes of the smallest leaf, a power of two as all are: then nodes fill whole pages. */
    private final int leastBytes;

    private final int innerCapacity;
    private final int innerSize;
    private final RowStore[] stores;
    private final ByteStore tails;
    private long tailCount;

    OrderedNodes(BufferAllocator allocator, int keyWords, boolean hasTails) {
        this.keyWords = keyWords;
        this.hasTails = hasTails;
        entryBytes = keyBytes() + Long.BYTES;
        childBytes = CHILD_HEAD_BYTES + keyBytes();
        innerCapacity = (NODE_BYTES - HEADER_BYTES) / childBytes;
        leastBytes = Integer.highestOneBit(2 * (HEADER_BYTES + entryBytes) - 1);
        innerSize = Integer.numberOfTrailingZeros(NODE_BYTES / leastBytes) + 1;
        stores = new RowStore[innerSize + 1];
        for (int size = 0; size < innerSize; size++) {
            stores[size] = new RowStore(allocator, layoutOf(leastBytes << size));
        }
        stores[innerSize] = new RowStore(allocator, layoutOf(NODE_BYTES));
        tails = new ByteStore(allocator);
    }

    private static RowLayout layoutOf(int bytes) {
        return RowLayout.of(List.of(), (bytes - HEADER_BYTES) / Long.BYTES);
    }

    int keyWords() {
        return keyWords;
    }

    /** Bytes of a key in a node, its tail's reference among them. */
    int keyBytes() {
        return (keyWords + (hasTails ? 1 : 0)) * Long.BYTES;
    }

    int leafCapacity() {
        return capacityOf(innerSize - 1);
    }

    int innerCapacity() {
        return innerCapacity;
    }

    long heldBytes() {
        long bytes = tails.heldBytes();
        for (RowStore store : stores) {
            bytes += store.heldBytes();
        }
        return bytes;
    }

    private int capacityOf(int size) {
        return ((leastBytes << size) - HEADER_BYTES) / entryBytes;
    }

    /** Returns a leaf with room for at least so many entries, as far as a leaf has room for them. */
    long newLeaf(int entries) {
        int size = 0;
        while (size < innerSize - 1 && capacityOf(size) < entries) {
            size++;
        }
        return (stores[size].allocate() + 1L) | (long) size << 32;
    }

    long newInner(int height) {
        return (stores[innerSize].allocate() + 1L) | (long) innerSize << 32 | (long) height << 40;
    }

    static int height(long node) {
        return (int) (node >>> 40);
    }

    private static int size(long node) {
        return (int) (node >>> 32) & 0xFF;
    }

    /** Entries that a leaf has room for. */
    int capacity(long leaf) {
        return capacityOf(size(leaf));
    }

    /** Where a node is, until the next node is made. */
    long address(long node) {
        return stores[size(node)].address((int) node - 1);
    }

    /** Gives a node back; its tails are somebody else's already. */
    void free(long node) {
        OffHeap.putLong(address(node), 0);
        stores[size(node)].free((int) node - 1);
    }

    static int count(long address) {
        return (int) (OffHeap.getLong(address) >> RowLayout.WEIGHT_SHIFT);
    }

    static void setCount(long address, int count) {
        OffHeap.putLong(address, (long) count << RowLayout.WEIGHT_SHIFT);
    }

    long entry(long address, int index) {
        return address + Long.BYTES + (long) index * entryBytes;
    }

    long weight(long entry) {
        return OffHeap.getLong(entry + entryBytes - Long.BYTES);
    }

    void setWeight(long entry, long weight) {
        OffHeap.putLong(entry + entryBytes - Long.BYTES, weight);
    }

    long child(long address, int index) {
        return address + Long.BYTES + (long) index * childBytes;
    }

    static long childNode(long child) {
        return OffHeap.getLong(child);
    }

    static long childWeight(long child) {
        return OffHeap.getLong(child + 8);
    }

    static long childKeys(long child) {
        return OffHeap.getLong(child + 16);
    }

    static long childGreatest(long child) {
        return OffHeap.getLong(child + 24);
    }

    static void setChild(long child, long node, long weight, long keys, long greatest) {
        OffHeap.putLong(child, node);
        OffHeap.putLong(child + 8, weight);
        OffHeap.putLong(child + 16, keys);
        OffHeap.putLong(child + 24, greatest);
    }

    static long childKey(long child) {
        return child + CHILD_HEAD_BYTES;
    }

    /** Moves the entries from {@code from} on by {@code by} places; negative to the left. */
    void shiftEntries(long address, int from, int count, int by) {
        OffHeap.copy(entry(address, from), entry(address, from + by), (long) (count - from) * entryBytes);
    }

    void copyEntries(long from, int index, int count, long to, int toIndex) {
        OffHeap.copy(entry(from, index), entry(to, toIndex), (long) count * entryBytes);
    }

    void shiftChildren(long address, int from, int count, int by) {
        OffHeap.copy(child(address, from), child(address, from + by), (long) (count - from) * childBytes);
    }

    void copyChildren(long from, int index, int count, long to, int toIndex) {
        OffHeap.copy(child(from, index), child(to, toIndex), (long) count * childBytes);
    }

    /** Compares a key that is looked for with one in a node: negative where it is less. */
    int compare(OrderedKey key, long at) {
        for (int word = 0; word < keyWords; word++) {
            long mine = key.word(word);
            long other = OffHeap.getLong(at + ((long) word << 3));
            if (mine != other) {
                return Long.compareUnsigned(mine, other);
            }
        }
        return hasTails ? compareTails(key, at) : 0;
    }

    /** No key is the beginning of another, so where one has a tail behind equal words the other has one too. */
    private int compareTails(OrderedKey key, long at) {
        long tail = OffHeap.getLong(at + ((long) keyWords << 3));
        if (tail == 0 || key.byteCount() <= keyWords * Long.BYTES) {
            return 0;
        }
        long other = tails.address(tail - 1);
        int skipped = keyWords * Long.BYTES;
        return OffHeap.compare(
                key.address() + skipped,
                key.byteCount() - skipped,
                other + Integer.BYTES + skipped,
                OffHeap.getInt(other) - skipped);
    }

    /** Writes a key into a node. */
    void putKey(OrderedKey key, long at) {
        for (int word = 0; word < keyWords; word++) {
            OffHeap.putLong(at + ((long) word << 3), key.word(word));
        }
        if (hasTails) {
            long tail = 0;
            if (key.byteCount() > keyWords * Long.BYTES) {
                tail = tails.put(key.addressOfLength(), key.byteCount() + Integer.BYTES) + 1;
                tailCount++;
            }
            OffHeap.putLong(at + ((long) keyWords << 3), tail);
        }
    }

    /** Copies a key with a tail of its own. */
    void copyKey(long from, long to) {
        OffHeap.copy(from, to, (long) keyWords << 3);
        if (hasTails) {
            long tail = OffHeap.getLong(from + ((long) keyWords << 3));
            if (tail != 0) {
                long bytes = tails.address(tail - 1);
                tail = tails.put(bytes, OffHeap.getInt(bytes) + Integer.BYTES) + 1;
                tailCount++;
            }
            OffHeap.putLong(to + ((long) keyWords << 3), tail);
        }
    }

    /** Moves a key, with its tail, to another place. */
    void moveKey(long from, long to) {
        OffHeap.copy(from, to, keyBytes());
    }

    /** Lets go of a key's tail. */
    void dropKey(long at) {
        if (hasTails) {
            long tail = OffHeap.getLong(at + ((long) keyWords << 3));
            if (tail != 0) {
                tails.release(tail - 1);
                OffHeap.putLong(at + ((long) keyWords << 3), 0);
                if (--tailCount == 0) {
                    tails.releaseEmpty();
                }
            }
        }
    }

    /** Makes the key of the first child meaningless; its tail is somebody else's already. */
    void clearKey(long at) {
        OffHeap.fill(at, keyBytes(), (byte) 0);
    }

    /** Address of the bytes of a key in a node: its tail, or its words, written to {@code scratch}. */
    long keyBytes(long at, long scratch) {
        if (hasTails) {
            long tail = OffHeap.getLong(at + ((long) keyWords << 3));
            if (tail != 0) {
                return tails.address(tail - 1) + Integer.BYTES;
            }
        }
        for (int word = 0; word < keyWords; word++) {
            long offset = (long) word << 3;
            OffHeap.putLong(scratch + offset, Long.reverseBytes(OffHeap.getLong(at + offset)));
        }
        return scratch;
    }

    /** Bytes of a key in a node: all of it where it has a tail, else those of its words. */
    int keyByteCount(long at) {
        if (hasTails) {
            long tail = OffHeap.getLong(at + ((long) keyWords << 3));
            if (tail != 0) {
                return OffHeap.getInt(tails.address(tail - 1));
            }
        }
        return keyWords * Long.BYTES;
    }

    void saveShapeTo(StateWriter out) throws IOException {
        out.putInt(keyWords);
        out.putInt(hasTails ? 1 : 0);
    }

    void requireShapeOf(StateReader in) throws IOException {
        in.require(in.getInt() == keyWords && in.getInt() == (hasTails ? 1 : 0), "keys in order are of another length");
    }

    @Override
    public void close() {
        for (RowStore store : stores) {
            store.close();
        }
        tails.close();
    }
}
