/**
 * Group by: rows of a batch find their group's record by key, one kernel an aggregate adds to it, and at the epoch's end every group
 * that changed is taken back as it was and put out as it is.
 *
 * <p>{@link io.millrace.reduce.GroupBy} is the plan, {@link io.millrace.reduce.Reducer} one result column of it: a
 * {@link io.millrace.reduce.LinearReducer} is computed of accumulators, {@link io.millrace.reduce.Accumulator}, a
 * {@link io.millrace.reduce.RowReducer} of a {@link io.millrace.reduce.RowState}: the rows of the group in an order, which reducers
 * of the same order share, or, where rows only come, what little of them the reducer needs.
 */
package io.millrace.reduce;
