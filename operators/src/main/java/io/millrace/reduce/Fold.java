package io.millrace.reduce;

import io.millrace.column.CellStatus;
import io.millrace.column.ColumnBuilder;
import io.millrace.port.DataError;
import io.millrace.state.GroupState;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A result that the user computes of the rows.
 *
 * @param columns the arguments
 * @param types their types
 */
public record Fold(GroupFold fold, List<Integer> columns, List<Type> types, Type type, int filter)
        implements RowReducer {
    public Fold {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
    }

    @Override
    public RowState state() {
        return new Plan(this);
    }

    @Override
    public int ownColumn() {
        return -1;
    }

    @Override
    public void write(GroupState state, int ownPart, long words, ColumnBuilder out) {
        Object result = ((FoldState) state).result(words);
        if (result == CellStatus.ERROR) {
            out.appendError();
        } else {
            Values.append(out, type, result);
        }
    }

    @Override
    public boolean isAbsent(GroupState state, long words) {
        return ((FoldState) state).isAbsent(words);
    }

    private record Plan(Fold reducer) implements RowState {
        @Override
        public List<Integer> arguments() {
            return RowOrder.by(reducer.filter(), cells()).arguments();
        }

        private RowOrder.Cell[] cells() {
            RowOrder.Cell[] cells = new RowOrder.Cell[reducer.columns().size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = RowOrder.Cell.of(
                        reducer.columns().get(i), reducer.types().get(i));
            }
            return cells;
        }

        @Override
        public int wordCount() {
            return FoldState.WORDS;
        }

        @Override
        public int counters() {
            return 1;
        }

        @Override
        public GroupState open(BufferAllocator allocator, ReducerErrors errors) {
            return new FoldState(
                    allocator,
                    reducer,
                    RowOrder.by(reducer.filter(), cells()).parts(),
                    message -> errors.report(DataError.Kind.USER_FUNCTION, message));
        }

        @Override
        public String describe() {
            return reducer.fold().keepsRows() ? "the user's state and all rows" : "the user's state";
        }
    }
}
