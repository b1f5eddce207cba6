package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Walks over the keys of positive weight of one group of an {@link OrderedIndex}. Each of the seeks and steps says whether it came
 * to a key. A cursor is good until the index changes. Owns its scratch memory.
 */
public final class OrderedCursor implements AutoCloseable {
    private static final int MOST_LEVELS = 16;

    private final OrderedIndex index;
    private final OrderedNodes nodes;
    private final Chunk scratch;
    private final long[] path = new long[MOST_LEVELS];
    private final int[] places = new int[MOST_LEVELS];
    private int depth;
    private long leaf;
    private int place;
    private int count;

    public OrderedCursor(BufferAllocator allocator, OrderedIndex index) {
        this.index = index;
        this.nodes = index.nodes();
        this.scratch = Chunk.open(allocator, (long) OrderedKey.MOST_WORDS * Long.BYTES);
    }

    /** Goes to the first key. */
    public boolean first(long group) {
        return begin(group) && down(OffHeap.getLong(group), true) && (isVisible() || next());
    }

    /** Goes to the last key. */
    public boolean last(long group) {
        return begin(group) && down(OffHeap.getLong(group), false) && (isVisible() || previous());
    }

    /** Goes to the first key that is not less than {@code key}, which may be only the beginning of keys. */
    public boolean seek(long group, OrderedKey key) {
        return toLowerBound(group, key) && (isVisible() || next());
    }

    /** Goes to the last key that is less than {@code key}. */
    public boolean seekBefore(long group, OrderedKey key) {
        if (!begin(group)) {
            return false;
        }
        toLowerBoundLeaf(group, key);
        return previous();
    }

    /** Goes to the key that copy {@code rank}, from 0, of the group's rows has. */
    public boolean seekRank(long group, long rank) {
        if (!begin(group) || rank < 0) {
            return false;
        }
        long left = rank;
        long node = OffHeap.getLong(group);
        while (OrderedNodes.height(node) > 0) {
            long address = nodes.address(node);
            int children = OrderedNodes.count(address);
            int at = 0;
            while (at < children - 1 && left >= OrderedNodes.childWeight(nodes.child(address, at))) {
                left -= OrderedNodes.childWeight(nodes.child(address, at++));
            }
            node = enter(node, at);
        }
        setLeaf(node);
        for (place = 0; place < count; place++) {
            left -= Math.max(0, weight());
            if (left < 0) {
                return true;
            }
        }
        return false;
    }

    /** Goes to the first of the keys of the greatest weight. */
    public boolean seekGreatestWeight(long group) {
        if (!begin(group)) {
            return false;
        }
        long node = OffHeap.getLong(group);
        long greatest = index.greatestBelow(node);
        while (OrderedNodes.height(node) > 0) {
            long address = nodes.address(node);
            int at = 0;
            while (OrderedNodes.childGreatest(nodes.child(address, at)) != greatest) {
                at++;
            }
            node = enter(node, at);
        }
        setLeaf(node);
        for (place = 0; place < count; place++) {
            if (weight() == greatest) {
                return greatest > 0;
            }
        }
        return false;
    }

    /** Goes to the next key. */
    public boolean next() {
        while (true) {
            place++;
            while (place >= count) {
                if (!nextLeaf()) {
                    return false;
                }
            }
            if (isVisible()) {
                return true;
            }
        }
    }

    /** Goes to the key before. */
    public boolean previous() {
        while (true) {
            place--;
            while (place < 0) {
                if (!previousLeaf()) {
                    return false;
                }
            }
            if (isVisible()) {
                return true;
            }
        }
    }

    /** Goes to the first entry of whatever weight, also one that is owed. */
    public boolean firstEntry(long group) {
        return begin(group) && down(OffHeap.getLong(group), true);
    }

    /** Goes to the first entry of whatever weight that is not less than a key. */
    boolean seekEntry(long group, OrderedKey key) {
        return toLowerBound(group, key);
    }

    /** Goes to the last entry of whatever weight that is less than a key. */
    boolean seekEntryBefore(long group, OrderedKey key) {
        if (!begin(group)) {
            return false;
        }
        toLowerBoundLeaf(group, key);
        place--;
        while (place < 0) {
            if (!previousLeaf()) {
                return false;
            }
        }
        return true;
    }

    /** Goes to the next entry of whatever weight. */
    boolean nextEntry() {
        place++;
        while (place >= count) {
            if (!nextLeaf()) {
                return false;
            }
        }
        return true;
    }

    /** The weight of the key. */
    public long weight() {
        return nodes.weight(nodes.entry(nodes.address(leaf), place));
    }

    /** Address of the key's bytes, good until the cursor moves or the index changes. */
    public long key() {
        return nodes.keyBytes(nodes.entry(nodes.address(leaf), place), scratch.address());
    }

    private boolean begin(long group) {
        depth = 0;
        return OffHeap.getLong(group) != 0;
    }

    private boolean toLowerBound(long group, OrderedKey key) {
        if (!begin(group)) {
            return false;
        }
        toLowerBoundLeaf(group, key);
        while (place >= count) {
            if (!nextLeaf()) {
                return false;
            }
        }
        return true;
    }

    private void toLowerBoundLeaf(long group, OrderedKey key) {
        long node = OffHeap.getLong(group);
        while (OrderedNodes.height(node) > 0) {
            node = enter(node, index.childBefore(nodes.address(node), key));
        }
        setLeaf(node);
        place = index.lowerBound(nodes.address(leaf), count, key);
    }

    private long enter(long node, int child) {
        path[depth] = node;
        places[depth++] = child;
        return OrderedNodes.childNode(nodes.child(nodes.address(node), child));
    }

    private void setLeaf(long node) {
        leaf = node;
        count = OrderedNodes.count(nodes.address(node));
    }

    private boolean down(long from, boolean toFirst) {
        long node = from;
        while (OrderedNodes.height(node) > 0) {
            node = enter(node, toFirst ? 0 : OrderedNodes.count(nodes.address(node)) - 1);
        }
        setLeaf(node);
        place = toFirst ? 0 : count - 1;
        return true;
    }

    private boolean nextLeaf() {
        while (depth > 0) {
            depth--;
            long node = path[depth];
            int at = places[depth] + 1;
            if (at < OrderedNodes.count(nodes.address(node))) {
                return down(enter(node, at), true);
            }
        }
        return false;
    }

    private boolean previousLeaf() {
        while (depth > 0) {
            depth--;
            long node = path[depth];
            int at = places[depth] - 1;
            if (at >= 0) {
                return down(enter(node, at), false);
            }
        }
        return false;
    }

    private boolean isVisible() {
        return weight() > 0;
    }

    @Override
    public void close() {
        scratch.close();
    }
}
