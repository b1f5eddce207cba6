package io.millrace.expression;

import io.millrace.type.Type;

/**
 * One step of a compiled program: computes the cells of an expression for the batch at hand, once for all who ask. It may compute
 * rows that nobody asked for, as long as they are without effect: errors of such rows are not reported.
 */
abstract class Node {
    final Type type;
    /** Where in the user's program the expression stands, or null. */
    final String userLine;

    private Cells cells;
    private Rows done;

    Node(Type type, String userLine) {
        this.type = type;
        this.userLine = userLine;
    }

    /**
     * Computes the cells.
     *
     * @param active rows whose cells are wanted, never none
     * @param fresh those of them that were not computed before: only their errors are reported, and only for them user code runs
     * @param before what was computed before for the rows that are not fresh; null where all are
     */
    abstract Cells compute(Run run, Rows active, Rows fresh, Cells before);

    /** Frees what the node keeps between batches. */
    void close() {}

    /** Cells that are good in the active rows; computed where they are not yet. */
    final Cells evaluate(Run run, Rows active) {
        if (done == null) {
            cells = compute(run, active, active, null);
            done = active;
        } else if (!done.containsAll(active)) {
            Rows fresh = run.minus(active, done);
            Rows all = run.union(done, active);
            cells = compute(run, all, fresh, cells);
            done = all;
        }
        return cells;
    }

    /** Forgets the cells of the last batch. */
    final void reset() {
        cells = null;
        done = null;
    }
}
