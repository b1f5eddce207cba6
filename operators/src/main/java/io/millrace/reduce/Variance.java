package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.ArgumentRows;
import io.millrace.state.GroupChanges;
import io.millrace.state.LongSquareSums;
import io.millrace.state.ResultRows;
import io.millrace.state.SquareSums;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.List;

/**
 * The variance of int64 or float64 values, or its root, the standard deviation: of a sample, which is None of less than two values,
 * or of all there are. Not a number where one of the values is not finite.
 */
public record Variance(int column, Type argument, boolean ofSample, boolean isRoot) implements LinearReducer {
    public Variance {
        if (!argument.equals(Type.INT64) && !argument.equals(Type.FLOAT64)) {
            throw new IllegalArgumentException("a variance of a column of type " + argument
                    + "; it must be int or float"
                    + (argument.isOptional() ? ", without None: unwrap or fill it first" : ""));
        }
    }

    @Override
    public Type type() {
        return ofSample ? Type.optional(Type.FLOAT64) : Type.FLOAT64;
    }

    @Override
    public Accumulator accumulator() {
        return areInts() ? new LongSquares(column) : new Squares(column);
    }

    @Override
    public void markChanged(GroupChanges groups, Place place) {
        for (int i = 0; i < groups.groupCount(); i++) {
            ResultRows rows = groups.rows();
            boolean wasNone = isNone(rows, groups.before(i), place);
            boolean isNone = isNone(rows, groups.after(i), place);
            if (wasNone != isNone || !isNone && differs(rows, groups.before(i), groups.after(i), place)) {
                groups.markChanged(i);
            }
        }
    }

    private boolean differs(ResultRows rows, int before, int after, Place place) {
        // A group that is hidden before or after changes anyway, and may have no rows to divide by.
        return count(rows, before, place) > 0
                && count(rows, after, place) > 0
                && Double.compare(value(rows, before, place), value(rows, after, place)) != 0;
    }

    @Override
    public void write(ResultRows rows, Place place, ColumnBuilder out, ReducerErrors errors) {
        for (int i = 0; i < rows.rowCount(); i++) {
            if (isNone(rows, i, place)) {
                out.appendNone();
            } else {
                out.appendDouble(value(rows, i, place));
            }
        }
    }

    private boolean areInts() {
        return argument.lane() == Lane.I64;
    }

    private static long count(ResultRows rows, int row, Place place) {
        return rows.netWeight(row) - rows.rareCount(row, place.counter());
    }

    private boolean isNone(ResultRows rows, int row, Place place) {
        return ofSample && count(rows, row, place) < 2;
    }

    private double value(ResultRows rows, int row, Place place) {
        long at = rows.accumulator(row) + place.byteOffset();
        long count = count(rows, row, place);
        long divisor = ofSample ? count - 1 : count;
        double variance;
        if (areInts()) {
            variance = LongSquareSums.variance(at, count, divisor);
        } else if (rows.rareCount(row, place.counter() + SquareSums.STRANGE) != 0) {
            return Double.NaN;
        } else {
            variance = SquareSums.squaredDistances(at, count) / divisor;
        }
        return isRoot ? Math.sqrt(variance) : variance;
    }

    private record LongSquares(int column) implements Accumulator {
        @Override
        public List<Integer> arguments() {
            return List.of(column);
        }

        @Override
        public boolean readsValues() {
            return true;
        }

        @Override
        public int wordCount() {
            return LongSquareSums.WORDS;
        }

        @Override
        public int rareCount() {
            return 1;
        }

        @Override
        public void add(ArgumentRows rows, int byteOffset) {
            LongSquareSums.add(rows, byteOffset);
        }

        @Override
        public boolean isZero(long address) {
            return LongSquareSums.isZero(address);
        }
    }

    private record Squares(int column) implements Accumulator {
        @Override
        public List<Integer> arguments() {
            return List.of(column);
        }

        @Override
        public boolean readsValues() {
            return true;
        }

        @Override
        public int wordCount() {
            return SquareSums.WORDS;
        }

        @Override
        public int rareCount() {
            return SquareSums.RARE_COUNTS;
        }

        @Override
        public void add(ArgumentRows rows, int byteOffset) {
            SquareSums.add(rows, byteOffset);
        }

        @Override
        public boolean isZero(long address) {
            return SquareSums.isZero(address);
        }
    }
}
