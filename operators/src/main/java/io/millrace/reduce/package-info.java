/**
 * Group by: rows of a batch find their group's record by key, one kernel an aggregate adds to it, and at the epoch's end every group
 * that changed is taken back as it was and put out as it is.
 *
 * <p>{@link io.millrace.reduce.GroupBy} is the plan, {@link io.millrace.reduce.Reducer} one result column of it,
 * {@link io.millrace.reduce.Accumulator} the state behind one or more of those.
 */
package io.millrace.reduce;
