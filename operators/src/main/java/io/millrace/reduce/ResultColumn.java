package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.GroupChanges;
import io.millrace.state.ResultRows;

/** One result column of an open group-by: a reducer and where its state is. */
interface ResultColumn {
    /** Flags the groups, all of which have a past, whose result is not what it was. */
    void markChanged(GroupChanges groups);

    /** Appends the result of each row; {@code errors} takes the reason of one that is an error and is emitted with weight +1. */
    void write(ResultRows rows, ColumnBuilder out, ReducerErrors errors);

    /** Of a reducer of sums. */
    record Linear(LinearReducer reducer, LinearReducer.Place place) implements ResultColumn {
        @Override
        public void markChanged(GroupChanges groups) {
            reducer.markChanged(groups, place);
        }

        @Override
        public void write(ResultRows rows, ColumnBuilder out, ReducerErrors errors) {
            reducer.write(rows, place, out, errors);
        }
    }
}
