package io.millrace.reduce;

import io.millrace.state.GroupRows;
import io.millrace.state.GroupState;
import io.millrace.state.SortKeys;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows of a group in the order of some columns. Orders by the same columns that other columns come along with are one order.
 *
 * @param order columns to sort by
 * @param along columns that come along, each a reducer's own
 * @param filter a bool column that says which rows count, or −1
 * @param kept which rows are kept
 * @param byEpoch whether rows sort by the epoch of their arrival first
 * @param tracksGreatest whether the most frequent row is asked for
 * @param leading where only the last row is kept, by how many columns, the epoch among them
 */
record RowOrder(
        List<Cell> order,
        List<Cell> along,
        int filter,
        GroupRows.Kept kept,
        boolean byEpoch,
        boolean tracksGreatest,
        int leading)
        implements RowState {
    RowOrder {
        order = List.copyOf(order);
        along = List.copyOf(along);
    }

    /** A column of the order. */
    record Cell(int column, Type type, boolean salted) {
        static Cell of(int column, Type type) {
            return new Cell(column, type, false);
        }
    }

    /** All rows by some columns. */
    static RowOrder by(int filter, Cell... cells) {
        return new RowOrder(List.of(cells), List.of(), filter, GroupRows.Kept.ALL, false, false, 0);
    }

    RowOrder keeping(GroupRows.Kept which, int leadingColumns) {
        return new RowOrder(order, along, filter, which, byEpoch, tracksGreatest, leadingColumns);
    }

    RowOrder with(Cell own) {
        return new RowOrder(order, List.of(own), filter, kept, byEpoch, tracksGreatest, leading);
    }

    RowOrder trackingGreatest() {
        return new RowOrder(order, along, filter, kept, byEpoch, true, leading);
    }

    RowOrder withEpochFirst() {
        return new RowOrder(order, along, filter, kept, true, tracksGreatest, leading);
    }

    @Override
    public List<Integer> arguments() {
        List<Integer> columns = new ArrayList<>();
        if (filter >= 0) {
            columns.add(filter);
        }
        order.forEach(cell -> columns.add(cell.column()));
        along.forEach(cell -> columns.add(cell.column()));
        return columns;
    }

    @Override
    public int wordCount() {
        return 1;
    }

    @Override
    public int counters() {
        return Math.max(1, along.size());
    }

    @Override
    public int counterOf(int ownColumn) {
        return ownColumn < 0 ? 0 : indexOf(ownColumn);
    }

    @Override
    public int partOf(int ownColumn) {
        return ownColumn < 0 ? -1 : (byEpoch ? 1 : 0) + order.size() + indexOf(ownColumn);
    }

    private int indexOf(int ownColumn) {
        for (int i = 0; i < along.size(); i++) {
            if (along.get(i).column() == ownColumn) {
                return i;
            }
        }
        throw new AssertionError("column " + ownColumn + " does not come along with " + this);
    }

    /** Rows that are counted by their order alone stay apart from those that others come along with. */
    @Override
    public RowState mergedWith(RowState other) {
        if (!(other instanceof RowOrder it)
                || !order.equals(it.order)
                || filter != it.filter
                || kept != it.kept
                || byEpoch != it.byEpoch
                || leading != it.leading
                || along.isEmpty() != it.along.isEmpty()) {
            return null;
        }
        Set<Cell> all = new LinkedHashSet<>(along);
        all.addAll(it.along);
        return new RowOrder(
                order, List.copyOf(all), filter, kept, byEpoch, tracksGreatest || it.tracksGreatest, leading);
    }

    @Override
    public GroupState open(BufferAllocator allocator, ReducerErrors errors) {
        return new GroupRows(
                allocator,
                new GroupRows.Shape(parts(), order.size(), filter >= 0, byEpoch, tracksGreatest, kept, leading));
    }

    List<SortKeys.Part> parts() {
        List<SortKeys.Part> parts = new ArrayList<>();
        for (Cell cell : order) {
            parts.add(new SortKeys.Part(cell.type(), cell.salted() ? SortKeys.Form.SALTED : SortKeys.Form.PLAIN));
        }
        for (Cell cell : along) {
            parts.add(new SortKeys.Part(cell.type(), SortKeys.Form.ANY_STATUS));
        }
        return parts;
    }

    @Override
    public String describe() {
        return switch (kept) {
            case ALL -> "rows in order";
            case FIRST -> "the first row";
            case LAST -> "the last row";
        };
    }
}
