package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.port.DataError;
import io.millrace.value.Values;
import java.util.List;

/** A user's function, called once for each row that is asked for, never again when more rows are. */
final class ApplyNode extends Node {
    private final Expression.Apply apply;
    private final List<Node> operands;
    private final Object[] arguments;

    ApplyNode(Expression.Apply apply, List<Node> operands, String userLine) {
        super(apply.type(), userLine);
        this.apply = apply;
        this.operands = operands;
        this.arguments = new Object[operands.size()];
    }

    @Override
    Cells compute(Run run, Rows active, Rows fresh, Cells before) {
        Cells[] in = new Cells[operands.size()];
        for (int i = 0; i < in.length; i++) {
            in[i] = operands.get(i).evaluate(run, fresh);
        }
        ColumnBuilder result = run.take(type.lane());
        int rows = run.rowCount();
        int nextFresh = fresh.next(0);
        for (int row = 0; row < rows; row++) {
            if (row != nextFresh) {
                if (before == null) {
                    result.appendUnread();
                } else {
                    result.appendFrom(before.column(), before.index(row));
                }
                continue;
            }
            nextFresh = fresh.next(row + 1);
            append(run, in, row, result);
        }
        return Cells.of(result.view(type));
    }

    private void append(Run run, Cells[] in, int row, ColumnBuilder result) {
        boolean hasNone = false;
        boolean hasPending = false;
        for (Cells cells : in) {
            if (cells.isError(row)) {
                result.appendError();
                return;
            }
            hasPending |= cells.isPending(row);
            hasNone |= !cells.isValue(row);
        }
        if (hasPending) {
            result.appendPending();
        } else if (hasNone && apply.propagateNone()) {
            result.appendNone();
        } else {
            call(run, in, row, result);
        }
    }

    private void call(Run run, Cells[] in, int row, ColumnBuilder result) {
        for (int i = 0; i < in.length; i++) {
            arguments[i] = Values.read(in[i].column(), in[i].index(row));
        }
        Object value;
        try {
            value = apply.function().apply(arguments);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            result.appendError();
            run.report(DataError.Kind.USER_FUNCTION, "the function threw " + describe(e), userLine);
            return;
        }
        try {
            Values.append(result, type, value);
        } catch (IllegalArgumentException e) {
            result.appendError();
            run.report(
                    DataError.Kind.TYPE_MISMATCH,
                    "the function returned what it must not: " + e.getMessage(),
                    userLine);
        }
    }

    private static String describe(Throwable thrown) {
        StringBuilder text = new StringBuilder(thrown.toString());
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            text.append(", caused by ").append(cause);
        }
        return text.toString();
    }
}
