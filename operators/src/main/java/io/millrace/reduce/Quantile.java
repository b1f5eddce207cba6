package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.GroupState;
import io.millrace.state.OrderedState;
import io.millrace.type.Lane;
import io.millrace.type.Type;

/**
 * The value below which a share of the group's int64 or float64 values lies, a float64 between the two nearest ones: with n values in
 * order it is at place {@code (n − 1) · share}. 0.5 is the median. NaN is the greatest value.
 *
 * @param share 0 to 1
 */
public record Quantile(int column, Type argument, double share, int filter) implements RowReducer {
    public Quantile {
        if (!argument.equals(Type.INT64) && !argument.equals(Type.FLOAT64)) {
            throw new IllegalArgumentException(
                    "a quantile of a column of type " + argument + "; it must be int or float"
                            + (argument.isOptional() ? ", without None: unwrap or fill it first" : ""));
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a quantile at " + share + "; it must be from 0 to 1");
        }
    }

    @Override
    public Type type() {
        return filter < 0 ? Type.FLOAT64 : Type.optional(Type.FLOAT64);
    }

    @Override
    public RowState state() {
        return RowOrder.by(filter, RowOrder.Cell.of(column, argument));
    }

    @Override
    public int ownColumn() {
        return -1;
    }

    @Override
    public void write(GroupState state, int ownPart, long words, ColumnBuilder out) {
        OrderedState rows = (OrderedState) state;
        long count = rows.index().weight(words);
        if (count == 0) {
            out.appendNone();
            return;
        }
        double place = (count - 1) * share;
        long below = (long) place;
        double value = value(rows, words, below);
        double part = place - below;
        if (part > 0) {
            double above = value(rows, words, below + 1);
            // Where both are infinite their difference is not a number, though they are equal.
            value = value == above ? value : value + (above - value) * part;
        }
        out.appendDouble(value + 0.0);
    }

    private double value(OrderedState rows, long words, long rank) {
        boolean isAt = rows.cursor().seekRank(words, rank);
        assert isAt : "no row at rank " + rank;
        long at = rows.cursor().key();
        return argument.lane() == Lane.I64
                ? rows.keys().getLong(0, at)
                : rows.keys().getDouble(0, at);
    }
}
