package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.GroupSketches;
import io.millrace.state.GroupState;
import io.millrace.type.Type;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * About how many different rows of some columns the group has, where rows are never taken back: exact while there are few, then
 * from a sketch.
 *
 * @param precision 4 to 18: a sketch has 2^precision bytes and an error of about 1.04 / √(2^precision)
 */
public record DistinctEstimate(List<Integer> columns, List<Type> types, int precision, int filter)
        implements RowReducer {
    public DistinctEstimate {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
        if (precision < 4 || precision > 18) {
            throw new IllegalArgumentException(
                    "countDistinctApproximate with precision " + precision + "; it must be from 4 to 18");
        }
    }

    @Override
    public Type type() {
        return Type.INT64;
    }

    @Override
    public RowState state() {
        RowOrder.Cell[] cells = IntStream.range(0, columns.size())
                .mapToObj(i -> RowOrder.Cell.of(columns.get(i), types.get(i)))
                .toArray(RowOrder.Cell[]::new);
        return new Plan(RowOrder.by(filter, cells), precision);
    }

    @Override
    public int ownColumn() {
        return -1;
    }

    @Override
    public void write(GroupState state, int ownPart, long words, ColumnBuilder out) {
        out.appendLong(((GroupSketches) state).estimate(words));
    }

    private record Plan(RowOrder rows, int precision) implements RowState {
        @Override
        public List<Integer> arguments() {
            return rows.arguments();
        }

        @Override
        public int wordCount() {
            return 2;
        }

        @Override
        public int counters() {
            return 1;
        }

        @Override
        public GroupState open(BufferAllocator allocator, ReducerErrors errors) {
            return new GroupSketches(allocator, rows.parts(), rows.filter() >= 0, precision);
        }

        @Override
        public String describe() {
            return "a sketch";
        }
    }
}
