package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.ArgumentRows;
import io.millrace.state.GroupChanges;
import io.millrace.state.NumberExtremes;
import io.millrace.state.ResultRows;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.List;

/** The least or greatest of 64-bit values of rows that are never taken back: no row is kept. */
public record Extreme(int column, Type type, boolean isGreatest) implements LinearReducer {
    public Extreme {
        if (!isSupported(type)) {
            throw new IllegalArgumentException("extremes of type " + type + " need their rows");
        }
    }

    /** Whether values of a type fit. */
    public static boolean isSupported(Type type) {
        return !type.isOptional() && (type.lane() == Lane.I64 || type.lane() == Lane.F64);
    }

    @Override
    public Accumulator accumulator() {
        return new Best(column, isGreatest, type.lane() == Lane.I64);
    }

    @Override
    public void markChanged(GroupChanges groups, Place place) {
        NumberExtremes.markChanged(groups, place.byteOffset());
    }

    @Override
    public void write(ResultRows rows, Place place, ColumnBuilder out, ReducerErrors errors) {
        NumberExtremes.write(rows, place.byteOffset(), isGreatest, type.lane() == Lane.I64, out);
    }

    private record Best(int column, boolean isGreatest, boolean areInts) implements Accumulator {
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
            return NumberExtremes.WORDS;
        }

        @Override
        public int rareCount() {
            return 1;
        }

        @Override
        public void add(ArgumentRows rows, int byteOffset) {
            NumberExtremes.add(rows, byteOffset, isGreatest, areInts);
        }

        @Override
        public boolean isZero(long address) {
            return NumberExtremes.isZero(address);
        }
    }
}
