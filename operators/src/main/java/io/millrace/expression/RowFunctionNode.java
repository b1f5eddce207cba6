package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.port.DataError;
import io.millrace.type.Type;
import java.util.List;

/** An operation without a kernel for whole columns: a loop over the active rows that boxes nothing. */
final class RowFunctionNode extends Node {
    private final List<Node> operands;
    private final NoneRule noneRule;
    private final RowFunction function;
    private final Failure failure = new Failure();

    RowFunctionNode(List<Node> operands, NoneRule noneRule, RowFunction function, Type type, String userLine) {
        super(type, userLine);
        this.operands = operands;
        this.noneRule = noneRule;
        this.function = function;
    }

    @Override
    Cells compute(Run run, Rows active, Rows fresh, Cells before) {
        Cells[] in = new Cells[operands.size()];
        boolean areDense = true;
        for (int i = 0; i < in.length; i++) {
            in[i] = operands.get(i).evaluate(run, active);
            areDense &= in[i].isDense();
        }
        ColumnBuilder result = run.take(type.lane());
        int rows = run.rowCount();
        int nextActive = active.next(0);
        for (int row = 0; row < rows; row++) {
            if (row != nextActive) {
                result.appendUnread();
                continue;
            }
            nextActive = active.next(row + 1);
            if (areDense || hasValues(in, row, result)) {
                function.append(result, in, row, failure);
            }
            if (failure.isSet()) {
                result.appendError();
                if (fresh.contains(row)) {
                    run.report(failure.kind(), failure.message(), userLine);
                }
                failure.clear();
            }
            assert result.rowCount() == row + 1 : "a row function appends one cell or fails";
        }
        return Cells.of(result.view(type));
    }

    /** Whether the function is to be called; if not, the cell was appended or the failure set. */
    private boolean hasValues(Cells[] in, int row, ColumnBuilder result) {
        boolean hasNone = false;
        boolean hasPending = false;
        for (Cells cells : in) {
            if (cells.isError(row)) {
                result.appendError();
                return false;
            }
            hasPending |= cells.isPending(row);
            hasNone |= !cells.isValue(row);
        }
        if (hasPending) {
            result.appendPending();
            return false;
        }
        if (!hasNone || noneRule == NoneRule.HANDLED) {
            return true;
        }
        if (noneRule == NoneRule.PROPAGATED) {
            result.appendNone();
        } else {
            failure.set(DataError.Kind.TYPE_MISMATCH, "an operation met None, which its operand's type excludes");
        }
        return false;
    }

    /** What a None operand does. */
    enum NoneRule {
        REFUSED,
        PROPAGATED,
        HANDLED
    }

    /** Appends the cell of one row, or says why there is none. Called with operands that are values, or None if it handles that. */
    @FunctionalInterface
    interface RowFunction {
        void append(ColumnBuilder result, Cells[] operands, int row, Failure failure);
    }
}
