package io.millrace.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The set of row ids of a table, known by how it came about and by what was promised of it: as clauses about any one id. What follows
 * from them is found by {@link UniverseProof}. Any thread.
 */
final class Universe {
    private final List<Clause> clauses = new ArrayList<>();

    /**
     * Says of every id that one of some universes has it or one of others has not.
     *
     * @param promised whether the user said so, else it follows from what operations do
     */
    record Clause(List<Universe> has, List<Universe> hasNot, boolean promised) {}

    private Universe() {}

    static Universe fresh() {
        return new Universe();
    }

    /** Some of these ids. */
    Universe subset() {
        Universe subset = new Universe();
        subset.define(List.of(this), List.of(subset));
        return subset;
    }

    /** Two universes that share no id and have all of these. */
    Universe[] split() {
        Universe[] parts = {subset(), subset()};
        for (Universe part : parts) {
            part.define(List.of(parts), List.of(this));
            part.define(List.of(), List.of(parts));
        }
        return parts;
    }

    /** The ids that any of these has. */
    static Universe union(List<Universe> parts) {
        Universe union = new Universe();
        parts.forEach(part -> union.define(List.of(union), List.of(part)));
        union.define(parts, List.of(union));
        return union;
    }

    /** The ids that all of these have. */
    static Universe intersection(List<Universe> parts) {
        Universe intersection = new Universe();
        parts.forEach(part -> intersection.define(List.of(part), List.of(intersection)));
        intersection.define(List.of(intersection), parts);
        return intersection;
    }

    /** These ids without those of the other. */
    Universe minus(Universe other) {
        Universe difference = subset();
        difference.define(List.of(), List.of(difference, other));
        difference.define(List.of(difference, other), List.of(this));
        return difference;
    }

    private void define(List<Universe> has, List<Universe> hasNot) {
        add(new Clause(List.copyOf(has), List.copyOf(hasNot), false));
    }

    private synchronized void add(Clause clause) {
        clauses.add(clause);
    }

    synchronized List<Clause> clauses() {
        return List.copyOf(clauses);
    }

    /** A promise that these ids are among the other's. */
    void promiseSubsetOf(Universe other) {
        promise(List.of(other), List.of(this));
    }

    /** A promise that no id is in both. */
    void promiseDisjointFrom(Universe other) {
        promise(List.of(), List.of(this, other));
    }

    private static void promise(List<Universe> has, List<Universe> hasNot) {
        Clause clause = new Clause(has, hasNot, true);
        has.forEach(it -> it.add(clause));
        hasNot.forEach(it -> it.add(clause));
    }

    /** Whether all these ids are certain to be among the other's, by what operations do or what was promised. */
    boolean isSubsetOf(Universe other) {
        return this == other || UniverseProof.excludes(List.of(this), List.of(other), true);
    }

    /** The same, by what operations do alone. */
    boolean isSurelySubsetOf(Universe other) {
        return this == other || UniverseProof.excludes(List.of(this), List.of(other), false);
    }

    boolean isEqualTo(Universe other) {
        return isSubsetOf(other) && other.isSubsetOf(this);
    }

    boolean isDisjointFrom(Universe other) {
        return UniverseProof.excludes(Arrays.asList(this, other), List.of(), true);
    }

    /** The same, by what operations do alone. */
    boolean isSurelyDisjointFrom(Universe other) {
        return UniverseProof.excludes(Arrays.asList(this, other), List.of(), false);
    }
}
