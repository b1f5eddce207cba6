package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.GroupChanges;
import io.millrace.state.RecordReader;
import io.millrace.state.ResultRows;
import java.util.BitSet;

/**
 * A result that is an error while the group has rows with an error in the reducer's columns.
 *
 * @param counter which rare count those rows are
 */
record ErrorsKept(ResultColumn column, int counter) implements ResultColumn {
    @Override
    public void markChanged(GroupChanges groups) {
        ResultRows rows = groups.rows();
        BitSet stayErrors = new BitSet();
        for (int i = 0; i < groups.groupCount(); i++) {
            boolean was = rows.rareCount(groups.before(i), counter) > 0;
            boolean is = rows.rareCount(groups.after(i), counter) > 0;
            if (was != is) {
                groups.markChanged(i);
            } else if (was && !groups.isMarkedChanged(i)) {
                stayErrors.set(i);
            }
        }
        column.markChanged(groups);
        stayErrors.stream().forEach(groups::unmarkChanged);
    }

    @Override
    public void write(ResultRows rows, ColumnBuilder out, ReducerErrors errors) {
        int first = out.rowCount();
        column.write(rows, out, errors);
        for (int i = 0; i < rows.rowCount(); i++) {
            if (rows.rareCount(i, counter) > 0) {
                RecordReader.markError(out, first + i);
            }
        }
    }
}
