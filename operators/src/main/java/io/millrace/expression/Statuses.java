package io.millrace.expression;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.kernel.Bits;
import io.millrace.port.DataError;
import java.util.List;

/** Which rows of a result are values, from the operands' and from what went wrong in the operation itself. */
final class Statuses {
    private Statuses() {}

    /** Gives a result the status of its operands: an error or pending result where one of them is; all at once, by bitmaps. */
    static void inherit(Run run, ColumnBuilder result, List<Cells> operands) {
        for (Cells operand : operands) {
            if (!operand.isDense()) {
                inherit(run, result, operand);
            }
        }
    }

    static void inherit(Run run, ColumnBuilder result, Cells operand) {
        if (operand.isDense()) {
            return;
        }
        int rows = run.rowCount();
        Column column = operand.column();
        if (operand.isConstant()) {
            if (!column.isValue(0)) {
                Bitmaps.fill(result.validityForWriting(), false, rows);
            }
            return;
        }
        long validity = result.validityForWriting();
        Bitmaps.and(validity, column.validity(), validity, rows);
        if (column.errors() != 0) {
            long errors = result.errorsForWriting();
            Bitmaps.or(errors, column.errors(), errors, rows);
        }
        if (column.pending() != 0) {
            long pending = result.pendingForWriting();
            Bitmaps.or(pending, column.pending(), pending, rows);
        }
        // A cell has one status, and an error outlives a result that is still to come.
        if (result.hasErrors() && result.hasPending()) {
            Bitmaps.andNot(result.pendingForWriting(), result.errorsForWriting(), result.pendingForWriting(), rows);
        }
    }

    /** As {@link #inherit} where None counts as a value: only errors and pending cells are taken over. */
    static void inheritUnlessNone(Run run, ColumnBuilder result, Cells operand, long none) {
        Column column = operand.column();
        if (column.errors() == 0 && column.pending() == 0) {
            return;
        }
        inherit(run, result, operand);
        if (none != 0) {
            long validity = result.validityForWriting();
            long valid = run.bitmap();
            // Of the rows that are no values now, those of None are again, unless the other operand is in error.
            Bitmaps.copy(validity, valid, run.rowCount());
            Bitmaps.or(valid, none, valid, run.rowCount());
            if (result.hasErrors()) {
                Bitmaps.andNot(valid, result.errorsForWriting(), valid, run.rowCount());
            }
            if (result.hasPending()) {
                Bitmaps.andNot(valid, result.pendingForWriting(), valid, run.rowCount());
            }
            Bitmaps.copy(valid, validity, run.rowCount());
        }
    }

    /**
     * Turns into errors the rows where an operation met None that does not take it: typing keeps None away, but a declared type
     * may lie.
     */
    static void refuseNone(Run run, ColumnBuilder result, Cells operand, Rows active, Rows fresh, Node node) {
        if (operand.isDense()) {
            return;
        }
        long none = nones(run, operand);
        if (none == 0) {
            return;
        }
        Rows refused = run.intersect(active, none);
        if (!refused.isEmpty()) {
            fail(
                    run,
                    result,
                    refused.bitmap(),
                    fresh,
                    (row, failure) -> failure.set(
                            DataError.Kind.TYPE_MISMATCH, "an operation met None, which its operand's type excludes"),
                    node);
        }
    }

    /** Address of the bitmap of the rows that are None, or 0 where none is. */
    static long nones(Run run, Cells cells) {
        if (cells.isDense()) {
            return 0;
        }
        int rows = run.rowCount();
        Column column = cells.column();
        long none = run.bitmap();
        if (cells.isConstant()) {
            Bitmaps.fill(none, !column.isValue(0), rows);
            return none;
        }
        Bitmaps.not(column.validity(), none, rows);
        if (column.errors() != 0) {
            Bitmaps.andNot(none, column.errors(), none, rows);
        }
        if (column.pending() != 0) {
            Bitmaps.andNot(none, column.pending(), none, rows);
        }
        return Bits.any(none, rows) ? none : 0;
    }

    /** Turns values in the rows of {@code bitmap} into errors, unless they are no values: then the error is an operand's. */
    static void failValues(Run run, ColumnBuilder result, long bitmap, Rows fresh, Cause cause, Node node) {
        Bitmaps.and(bitmap, result.validityForWriting(), bitmap, run.rowCount());
        fail(run, result, bitmap, fresh, cause, node);
    }

    /** Makes the rows of {@code bitmap} errors, and reports those that are fresh. */
    static void fail(Run run, ColumnBuilder result, long bitmap, Rows fresh, Cause cause, Node node) {
        int rows = run.rowCount();
        long errors = result.errorsForWriting();
        long validity = result.validityForWriting();
        Failure failure = new Failure();
        for (int row = Bits.next(bitmap, 0, rows); row < rows; row = Bits.next(bitmap, row + 1, rows)) {
            if (fresh.contains(row)) {
                cause.of(row, failure);
                run.report(failure.kind(), failure.message(), node.userLine);
            }
        }
        Bitmaps.or(errors, bitmap, errors, rows);
        Bitmaps.andNot(validity, bitmap, validity, rows);
    }

    /** Takes over the errors and pending cells that {@code from} has in the rows of {@code bitmap}, which are no values in the result. */
    static void addErrors(Run run, ColumnBuilder result, Column from, long bitmap) {
        int rows = run.rowCount();
        long few = run.bitmap();
        if (from.errors() != 0) {
            Bitmaps.and(from.errors(), bitmap, few, rows);
            Bitmaps.or(result.errorsForWriting(), few, result.errorsForWriting(), rows);
        }
        if (from.pending() != 0) {
            Bitmaps.and(from.pending(), bitmap, few, rows);
            Bitmaps.or(result.pendingForWriting(), few, result.pendingForWriting(), rows);
        }
    }

    /** Says why a row is in error. */
    @FunctionalInterface
    interface Cause {
        void of(int row, Failure failure);
    }
}
