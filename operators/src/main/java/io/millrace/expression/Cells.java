package io.millrace.expression;

import io.millrace.column.Column;
import io.millrace.kernel.Kernels;
import io.millrace.type.Type;

/**
 * What a node came to: a column, or one value for all rows, which then stands in the first rows of its column so often that
 * kernels can read it with step 0. Lane BIT is always a column.
 */
record Cells(Column column, boolean isConstant) {
    /** Rows in the column of a constant. */
    static final int CONSTANT_ROWS = Kernels.CONSTANT_BYTES / Long.BYTES;

    static Cells of(Column column) {
        return new Cells(column, false);
    }

    /** Bytes from a row to the next, for kernels. */
    int step() {
        return isConstant ? 0 : column.lane().widthBytes();
    }

    int index(int row) {
        return isConstant ? 0 : row;
    }

    boolean isDense() {
        return column.isDense();
    }

    boolean isValue(int row) {
        return column.isValue(index(row));
    }

    boolean isError(int row) {
        return column.isError(index(row));
    }

    boolean isPending(int row) {
        return column.isPending(index(row));
    }

    boolean isNone(int row) {
        return !isValue(row) && !isError(row) && !isPending(row);
    }

    boolean getBool(int row) {
        return column.getBool(index(row));
    }

    long getLong(int row) {
        return column.getLong(index(row));
    }

    double getDouble(int row) {
        return column.getDouble(index(row));
    }

    long address(int row) {
        return column.bytesAddress(index(row));
    }

    int length(int row) {
        return column.bytesLength(index(row));
    }

    Cells withType(Type type) {
        return new Cells(column.withType(type), isConstant);
    }
}
