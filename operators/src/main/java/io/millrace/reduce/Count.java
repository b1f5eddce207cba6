package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.ArgumentRows;
import io.millrace.state.GroupChanges;
import io.millrace.state.RecordReader;
import io.millrace.state.ResultRows;
import io.millrace.type.Type;
import java.util.List;

/**
 * The number of rows, None and all, of a group: its net weight, so it costs nothing. With arguments, of the rows that have no error
 * in any of them.
 */
public record Count(List<Integer> arguments) implements LinearReducer {
    public Count {
        arguments = List.copyOf(arguments);
    }

    public static Count ofRows() {
        return new Count(List.of());
    }

    @Override
    public Type type() {
        return Type.INT64;
    }

    @Override
    public Accumulator accumulator() {
        return arguments.isEmpty() ? null : new RowsWithoutErrors(arguments);
    }

    @Override
    public void markChanged(GroupChanges groups, Place place) {
        groups.markCountChanged(place.counter());
    }

    @Override
    public void write(ResultRows rows, Place place, ColumnBuilder out, ReducerErrors errors) {
        RecordReader.appendNetWeights(rows, place.counter(), out);
    }

    /** Only the count of errors. */
    private record RowsWithoutErrors(List<Integer> arguments) implements Accumulator {
        @Override
        public boolean readsValues() {
            return false;
        }

        @Override
        public int wordCount() {
            return 0;
        }

        @Override
        public int rareCount() {
            return 1;
        }

        @Override
        public void add(ArgumentRows rows, int byteOffset) {}

        @Override
        public boolean isZero(long address) {
            return true;
        }
    }
}
