package io.millrace.table;

import io.millrace.reduce.RowCount;
import java.util.List;

/**
 * Computes the new state of a group, which is its result, of what an epoch changes.
 *
 * @param <S> the Java form of the result's type
 */
@FunctionalInterface
public interface StatefulMany<S> {
    /**
     * @param state what this returned last for the group, or null
     * @param rows the argument rows that the epoch changes, in order, each with how often; negative where it is taken back
     * @return the new state, or null where the group is to have no row
     */
    S combine(S state, List<RowCount> rows) throws Exception;
}
