package io.millrace.batch;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.kernel.Gather;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.BitSet;

/** Copies the rows that count into dense batches. */
public final class Compaction {
    private Compaction() {}

    /** Returns an owned batch of the selected rows, all selected; the batch itself, retained, where it is so already. */
    public static Batch dense(BatchPool pool, Batch batch) {
        if (batch.selection() == null) {
            return batch.retain();
        }
        BitSet all = new BitSet();
        all.set(0, batch.columnCount());
        return gather(pool, batch, batch.selectedRows(), batch.selectedCount(), all);
    }

    /**
     * Returns an owned batch of the rows of a bitmap, whether selected or not. Columns that are not in {@code columns} stand in
     * their places but hold nothing.
     */
    public static Batch dense(BatchPool pool, Batch batch, long bitmap, BitSet columns) {
        ColumnBuilder rows = pool.take(Lane.I64);
        try {
            rows.reserve((batch.rowCount() >>> 1) + 1);
            int count = Bitmaps.toRows(bitmap, batch.rowCount(), rows.data());
            return gather(pool, batch, rows.data(), count, columns);
        } finally {
            pool.give(rows);
        }
    }

    /** Returns an owned batch of {@code count} rows whose 32-bit numbers stand at {@code rowNumbers}. */
    private static Batch gather(BatchPool pool, Batch batch, long rowNumbers, int count, BitSet columns) {
        try (Batch.Parts parts = Batch.of(pool, count).timeOf(batch)) {
            Column[] copies = new Column[batch.columnCount()];
            for (int i = 0; i < copies.length; i++) {
                Column from = batch.column(i);
                copies[i] = columns.get(i)
                        ? copy(pool, parts, from, rowNumbers, count)
                        : new Column(from.type(), count, 0, 0, 0, 0, 0);
            }
            parts.columns(copies);
            if (batch.keys() != null) {
                parts.keys(copy(pool, parts, batch.keys(), rowNumbers, count));
            }
            if (batch.weights() != null) {
                parts.weights(
                        copy(pool, parts, batch.weights(), rowNumbers, count).withType(Type.INT64));
            }
            return parts.build();
        }
    }

    private static Column copy(BatchPool pool, Batch.Parts parts, Column from, long rowNumbers, int count) {
        ColumnBuilder builder = pool.take(from.lane());
        parts.owning(builder);
        Gather.column(from, rowNumbers, count, builder);
        return builder.view(from.type());
    }
}
