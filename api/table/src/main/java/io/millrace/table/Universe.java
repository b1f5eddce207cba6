package io.millrace.table;

import java.util.Set;

/**
 * The set of row ids of a table, known by how it came about. Tables of one universe have the same ids at all times.
 *
 * @param superset a universe that contains this one, or null
 * @param disjoint universes that were promised to share no id with this one
 */
record Universe(Universe superset, Set<Universe> disjoint) {
    static Universe fresh() {
        return new Universe(null, Set.of());
    }

    /** A universe of some of these ids. */
    Universe subset() {
        return new Universe(this, Set.of());
    }

    /** The same ids, promised to be none of the other's. */
    Universe disjointFrom(Universe other) {
        return new Universe(this, Set.of(other));
    }

    boolean isDisjointFrom(Universe other) {
        return excludes(other) || other.excludes(this);
    }

    private boolean excludes(Universe other) {
        for (Universe mine = this; mine != null; mine = mine.superset) {
            for (Universe theirs = other; theirs != null; theirs = theirs.superset) {
                if (mine.disjoint.contains(theirs)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Universes are what they are, whatever they are made of. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
