package io.millrace.table;

import java.util.List;

/**
 * Promises about the row ids of tables, and what is certain of them. A promise counts for all tables derived from these, from then
 * on; where an operation relies on it, it is checked as rows come, and ids that break it are reported.
 */
public final class Universes {
    private Universes() {}

    /** Promises that the tables have the same ids at all times. */
    public static void promiseAreEqual(Table... tables) {
        List<Table> all = List.of(tables);
        for (int i = 1; i < all.size(); i++) {
            promiseIsSubsetOf(all.get(i - 1), all.get(i));
            promiseIsSubsetOf(all.get(i), all.get(i - 1));
        }
    }

    /** Promises that every id of the first table is one of the second at all times. */
    public static void promiseIsSubsetOf(Table subset, Table superset) {
        subset.universe().promiseSubsetOf(superset.universe());
    }

    /** Promises that no two of the tables ever have an id at the same time. */
    public static void promiseArePairwiseDisjoint(Table... tables) {
        List<Table> all = List.of(tables);
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                all.get(i).universe().promiseDisjointFrom(all.get(j).universe());
            }
        }
    }

    /** Whether two tables are certain to have the same ids. */
    public static boolean areEqual(Table left, Table right) {
        return left.universe().isEqualTo(right.universe());
    }

    /** Whether every id of the first table is certain to be one of the second. */
    public static boolean isSubset(Table subset, Table superset) {
        return subset.universe().isSubsetOf(superset.universe());
    }

    /** Whether two tables are certain to share no id. */
    public static boolean areDisjoint(Table left, Table right) {
        return left.universe().isDisjointFrom(right.universe());
    }
}
