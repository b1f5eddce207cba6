package io.millrace.value;

import io.millrace.batch.Batch;
import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.key.Pointer;
import io.millrace.type.Schema;

/**
 * One row of a batch as user code sees it; cells are boxed when they are asked for. Used again for row after row: it is good
 * until the call that it was passed to returns. One thread.
 */
public final class RowView {
    private final Schema schema;
    private Batch batch;
    private int row;

    public RowView(Schema schema) {
        this.schema = schema;
    }

    /** Shows row {@code newRow} of {@code newBatch}, whose columns are those of the schema; borrows the batch. */
    public RowView moveTo(Batch newBatch, int newRow) {
        batch = newBatch;
        row = newRow;
        return this;
    }

    public Schema schema() {
        return schema;
    }

    /** The row's id, or null where nothing in the plan reads ids. */
    public Pointer id() {
        Column keys = batch.keys();
        return keys == null ? null : new Pointer(keys.getHigh(row), keys.getLow(row));
    }

    /** How often the row is added; negative where it is taken back. */
    public long weight() {
        return batch.weight(row);
    }

    public long epoch() {
        return batch.epoch();
    }

    public CellStatus status(int column) {
        return batch.column(column).status(row);
    }

    /** The cell as {@link Values#read} gives it. */
    public Object get(int column) {
        return Values.read(batch.column(column), row);
    }

    /**
     * The cell of the named column.
     *
     * @throws IllegalArgumentException when there is no such column
     */
    public Object get(String column) {
        return get(schema.require(column));
    }

    /** The bool in a column of type bool; the cell must be a value, here and in the methods below. */
    public boolean getBool(int column) {
        return value(column).getBool(row);
    }

    public long getLong(int column) {
        return value(column).getLong(row);
    }

    public double getDouble(int column) {
        return value(column).getDouble(row);
    }

    public String getString(int column) {
        return value(column).getString(row);
    }

    /** All cells of the row, copied. */
    public Object[] toArray() {
        Object[] cells = new Object[batch.columnCount()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = get(i);
        }
        return cells;
    }

    private Column value(int column) {
        Column cells = batch.column(column);
        if (!cells.isValue(row)) {
            throw new IllegalStateException("column " + schema.field(column).name() + " holds " + cells.status(row)
                    + " in this row; ask status() or get() where it may");
        }
        return cells;
    }
}
