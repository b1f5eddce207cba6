package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.GroupState;
import io.millrace.state.OrderedState;
import io.millrace.type.Type;
import java.util.List;
import java.util.stream.IntStream;

/** How many different rows of some columns the group has; None equals None. */
public record DistinctCount(List<Integer> columns, List<Type> types, int filter) implements RowReducer {
    public DistinctCount {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
    }

    @Override
    public Type type() {
        return Type.INT64;
    }

    @Override
    public RowState state() {
        return RowOrder.by(
                filter,
                IntStream.range(0, columns.size())
                        .mapToObj(i -> RowOrder.Cell.of(columns.get(i), types.get(i)))
                        .toArray(RowOrder.Cell[]::new));
    }

    @Override
    public int ownColumn() {
        return -1;
    }

    @Override
    public void write(GroupState state, int ownPart, long words, ColumnBuilder out) {
        out.appendLong(((OrderedState) state).index().keyCount(words));
    }
}
