package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.Texts;
import io.millrace.port.DataError;

/** A text made as wide as wanted: with spaces, or another character, at its start or end. */
final class Padding implements RowFunction {
    private final boolean atStart;

    Padding(boolean atStart) {
        this.atStart = atStart;
    }

    @Override
    public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        boolean hasFill = in.length > 2;
        if (hasFill && Texts.codePoints(in[2].address(row), in[2].length(row)) != 1) {
            failure.set(
                    DataError.Kind.VALUE,
                    "a text is padded with one character, not with \""
                            + in[2].column().getString(in[2].index(row)) + "\"");
            return;
        }
        int length = in[0].length(row);
        int unit = hasFill ? in[2].length(row) : 1;
        long count = missing(in, row);
        if (!TextFunctions.isShortEnough(
                length + Math.multiplyExact(Math.min(count, Integer.MAX_VALUE), unit), failure)) {
            return;
        }
        long to = out.appendUnwritten((int) (length + count * unit));
        if (!atStart) {
            Texts.copy(in[0].address(row), length, to);
            to += length;
        }
        to = hasFill ? Texts.repeat(in[2].address(row), unit, count, to) : Texts.repeat(' ', count, to);
        if (atStart) {
            Texts.copy(in[0].address(row), length, to);
        }
    }

    /** ZERO_FILL: a sign stays in front of the zeros. */
    static void fillWithZeros(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        long address = in[0].address(row);
        int length = in[0].length(row);
        long count = missing(in, row);
        if (!TextFunctions.isShortEnough(length + Math.min(count, Integer.MAX_VALUE), failure)) {
            return;
        }
        int first = length == 0 ? 0 : Texts.codePointAt(address, length, 0);
        int sign = first == '+' || first == '-' ? 1 : 0;
        long to = out.appendUnwritten((int) (length + count));
        Texts.copy(address, sign, to);
        Texts.copy(address + sign, length - sign, Texts.repeat('0', count, to + sign));
    }

    private static long missing(Cells[] in, int row) {
        return Math.max(0, in[1].getLong(row) - Texts.codePoints(in[0].address(row), in[0].length(row)));
    }
}
