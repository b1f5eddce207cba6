package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Many small or large ordered multisets of byte keys, one a group: each key with a signed net weight, which keys come in which
 * order, and how many there are before one. A group is a word of the caller's, 0 for a group without keys. Keys of positive weight
 * are there; those of negative weight are owed and wait out of sight; those of weight 0 are forgotten.
 *
 * <p>A group is a B+tree with counts, whose only leaf is as big as it must be: small groups are sorted runs. O(log n) a key. Groups
 * are read through an {@link OrderedCursor}. Owns its memory; one thread.
 */
public final class OrderedIndex implements AutoCloseable {
    private static final int MOST_LEVELS = 16;

    private final BufferAllocator allocator;
    private final OrderedNodes nodes;
    private final boolean tracksGreatest;
    /** A key that is on its way from one node to another. */
    private final Chunk separator;

    /** The inner nodes above the leaf that was found last, from the root down, and which child was taken in each. */
    private final long[] path = new long[MOST_LEVELS];

    private final int[] places = new int[MOST_LEVELS];
    private int depth;

    /**
     * Opens an index without groups.
     *
     * @param keyWords 8-byte words of a key that lie in the nodes, 1 to 8
     * @param hasTails whether keys can be longer than that
     * @param tracksGreatest whether {@link OrderedCursor#seekGreatestWeight} is asked for
     */
    public OrderedIndex(BufferAllocator allocator, int keyWords, boolean hasTails, boolean tracksGreatest) {
        if (keyWords < 1 || keyWords > OrderedKey.MOST_WORDS) {
            throw new IllegalArgumentException(keyWords + " words of a key; 1 to " + OrderedKey.MOST_WORDS);
        }
        this.allocator = allocator;
        this.nodes = new OrderedNodes(allocator, keyWords, hasTails);
        this.tracksGreatest = tracksGreatest;
        this.separator = Chunk.open(allocator, nodes.keyBytes());
    }

    OrderedNodes nodes() {
        return nodes;
    }

    public long heldBytes() {
        return nodes.heldBytes();
    }

    /**
     * Adds to the weight of a key.
     *
     * @param group address of the group's word
     * @return the key's weight before
     */
    public long add(long group, OrderedKey key, long weight) {
        long root = OffHeap.getLong(group);
        if (weight == 0) {
            return root == 0 ? 0 : weightOf(group, key);
        }
        if (root == 0) {
            long leaf = nodes.newLeaf(1);
            insertInto(leaf, 0, 0, key, weight);
            OffHeap.putLong(group, leaf);
            return 0;
        }
        long leaf = descend(root, key);
        long address = nodes.address(leaf);
        int count = OrderedNodes.count(address);
        int place = lowerBound(address, count, key);
        if (place < count && nodes.compare(key, nodes.entry(address, place)) == 0) {
            return change(group, leaf, place, weight);
        }
        if (count < nodes.capacity(leaf)) {
            insertInto(leaf, count, place, key, weight);
            settleAbove(leaf, Math.max(weight, 0), weight > 0 ? 1 : 0);
        } else if (count < nodes.leafCapacity()) {
            leaf = resized(leaf, count + 1, count);
            OffHeap.putLong(group, leaf);
            insertInto(leaf, count, place, key, weight);
        } else {
            split(group, leaf, place, key, weight);
        }
        return 0;
    }

    /** Forgets all keys of a group. */
    public void clear(long group) {
        long root = OffHeap.getLong(group);
        if (root != 0) {
            free(root);
            OffHeap.putLong(group, 0);
        }
    }

    private void free(long node) {
        long address = nodes.address(node);
        int count = OrderedNodes.count(address);
        for (int i = 0; i < count; i++) {
            if (OrderedNodes.height(node) == 0) {
                nodes.dropKey(nodes.entry(address, i));
            } else {
                nodes.dropKey(OrderedNodes.childKey(nodes.child(address, i)));
                free(OrderedNodes.childNode(nodes.child(address, i)));
            }
        }
        nodes.free(node);
    }

    /** The net weight of a key. */
    public long weightOf(long group, OrderedKey key) {
        long root = OffHeap.getLong(group);
        if (root == 0) {
            return 0;
        }
        long address = nodes.address(descend(root, key));
        int count = OrderedNodes.count(address);
        int place = lowerBound(address, count, key);
        boolean isThere = place < count && nodes.compare(key, nodes.entry(address, place)) == 0;
        return isThere ? nodes.weight(nodes.entry(address, place)) : 0;
    }

    /** Whether a group has no keys, not even owed ones. */
    public boolean isEmpty(long group) {
        return OffHeap.getLong(group) == 0;
    }

    /** The positive weights of a group, added up. */
    public long weight(long group) {
        long root = OffHeap.getLong(group);
        return root == 0 ? 0 : weightBelow(root);
    }

    /** How many keys of a group have a positive weight. */
    public long keyCount(long group) {
        long root = OffHeap.getLong(group);
        return root == 0 ? 0 : keysBelow(root);
    }

    /** The positive weights of the keys before {@code key}, added up: the rank of its first copy. */
    public long rank(long group, OrderedKey key) {
        long node = OffHeap.getLong(group);
        if (node == 0) {
            return 0;
        }
        long rank = 0;
        while (OrderedNodes.height(node) > 0) {
            long address = nodes.address(node);
            int place = childBefore(address, key);
            for (int i = 0; i < place; i++) {
                rank += OrderedNodes.childWeight(nodes.child(address, i));
            }
            node = OrderedNodes.childNode(nodes.child(address, place));
        }
        long address = nodes.address(node);
        int place = lowerBound(address, OrderedNodes.count(address), key);
        for (int i = 0; i < place; i++) {
            rank += Math.max(0, nodes.weight(nodes.entry(address, i)));
        }
        return rank;
    }

    private long descend(long root, OrderedKey key) {
        depth = 0;
        long node = root;
        while (OrderedNodes.height(node) > 0) {
            long address = nodes.address(node);
            int place = childOf(address, key);
            path[depth] = node;
            places[depth++] = place;
            node = OrderedNodes.childNode(nodes.child(address, place));
        }
        return node;
    }

    /** The child that a key is in, if it is there: the last whose first key is not greater. */
    private int childOf(long address, OrderedKey key) {
        int low = 1;
        int high = OrderedNodes.count(address);
        while (low < high) {
            int middle = low + high >>> 1;
            if (nodes.compare(key, OrderedNodes.childKey(nodes.child(address, middle))) >= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The last child whose first key is less, where the first key that is not less may be in the next one. */
    int childBefore(long address, OrderedKey key) {
        int low = 1;
        int high = OrderedNodes.count(address);
        while (low < high) {
            int middle = low + high >>> 1;
            if (nodes.compare(key, OrderedNodes.childKey(nodes.child(address, middle))) > 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The first entry of a leaf that is not less than a key. */
    int lowerBound(long address, int count, OrderedKey key) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (nodes.compare(key, nodes.entry(address, middle)) > 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long change(long group, long leaf, int place, long weight) {
        long address = nodes.address(leaf);
        long entry = nodes.entry(address, place);
        long before = nodes.weight(entry);
        long after = before + weight;
        int count = OrderedNodes.count(address);
        if (after == 0) {
            nodes.dropKey(entry);
            nodes.shiftEntries(address, place + 1, count, -1);
            OrderedNodes.setCount(address, count - 1);
        } else {
            nodes.setWeight(entry, after);
        }
        settleAbove(leaf, Math.max(after, 0) - Math.max(before, 0), (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0));
        if (after == 0) {
            shrinkLeaf(group, leaf, count - 1);
        }
        return before;
    }

    private void insertInto(long leaf, int count, int place, OrderedKey key, long weight) {
        long address = nodes.address(leaf);
        nodes.shiftEntries(address, place, count, 1);
        OrderedNodes.setCount(address, count + 1);
        long entry = nodes.entry(address, place);
        nodes.putKey(key, entry);
        nodes.setWeight(entry, weight);
    }

    /** Only a leaf that is the whole tree has another size than the greatest. */
    private long resized(long leaf, int capacity, int count) {
        long other = nodes.newLeaf(capacity);
        long to = nodes.address(other);
        nodes.copyEntries(nodes.address(leaf), 0, count, to, 0);
        OrderedNodes.setCount(to, count);
        nodes.free(leaf);
        return other;
    }

    /** Makes two leaves of a full one, and inserts. A leaf that is appended to stays full: rows often come in order. */
    private void split(long group, long leaf, int place, OrderedKey key, long weight) {
        int count = nodes.leafCapacity();
        int kept = place == count || place == 0 ? place : count / 2;
        long right = nodes.newLeaf(count);
        long from = nodes.address(leaf);
        long to = nodes.address(right);
        nodes.copyEntries(from, kept, count - kept, to, 0);
        OrderedNodes.setCount(from, kept);
        OrderedNodes.setCount(to, count - kept);
        if (place < kept || kept == 0) {
            insertInto(leaf, kept, place, key, weight);
        } else {
            insertInto(right, count - kept, place - kept, key, weight);
        }
        nodes.copyKey(nodes.entry(to, 0), separator.address());
        addChild(group, leaf, right, depth - 1);
    }

    /** Puts {@code right}, whose first key is the separator, behind {@code left}, and settles all counts above. */
    private void addChild(long group, long left, long right, int level) {
        if (level < 0) {
            long root = nodes.newInner(OrderedNodes.height(left) + 1);
            long address = nodes.address(root);
            OrderedNodes.setCount(address, 2);
            settleChild(address, 0, left);
            settleChild(address, 1, right);
            nodes.moveKey(separator.address(), OrderedNodes.childKey(nodes.child(address, 1)));
            OffHeap.putLong(group, root);
            return;
        }
        long parent = path[level];
        int place = places[level] + 1;
        int count = OrderedNodes.count(nodes.address(parent));
        if (count < nodes.innerCapacity()) {
            insertChild(nodes.address(parent), count, place, left, right);
            settleFrom(level);
            return;
        }
        int kept = place == count ? count : count / 2;
        long sibling = nodes.newInner(OrderedNodes.height(parent));
        long from = nodes.address(parent);
        long to = nodes.address(sibling);
        if (kept == count) {
            settleChild(from, count - 1, left);
            OrderedNodes.setCount(to, 1);
            settleChild(to, 0, right);
            addChild(group, parent, sibling, level - 1);
            return;
        }
        nodes.copyChildren(from, kept, count - kept, to, 0);
        OrderedNodes.setCount(from, kept);
        OrderedNodes.setCount(to, count - kept);
        if (place <= kept) {
            insertChild(from, kept, place, left, right);
        } else {
            insertChild(to, count - kept, place - kept, left, right);
        }
        long first = OrderedNodes.childKey(nodes.child(to, 0));
        nodes.moveKey(first, separator.address());
        nodes.clearKey(first);
        addChild(group, parent, sibling, level - 1);
    }

    private void insertChild(long address, int count, int place, long left, long right) {
        nodes.shiftChildren(address, place, count, 1);
        OrderedNodes.setCount(address, count + 1);
        settleChild(address, place - 1, left);
        settleChild(address, place, right);
        nodes.moveKey(separator.address(), OrderedNodes.childKey(nodes.child(address, place)));
    }

    private void shrinkLeaf(long group, long leaf, int count) {
        if (depth == 0) {
            shrinkRootLeaf(group, leaf, count);
        } else if (count == 0) {
            nodes.free(leaf);
            removeChild(group, depth - 1, places[depth - 1]);
        } else if (count < nodes.leafCapacity() / 4) {
            mergeLeaf(group, depth - 1);
        }
    }

    private void shrinkRootLeaf(long group, long leaf, int count) {
        if (count == 0) {
            nodes.free(leaf);
            OffHeap.putLong(group, 0);
        } else if (4 * count <= nodes.capacity(leaf)) {
            OffHeap.putLong(group, resized(leaf, 2 * count, count));
        }
    }

    /** Takes a child, whose node is gone, out of the parent at {@code level} of the path. */
    private void removeChild(long group, int level, int place) {
        long address = nodes.address(path[level]);
        int count = OrderedNodes.count(address);
        nodes.dropKey(OrderedNodes.childKey(nodes.child(address, place)));
        nodes.shiftChildren(address, place + 1, count, -1);
        OrderedNodes.setCount(address, count - 1);
        if (place == 0 && count > 1) {
            long first = OrderedNodes.childKey(nodes.child(address, 0));
            nodes.dropKey(first);
            nodes.clearKey(first);
        }
        shrinkInner(group, level, count - 1);
    }

    private void shrinkInner(long group, int level, int count) {
        if (level == 0) {
            if (count == 1) {
                long root = path[0];
                long only = OrderedNodes.childNode(nodes.child(nodes.address(root), 0));
                nodes.free(root);
                OffHeap.putLong(group, only);
                collapse(group, only);
            } else if (count == 0) {
                nodes.free(path[0]);
                OffHeap.putLong(group, 0);
            }
        } else if (count == 0) {
            nodes.free(path[level]);
            removeChild(group, level - 1, places[level - 1]);
        } else if (count < nodes.innerCapacity() / 4) {
            mergeInner(group, level - 1);
        }
    }

    /** A root of one child is that child. */
    private void collapse(long group, long newRoot) {
        long root = newRoot;
        while (OrderedNodes.height(root) > 0 && OrderedNodes.count(nodes.address(root)) == 1) {
            long only = OrderedNodes.childNode(nodes.child(nodes.address(root), 0));
            nodes.free(root);
            root = only;
            OffHeap.putLong(group, root);
        }
        if (OrderedNodes.height(root) == 0) {
            shrinkRootLeaf(group, root, OrderedNodes.count(nodes.address(root)));
        }
    }

    /** Makes one leaf of the one that was found and a neighbour, where both fit well. */
    private void mergeLeaf(long group, int level) {
        long address = nodes.address(path[level]);
        int left = leftOfPair(address, places[level]);
        if (left < 0) {
            return;
        }
        long into = OrderedNodes.childNode(nodes.child(address, left));
        long gone = OrderedNodes.childNode(nodes.child(address, left + 1));
        long to = nodes.address(into);
        long from = nodes.address(gone);
        int count = OrderedNodes.count(to);
        int more = OrderedNodes.count(from);
        if (count + more > nodes.leafCapacity() / 4 * 3) {
            return;
        }
        nodes.copyEntries(from, 0, more, to, count);
        OrderedNodes.setCount(to, count + more);
        nodes.free(gone);
        settleChild(address, left, into);
        removeChild(group, level, left + 1);
    }

    private void mergeInner(long group, int level) {
        long address = nodes.address(path[level]);
        int left = leftOfPair(address, places[level]);
        if (left < 0) {
            return;
        }
        long into = OrderedNodes.childNode(nodes.child(address, left));
        long gone = OrderedNodes.childNode(nodes.child(address, left + 1));
        long to = nodes.address(into);
        long from = nodes.address(gone);
        int count = OrderedNodes.count(to);
        int more = OrderedNodes.count(from);
        if (count + more > nodes.innerCapacity() / 4 * 3) {
            return;
        }
        nodes.copyChildren(from, 0, more, to, count);
        OrderedNodes.setCount(to, count + more);
        long between = OrderedNodes.childKey(nodes.child(address, left + 1));
        nodes.moveKey(between, OrderedNodes.childKey(nodes.child(to, count)));
        nodes.clearKey(between);
        nodes.free(gone);
        settleChild(address, left, into);
        removeChild(group, level, left + 1);
    }

    /** The left one of a child and its neighbour, or −1 where it has none. */
    private static int leftOfPair(long address, int place) {
        return place + 1 < OrderedNodes.count(address) ? place : place - 1;
    }

    /** Adds to the counts of all nodes above a leaf. */
    private void settleAbove(long leaf, long addedWeight, int addedKeys) {
        long below = leaf;
        for (int level = depth - 1; level >= 0; level--) {
            long child = nodes.child(nodes.address(path[level]), places[level]);
            OrderedNodes.setChild(
                    child,
                    below,
                    OrderedNodes.childWeight(child) + addedWeight,
                    OrderedNodes.childKeys(child) + addedKeys,
                    tracksGreatest ? greatestBelow(below) : 0);
            below = path[level];
        }
    }

    /** Counts anew what is below the nodes of the path above {@code level}. */
    private void settleFrom(int level) {
        for (int above = level - 1; above >= 0; above--) {
            settleChild(nodes.address(path[above]), places[above], path[above + 1]);
        }
    }

    private void settleChild(long address, int place, long node) {
        OrderedNodes.setChild(
                nodes.child(address, place),
                node,
                weightBelow(node),
                keysBelow(node),
                tracksGreatest ? greatestBelow(node) : 0);
    }

    private long weightBelow(long node) {
        long address = nodes.address(node);
        int count = OrderedNodes.count(address);
        long weight = 0;
        if (OrderedNodes.height(node) == 0) {
            for (int i = 0; i < count; i++) {
                weight += Math.max(0, nodes.weight(nodes.entry(address, i)));
            }
        } else {
            for (int i = 0; i < count; i++) {
                weight += OrderedNodes.childWeight(nodes.child(address, i));
            }
        }
        return weight;
    }

    private long keysBelow(long node) {
        long address = nodes.address(node);
        int count = OrderedNodes.count(address);
        long keys = 0;
        if (OrderedNodes.height(node) == 0) {
            for (int i = 0; i < count; i++) {
                keys += nodes.weight(nodes.entry(address, i)) > 0 ? 1 : 0;
            }
        } else {
            for (int i = 0; i < count; i++) {
                keys += OrderedNodes.childKeys(nodes.child(address, i));
            }
        }
        return keys;
    }

    /** The greatest weight below a node; 0 where none is positive. */
    long greatestBelow(long node) {
        long address = nodes.address(node);
        int count = OrderedNodes.count(address);
        long greatest = 0;
        for (int i = 0; i < count; i++) {
            greatest = Math.max(
                    greatest,
                    OrderedNodes.height(node) == 0
                            ? nodes.weight(nodes.entry(address, i))
                            : OrderedNodes.childGreatest(nodes.child(address, i)));
        }
        return greatest;
    }

    /** Writes the number of keys of a group, and of each its length, bytes and weight. */
    void saveTo(StateWriter out, long group) throws IOException {
        long root = OffHeap.getLong(group);
        out.putLong(entriesBelow(root));
        try (Chunk scratch = Chunk.open(allocator, (long) OrderedKey.MOST_WORDS * Long.BYTES)) {
            save(out, root, scratch.address());
        }
    }

    private void save(StateWriter out, long node, long scratch) throws IOException {
        long address = nodes.address(node);
        for (int i = 0; i < OrderedNodes.count(address); i++) {
            if (OrderedNodes.height(node) > 0) {
                save(out, OrderedNodes.childNode(nodes.child(address, i)), scratch);
            } else {
                long entry = nodes.entry(address, i);
                int length = nodes.keyByteCount(entry);
                out.putInt(length);
                out.putBytes(nodes.keyBytes(entry, scratch), length);
                out.putLong(nodes.weight(entry));
            }
        }
    }

    private long entriesBelow(long node) {
        long address = nodes.address(node);
        int count = OrderedNodes.count(address);
        if (OrderedNodes.height(node) == 0) {
            return count;
        }
        long entries = 0;
        for (int i = 0; i < count; i++) {
            entries += entriesBelow(OrderedNodes.childNode(nodes.child(address, i)));
        }
        return entries;
    }

    /** Reads what {@link #saveTo} wrote into a group without keys; 0 to read over it. */
    void restoreFrom(StateReader in, long group, OrderedKey key) throws IOException {
        for (long left = in.getLong(); left > 0; left--) {
            int length = in.getCount(Integer.MAX_VALUE);
            key.begin();
            long to = key.reserve(length);
            in.getBytes(to, length);
            key.advance(to + length);
            key.end();
            long weight = in.getLong();
            in.require(weight != 0, "a key has no weight");
            if (group != 0) {
                add(group, key, weight);
            }
        }
    }

    @Override
    public void close() {
        separator.close();
        nodes.close();
    }
}
