package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.value.Values;

/** The least or greatest of a row's operands, which are of one type; of equal ones the first. */
final class Extreme implements RowFunction {
    private final boolean isGreatest;

    Extreme(boolean isGreatest) {
        this.isGreatest = isGreatest;
    }

    @Override
    public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        Cells best = in[0];
        for (int i = 1; i < in.length; i++) {
            int order = Values.compare(in[i].column(), in[i].index(row), best.column(), best.index(row));
            if (isGreatest ? order > 0 : order < 0) {
                best = in[i];
            }
        }
        out.appendFrom(best.column(), best.index(row));
    }
}
