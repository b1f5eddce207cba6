package io.millrace.expression;

import io.millrace.column.CellStatus;
import io.millrace.column.ColumnBuilder;
import io.millrace.expression.Expression.RowFunction;
import io.millrace.expression.Expression.RowsFunction;
import io.millrace.port.DataError;
import io.millrace.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
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
        Iterator<?> results =
                apply.function() instanceof RowsFunction function ? callAll(run, function, in, fresh) : null;
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
            CellStatus status = statusWithoutCall(in, row);
            switch (status) {
                case ERROR -> result.appendError();
                case PENDING -> result.appendPending();
                case NONE -> result.appendNone();
                case VALUE -> appendResult(run, results == null ? call(in, row) : results.next(), result);
            }
        }
        return Cells.of(result.view(type));
    }

    /** The status of the result where the function is not called; VALUE where it is. */
    private CellStatus statusWithoutCall(Cells[] in, int row) {
        boolean hasNone = false;
        boolean hasPending = false;
        for (Cells cells : in) {
            if (cells.isError(row)) {
                return CellStatus.ERROR;
            }
            hasPending |= cells.isPending(row);
            hasNone |= !cells.isValue(row);
        }
        if (hasPending) {
            return CellStatus.PENDING;
        }
        return hasNone && apply.propagateNone() ? CellStatus.NONE : CellStatus.VALUE;
    }

    /** Results of all fresh rows for which the function is called, in order. */
    private Iterator<?> callAll(Run run, RowsFunction function, Cells[] in, Rows fresh) {
        List<Object[]> called = new ArrayList<>();
        for (int row = fresh.next(0); row < run.rowCount(); row = fresh.next(row + 1)) {
            if (statusWithoutCall(in, row) == CellStatus.VALUE) {
                called.add(read(in, row, new Object[in.length]));
            }
        }
        try {
            List<?> results = called.isEmpty() ? List.of() : function.apply(called);
            assert results.size() == called.size() : "one result a row";
            return results.iterator();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Collections.nCopies(called.size(), new Expression.Failed(e)).iterator();
        }
    }

    private static Object[] read(Cells[] in, int row, Object[] values) {
        for (int i = 0; i < in.length; i++) {
            values[i] = Values.read(in[i].column(), in[i].index(row));
        }
        return values;
    }

    private Object call(Cells[] in, int row) {
        try {
            return ((RowFunction) apply.function()).apply(read(in, row, arguments));
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return new Expression.Failed(e);
        }
    }

    private void appendResult(Run run, Object value, ColumnBuilder result) {
        if (value instanceof Expression.Failed failed) {
            result.appendError();
            run.report(DataError.Kind.USER_FUNCTION, failed.message(), userLine);
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
}
