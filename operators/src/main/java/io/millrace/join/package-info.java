/**
 * Equi-joins of tables that change.
 *
 * <p>A {@link io.millrace.join.KeyTable} holds the keys of all tables that are joined with each other, so that a row is hashed and
 * probed once; the rows of a table, an {@link io.millrace.join.Arrangement}, hang on their key in a chain; a
 * {@link io.millrace.join.JoinReader} pairs what is pushed into one arrangement with what another one holds. A join that shares
 * nothing has all of these to itself ({@link io.millrace.join.JoinPlan}); tables that several joins read have one operator each
 * that keeps them ({@link io.millrace.join.JoinGroup}), behind one exchange.
 *
 * <p><b>Each pair is met once.</b> A change of one side meets the rows that the other side holds at that moment, and is met by what
 * comes later: {@code ΔL⋈R + (L+ΔL)⋈ΔR}, whatever the order within the epoch. This needs that a join is never given rows of
 * one side while the other side's arrangement holds rows that the join has not been given, or lacks some that it has. An
 * arrangement keeps a slice of rows, then gives it to its joins; the condition could fail in between only where a join that already
 * has the slice puts something out which comes, within that push, to a join that has it not. What a join puts out within a push comes
 * only to operators behind it in the dataflow, since an exchange delivers between pushes. So an arrangement gives a slice to its
 * joins from the last one in the dataflow to the first: whoever is reached already has it. A join of a table with itself takes the
 * slice twice: as one side before it is kept, {@code ΔR⋈R}, and as the other side after, {@code (R+ΔR)⋈ΔR}.
 *
 * <p>What is pushed within a push may add keys, which moves their records, but no rows to the arrangements that a join in the middle
 * of its work reads, for those are before it. So keys are found anew by their ordinals after every such push; and a join that shares
 * an arrangement collects no results over a push of another one.
 *
 * <p>Rows without a match are decided when the join ends its epoch: inputs have ended theirs, and what the join puts out then comes
 * to later operators only. When the last join of a group has ended, rows and keys without weight are freed and the marks of the
 * epoch cleared; until then every ordinal and every weight of before the epoch can be read.
 */
package io.millrace.join;
