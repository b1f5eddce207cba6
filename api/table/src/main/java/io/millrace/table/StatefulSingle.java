package io.millrace.table;

import java.util.List;

/**
 * Computes the new state of a group, which is its result, row by row. Rows that are taken back make it an error.
 *
 * @param <S> the Java form of the result's type
 */
@FunctionalInterface
public interface StatefulSingle<S> {
    /**
     * @param state what this returned last for the group, or null
     * @param row the arguments of one row
     */
    S combine(S state, List<Object> row) throws Exception;
}
