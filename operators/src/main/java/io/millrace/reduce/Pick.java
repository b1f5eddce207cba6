package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.GroupRows.Kept;
import io.millrace.state.GroupState;
import io.millrace.state.OrderedState;
import io.millrace.type.Type;

/**
 * A cell of one row of the group. None is the least value.
 *
 * @param which row
 * @param value the column that decides, or for those that go by row id or arrival the column that is taken
 * @param valueType its type
 * @param result for ARG_MIN and ARG_MAX the column that is taken, of which the least is where several rows are extreme; for those
 *     that go by row id or arrival the id; else −1
 * @param resultType its type, or null
 * @param filter a bool column that says which rows count, or −1; then a group without such rows gives None
 * @param appendOnly whether rows are never taken back, so that no other row need be kept
 */
public record Pick(Which which, int value, Type valueType, int result, Type resultType, int filter, boolean appendOnly)
        implements RowReducer {
    /** Which row is picked. */
    public enum Which {
        MIN,
        MAX,
        ARG_MIN,
        ARG_MAX,
        /** One of the rows, the same for all columns. */
        ANY,
        /** The one value; an error where there are several. */
        UNIQUE,
        /** The most frequent value, the least of them. */
        MODE,
        /** The row that arrived first, of an epoch that with the least id. */
        EARLIEST,
        /** The row that arrived last, of an epoch that with the greatest id. */
        LATEST
    }

    /** A cell of the row with the extreme value. */
    public static Pick ofValue(Which which, int column, Type type, int filter, boolean appendOnly) {
        return new Pick(which, column, type, -1, null, filter, appendOnly);
    }

    @Override
    public Type type() {
        Type type = which == Which.ARG_MIN || which == Which.ARG_MAX ? resultType : valueType;
        return filter < 0 ? type : Type.optional(type);
    }

    @Override
    public RowState state() {
        RowOrder.Cell own = RowOrder.Cell.of(value, valueType);
        return switch (which) {
            case MIN -> kept(RowOrder.by(filter, own), Kept.FIRST, 1);
            case MAX -> kept(RowOrder.by(filter, own), Kept.LAST, 1);
            case ARG_MIN -> kept(RowOrder.by(filter, own, RowOrder.Cell.of(result, resultType)), Kept.FIRST, 1);
            case ARG_MAX -> kept(RowOrder.by(filter, own, RowOrder.Cell.of(result, resultType)), Kept.LAST, 1);
            case UNIQUE -> RowOrder.by(filter, own);
            case MODE -> RowOrder.by(filter, own).trackingGreatest();
            case ANY -> alongId(true, Kept.FIRST, 1);
            case EARLIEST -> alongId(false, Kept.FIRST, 2);
            case LATEST -> alongId(false, Kept.LAST, 2);
        };
    }

    private RowOrder kept(RowOrder order, Kept which, int leading) {
        return appendOnly ? order.keeping(which, leading) : order;
    }

    /** Where one row is kept its cell is part of the order: of a row in error another one must be kept. */
    private RowState alongId(boolean salted, Kept kept, int leading) {
        RowOrder.Cell id = new RowOrder.Cell(result, resultType, salted);
        RowOrder.Cell own = RowOrder.Cell.of(value, valueType);
        if (appendOnly) {
            RowOrder order = RowOrder.by(filter, id, own).keeping(kept, leading);
            return which == Which.ANY ? order : order.withEpochFirst();
        }
        RowOrder order = RowOrder.by(filter, id).with(own);
        return which == Which.ANY ? order : new ArrivalOrder(order);
    }

    private boolean comesAlong() {
        return !appendOnly && (which == Which.ANY || which == Which.EARLIEST || which == Which.LATEST);
    }

    @Override
    public int ownColumn() {
        return comesAlong() ? value : -1;
    }

    @Override
    public void write(GroupState state, int ownPart, long words, ColumnBuilder out) {
        OrderedState rows = (OrderedState) state;
        long group = words + rows.orderOffset();
        boolean isAt = seek(rows, group, ownPart);
        if (!isAt) {
            out.appendNone();
        } else if (which == Which.UNIQUE && rows.index().keyCount(group) > 1) {
            out.appendError();
        } else {
            int part = part(ownPart);
            rows.keys().append(part, rows.keys().begin(part, rows.cursor().key()), out);
        }
    }

    private int part(int ownPart) {
        return switch (which) {
            case MIN, MAX, UNIQUE, MODE -> 0;
            case ARG_MIN, ARG_MAX -> 1;
            case ANY -> comesAlong() ? ownPart : 1;
            case EARLIEST, LATEST -> comesAlong() ? ownPart : 2;
        };
    }

    private boolean seek(OrderedState rows, long group, int ownPart) {
        return switch (which) {
            case MIN, ARG_MIN, UNIQUE -> rows.cursor().first(group);
            case MAX -> rows.cursor().last(group);
            case ARG_MAX -> rows.cursor().last(group) && rows.seekFirstLike(group, 1);
            case MODE -> rows.cursor().seekGreatestWeight(group);
            case ANY, EARLIEST -> {
                boolean isAt = rows.cursor().first(group);
                while (isAt && isError(rows, ownPart)) {
                    isAt = rows.cursor().next();
                }
                yield isAt;
            }
            case LATEST -> {
                boolean isAt = rows.cursor().last(group);
                while (isAt && isError(rows, ownPart)) {
                    isAt = rows.cursor().previous();
                }
                yield isAt;
            }
        };
    }

    private boolean isError(OrderedState rows, int ownPart) {
        return comesAlong()
                && rows.keys()
                        .isError(
                                ownPart,
                                rows.keys().begin(ownPart, rows.cursor().key()));
    }

    @Override
    public String error() {
        return "unique of a group with more than one value";
    }
}
