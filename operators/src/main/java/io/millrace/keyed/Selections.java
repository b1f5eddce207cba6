package io.millrace.keyed;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.type.Lane;

/** Selections of batches, to be narrowed. */
final class Selections {
    private Selections() {}

    /** Returns an owned bit a row, set where the batch selects it. */
    static ColumnBuilder copyOf(Batch batch, BatchPool pool) {
        ColumnBuilder bits = pool.take(Lane.BIT);
        bits.reserve(batch.rowCount());
        if (batch.selection() == null) {
            Bitmaps.fill(bits.data(), true, batch.rowCount());
        } else {
            Bitmaps.copy(batch.selection().data(), bits.data(), batch.rowCount());
        }
        bits.setWritten(batch.rowCount(), 0);
        return bits;
    }
}
