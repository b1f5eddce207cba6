package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.key.KeyEncoder;
import io.millrace.state.GroupState;
import io.millrace.state.OrderedCursor;
import io.millrace.state.OrderedState;
import io.millrace.state.SortKeys;
import io.millrace.type.Type;
import io.millrace.value.Tensor;
import io.millrace.value.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of a column's values, each as often as it is there.
 *
 * @param how they are ordered, and how many of them
 * @param column whose values are listed
 * @param columnType its type
 * @param order for IN_ORDER the columns to sort by, the row id last
 * @param orderTypes their types
 * @param skipNones whether None is left out
 * @param most for GREATEST how many
 * @param filter a bool column that says which rows count, or −1
 */
public record Collect(
        How how,
        int column,
        Type columnType,
        List<Integer> order,
        List<Type> orderTypes,
        boolean skipNones,
        int most,
        int filter)
        implements RowReducer {
    /** Which values are listed. */
    public enum How {
        /** All, sorted. */
        SORTED,
        /** All, in the order of other columns. */
        IN_ORDER,
        /** The greatest, greatest first. */
        GREATEST
    }

    public Collect {
        order = List.copyOf(order);
        orderTypes = List.copyOf(orderTypes);
    }

    @Override
    public Type type() {
        return Type.list(skipNones ? columnType.required() : columnType);
    }

    @Override
    public RowState state() {
        RowOrder.Cell own = RowOrder.Cell.of(column, columnType);
        if (how != How.IN_ORDER) {
            return RowOrder.by(filter, own);
        }
        return inOrder(order, orderTypes, filter, own);
    }

    /** The order of some columns, which another one comes along with. */
    static RowOrder inOrder(List<Integer> order, List<Type> types, int filter, RowOrder.Cell own) {
        List<RowOrder.Cell> cells = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            cells.add(RowOrder.Cell.of(order.get(i), types.get(i)));
        }
        return RowOrder.by(filter, cells.toArray(RowOrder.Cell[]::new)).with(own);
    }

    @Override
    public int ownColumn() {
        return how == How.IN_ORDER ? column : -1;
    }

    @Override
    public void write(GroupState state, int ownPart, long words, ColumnBuilder out) {
        Elements elements = new Elements((OrderedState) state, words, ownPart < 0 ? 0 : ownPart, skipNones);
        long count = how == How.GREATEST ? Math.min(most, elements.count()) : elements.count();
        if (count > Integer.MAX_VALUE) {
            throw new IllegalStateException("a list of " + count + " values; it has 2^31 at most");
        }
        KeyEncoder list = new KeyEncoder();
        list.putTupleHeader((int) count);
        long left = count;
        boolean isAt = left > 0 && (how == How.GREATEST ? elements.last() : elements.first());
        while (isAt) {
            for (long copy = Math.min(left, elements.weight()); copy > 0; copy--) {
                elements.putValue(list);
                left--;
            }
            isAt = left > 0 && (how == How.GREATEST ? elements.previous() : elements.next());
        }
        out.appendBytes(list.encoded(), 0, list.encodedBytes());
    }

    /** The values of one part of the rows of a group, without errors. */
    static final class Elements {
        private final SortKeys keys;
        private final OrderedState rows;
        private final OrderedCursor cursor;
        private final long group;
        private final int part;
        private final boolean skipNones;
        private long at;

        Elements(OrderedState rows, long words, int part, boolean skipNones) {
            this.rows = rows;
            this.keys = rows.keys();
            this.cursor = rows.cursor();
            this.group = words + rows.orderOffset();
            this.part = part;
            this.skipNones = skipNones;
        }

        /** How many there are. */
        long count() {
            if (!skipNones && part == 0) {
                return rows.index().weight(group);
            }
            long count = 0;
            for (boolean isAt = first(); isAt; isAt = next()) {
                count += weight();
            }
            return count;
        }

        boolean first() {
            return cursor.first(group) && (isListed() || next());
        }

        boolean last() {
            return cursor.last(group) && (isListed() || previous());
        }

        boolean next() {
            while (cursor.next()) {
                if (isListed()) {
                    return true;
                }
            }
            return false;
        }

        boolean previous() {
            while (cursor.previous()) {
                if (isListed()) {
                    return true;
                }
            }
            return false;
        }

        private boolean isListed() {
            at = keys.begin(part, cursor.key());
            return !(skipNones && keys.isNone(part, at)) && !keys.isError(part, at);
        }

        long weight() {
            return cursor.weight();
        }

        boolean isNone() {
            return keys.isNone(part, at);
        }

        void putValue(KeyEncoder out) {
            keys.putValue(part, at, out);
        }

        /** The value as a tensor, read through a column of lane BYTES that is as it was afterwards. */
        Tensor tensor(ColumnBuilder scratch, Type type) {
            keys.append(part, at, scratch);
            Tensor tensor = (Tensor) Values.read(scratch.view(type), scratch.rowCount() - 1);
            scratch.removeLast();
            return tensor;
        }

        /** The value as a number. */
        double number(boolean isInt) {
            return isInt ? keys.getLong(part, at) : keys.getDouble(part, at);
        }

        long integer() {
            return keys.getLong(part, at);
        }
    }
}
