package io.millrace.plan;

import java.util.IdentityHashMap;

/** Something known about nodes, by identity: two nodes with the same content are two places of the plan. */
public final class NodeMap<V> {
    private final IdentityHashMap<Node, V> values = new IdentityHashMap<>();

    /** Returns what is known about a node, or null. */
    public V get(Node node) {
        return values.get(node);
    }

    public V getOrDefault(Node node, V otherwise) {
        return values.getOrDefault(node, otherwise);
    }

    /** Returns what was known before, or null. */
    public V put(Node node, V value) {
        return values.put(node, value);
    }

    public boolean contains(Node node) {
        return values.containsKey(node);
    }
}
