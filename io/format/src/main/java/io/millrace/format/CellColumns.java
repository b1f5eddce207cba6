package io.millrace.format;

import io.millrace.batch.BatchBuilder;
import io.millrace.type.Schema;
import java.util.Arrays;

/** Moves a full {@link CellTable} into a batch, column after column, and remembers where its rows came from. */
final class CellColumns {
    private final CellTable table;
    private final ColumnDecoder[] columns;
    private long[] recordOffsets = new long[CellTable.ROWS];

    CellColumns(Schema schema, CellRules rules, CellTable table) {
        this.table = table;
        columns = new ColumnDecoder[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = ColumnDecoder.of(schema.field(i), i, rules);
        }
    }

    /** Appends the table's rows and empties it. */
    void flush(BatchBuilder into, long weight, DecodeErrors errors, long baseOffset) {
        int rows = table.rows;
        int first = into.rowCount();
        if (first + rows > recordOffsets.length) {
            recordOffsets = Arrays.copyOf(recordOffsets, Math.max(first + rows, recordOffsets.length * 2));
        }
        for (int i = 0; i < rows; i++) {
            recordOffsets[first + i] = baseOffset + table.starts[i];
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i].decode(table, into.column(i), errors, baseOffset);
        }
        into.endRows(rows, weight);
        table.rows = 0;
    }

    long recordOffset(int row) {
        return recordOffsets[row];
    }
}
