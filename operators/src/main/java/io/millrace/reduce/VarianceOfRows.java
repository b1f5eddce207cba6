package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.GroupState;
import io.millrace.state.OrderedState;
import io.millrace.type.Lane;
import io.millrace.type.Type;

/**
 * A {@link Variance} of the rows only that a bool column says, computed anew of all of them where the group changes; None where there
 * are none.
 */
public record VarianceOfRows(Variance of, int filter) implements RowReducer {
    @Override
    public Type type() {
        return Type.optional(Type.FLOAT64);
    }

    @Override
    public RowState state() {
        return RowOrder.by(filter, RowOrder.Cell.of(of.column(), of.argument()));
    }

    @Override
    public int ownColumn() {
        return -1;
    }

    @Override
    public void write(GroupState state, int ownPart, long words, ColumnBuilder out) {
        Collect.Elements elements = new Collect.Elements((OrderedState) state, words, 0, false);
        boolean areInts = of.argument().lane() == Lane.I64;
        long count = elements.count();
        if (count < (of.ofSample() ? 2 : 1)) {
            out.appendNone();
            return;
        }
        double sum = 0;
        for (boolean isAt = elements.first(); isAt; isAt = elements.next()) {
            sum += elements.number(areInts) * elements.weight();
        }
        double mean = sum / count;
        double distances = 0;
        for (boolean isAt = elements.first(); isAt; isAt = elements.next()) {
            double distance = elements.number(areInts) - mean;
            distances += distance * distance * elements.weight();
        }
        double variance = distances / (of.ofSample() ? count - 1 : count);
        out.appendDouble(of.isRoot() ? Math.sqrt(variance) : variance);
    }
}
