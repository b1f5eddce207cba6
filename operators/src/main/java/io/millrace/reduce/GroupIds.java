package io.millrace.reduce;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.key.KeyEncoder;
import io.millrace.key.Pointer;
import io.millrace.key.ShortKeys;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import io.millrace.value.Values;

/** Row ids of groups: the key of the values that make the group, the key of no values where there is one group. */
final class GroupIds {
    private final int keyColumns;
    private final BatchPool pool;
    private final KeyEncoder encoder = new KeyEncoder();
    private final ShortKeys shortKeys = new ShortKeys();

    GroupIds(int keyColumns, BatchPool pool) {
        this.keyColumns = keyColumns;
        this.pool = pool;
    }

    /** Returns the ids of the rows whose key values are the first columns; {@code parts} owns their buffer. */
    Column of(Column[] columns, int rowCount, Batch.Parts parts) {
        ColumnBuilder ids = pool.take(Lane.I128);
        parts.owning(ids);
        boolean isInt64 = keyColumns == 1 && columns[0].type() == Type.INT64;
        boolean isText = keyColumns == 1 && columns[0].type() == Type.STRING && columns[0].isDense();
        for (int row = 0; row < rowCount; row++) {
            if (keyColumns == 0) {
                ids.append128(Pointer.EMPTY.high(), Pointer.EMPTY.low());
            } else if (isInt64) {
                shortKeys.int64Key(columns[0].getLong(row));
                ids.append128(shortKeys.high(), shortKeys.low());
            } else if (isText) {
                shortKeys.stringKey(columns[0].bytesAddress(row), columns[0].bytesLength(row));
                ids.append128(shortKeys.high(), shortKeys.low());
            } else {
                encode(columns, row);
                ids.append128(encoder.high(), encoder.low());
            }
        }
        return ids.view(Type.POINTER);
    }

    private void encode(Column[] columns, int row) {
        encoder.reset();
        for (int cell = 0; cell < keyColumns; cell++) {
            Values.encode(encoder, columns[cell], row);
        }
        encoder.hash();
    }
}
