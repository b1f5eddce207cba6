package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.port.DataError;
import io.millrace.state.DoubleSums;
import io.millrace.state.GroupChanges;
import io.millrace.state.LongSums;
import io.millrace.state.RecordReader;
import io.millrace.state.ResultRows;
import io.millrace.type.Lane;
import io.millrace.type.Type;

/**
 * The sum of a column of int64, duration or float64. Integers are summed in 128 bits: a sum that does not fit into its type is an
 * error cell for as long as it does not. Floats are compensated; NaN and infinities count as long as they are there.
 */
public record Sum(int column, Type type) implements LinearReducer {
    public Sum {
        if (!type.equals(Type.INT64) && !type.equals(Type.DURATION) && !type.equals(Type.FLOAT64)) {
            throw new IllegalArgumentException("sum of a column of type " + type + "; it must be int, float or Duration"
                    + (type.isOptional() ? ", without None: unwrap or fill it first" : ""));
        }
    }

    @Override
    public Accumulator accumulator() {
        return type.lane() == Lane.F64 ? new DoubleSumAccumulator(column) : new LongSumAccumulator(column);
    }

    @Override
    public void markChanged(GroupChanges groups, Place place) {
        if (type.lane() == Lane.I64) {
            LongSums.markChanged(groups, place.byteOffset());
            return;
        }
        for (int i = 0; i < groups.groupCount(); i++) {
            double before = DoubleSums.sum(groups.rows(), groups.before(i), place.byteOffset(), place.counter());
            double after = DoubleSums.sum(groups.rows(), groups.after(i), place.byteOffset(), place.counter());
            if (Double.compare(before, after) != 0) {
                groups.markChanged(i);
            }
        }
    }

    @Override
    public void write(ResultRows rows, Place place, ColumnBuilder out, ReducerErrors errors) {
        if (type.lane() == Lane.F64) {
            for (int i = 0; i < rows.rowCount(); i++) {
                out.appendDouble(DoubleSums.sum(rows, i, place.byteOffset(), place.counter()));
            }
            return;
        }
        int first = out.rowCount();
        if (LongSums.write(rows, place.byteOffset(), out)) {
            return;
        }
        for (int i = 0; i < rows.rowCount(); i++) {
            long at = rows.accumulator(i) + place.byteOffset();
            if (!LongSums.fits(at)) {
                RecordReader.markError(out, first + i);
                if (rows.outWeight(i) > 0) {
                    errors.report(
                            DataError.Kind.OVERFLOW, "a sum of " + LongSums.text(at) + " does not fit into " + type);
                }
            }
        }
    }
}
