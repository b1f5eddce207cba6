/**
 * Loops: tables that a body maps to their next versions until nothing changes, kept up to date as an incremental fixpoint.
 *
 * <p>A loop is a run of nodes of a dataflow ({@link io.millrace.schedule.Dataflow#beginLoop}). A {@link
 * io.millrace.iterate.LoopVariable} brings a table in, back edges bring what the body made of it back to the variable, and a {@link
 * io.millrace.iterate.LoopResult} behind the loop puts out what it has become. Tables from outside are read as they are: their rows
 * are changes of iteration 0, so they are constant in the loop.
 *
 * <p><b>Time.</b> Inside, a change has an epoch and an iteration. Let X(e, i) be a table of epoch e at iteration i: the sum of all
 * changes of epochs up to e at iterations up to i. The variable is the start at iteration 0, and at i + 1 what the body makes of it at
 * i; so X(e, i) is what i steps make of the input of epoch e, whatever came before, and deletions are exact. Epochs are totally ordered
 * and run one after the other, each to its end, so only iterations of finished epochs have to be told apart: history is kept by
 * iteration. Within an epoch iterations come in ascending order; one at which no operator of any worker has something to say is left
 * out. The fixpoint is reached when none is left, or ends at the limit.
 *
 * <p><b>Rewinding.</b> Operators without state pass changes on with their time. One with state is an ordinary operator f of the engine
 * that treats keys apart, behind a {@link io.millrace.iterate.Rewinding}. What it must put out at iteration i of epoch e is
 * g(i) − g(p), where g(i) = f(X(e, i)) − f(X(e − 1, i)) and p is the last iteration before i at which the epoch evaluated the key, or
 * g(p) = 0 where there was none. Between epochs f holds X(e − 1, ∞). At the end of iteration i, for the keys that have new rows there or
 * that the epoch has touched and whose history has rows there:
 *
 * <ol>
 *   <li>a key that is touched first is rewound: the history after i is taken back, and what f says is dropped;
 *   <li>else, where its history has rows in (p, i], the epoch's rows up to p are taken back, and what f says counts; then that history
 *       is added again, and what f says is dropped;
 *   <li>the epoch's rows up to i that f does not hold are added, and what f says counts.
 * </ol>
 *
 * What counts adds up to g(i) − g(p): f(X(e−1, p)) − f(X(e, p)) + f(X(e, i)) − f(X(e−1, i)). A key without history after the iteration at
 * which it is touched needs none of this: its rows go to f as they come. After the last iteration f holds X(e, ∞) again.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Rows of iteration 0 are never taken back by rewinding, so they are no history: what is constant in the loop, and all that
 *       does not change after the start, is kept once, by f.
 *   <li>The history of a key is ordered by iteration, holds a row of an iteration once, and no row of weight 0. Rewinding to i walks
 *       rows after i only; the work of an epoch is in the changes and the later history of the keys that they touch, not in tables.
 *   <li>What counts is added up before it goes on, so that a key whose value does not change touches nothing further down.
 *   <li>f must take rows back exactly, down to the last bit, and must not mind their order. Sums of floats do not qualify.
 *   <li>Changes that go round meet on the worker that owns the whole row, so that equal rows cancel and the loop ends.
 * </ul>
 *
 * <p>Workers go from iteration to iteration together: an exchange inside the loop ends once an iteration, and after each one all agree
 * on the next ({@code LoopRun}). State is saved between epochs, when only f and the history hold anything. All of it is used by
 * one worker's thread.
 */
package io.millrace.iterate;
