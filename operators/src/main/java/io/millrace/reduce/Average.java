package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.DoubleSums;
import io.millrace.state.GroupChanges;
import io.millrace.state.LongSums;
import io.millrace.state.ResultRows;
import io.millrace.type.Lane;
import io.millrace.type.Type;

/** The mean, a float64, of a column of int64 or float64: the exact or compensated sum by the number of rows without error. */
public record Average(int column, Type argument) implements LinearReducer {
    public Average {
        if (!argument.equals(Type.INT64) && !argument.equals(Type.FLOAT64)) {
            throw new IllegalArgumentException("avg of a column of type " + argument + "; it must be int or float"
                    + (argument.isOptional() ? ", without None: unwrap or fill it first" : ""));
        }
    }

    @Override
    public Type type() {
        return Type.FLOAT64;
    }

    @Override
    public Accumulator accumulator() {
        return argument.lane() == Lane.F64 ? new DoubleSumAccumulator(column) : new LongSumAccumulator(column);
    }

    @Override
    public void markChanged(GroupChanges groups, Place place) {
        for (int i = 0; i < groups.groupCount(); i++) {
            if (Double.compare(
                            mean(groups.rows(), groups.before(i), place), mean(groups.rows(), groups.after(i), place))
                    != 0) {
                groups.markChanged(i);
            }
        }
    }

    @Override
    public void write(ResultRows rows, Place place, ColumnBuilder out, ReducerErrors errors) {
        for (int i = 0; i < rows.rowCount(); i++) {
            out.appendDouble(mean(rows, i, place));
        }
    }

    private double mean(ResultRows rows, int row, Place place) {
        double sum = argument.lane() == Lane.F64
                ? DoubleSums.sum(rows, row, place.byteOffset(), place.counter())
                : LongSums.asDouble(rows.accumulator(row) + place.byteOffset());
        // Adding 0 makes −0, which a tiny negative sum may round to, the one zero.
        return sum / (rows.netWeight(row) - rows.rareCount(row, place.counter())) + 0.0;
    }
}
