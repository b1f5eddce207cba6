package io.millrace.expression;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.kernel.Kernels;
import io.millrace.port.DataError;
import io.millrace.port.OperatorContext;
import io.millrace.type.Lane;
import java.util.Arrays;

/**
 * The evaluation of a program on one batch after the other: its input, the buffers that it borrowed from the pool, and the sets
 * of rows made on the way. One thread.
 */
final class Run {
    final Kernels kernels;
    private final OperatorContext context;
    private final BatchPool pool;
    private ColumnBuilder[] taken = new ColumnBuilder[16];
    private int takenCount;
    private Batch batch;
    private int rowCount;

    Run(OperatorContext context, Kernels kernels) {
        this.context = context;
        this.pool = context.pool();
        this.kernels = kernels;
    }

    void begin(Batch newBatch) {
        assert takenCount == 0 : "the last run was not ended";
        batch = newBatch;
        rowCount = newBatch.rowCount();
    }

    int rowCount() {
        return rowCount;
    }

    Column column(int index) {
        return batch.column(index);
    }

    Column keys() {
        return batch.keys();
    }

    Rows selected() {
        Column selection = batch.selection();
        return new Rows(selection == null ? 0 : selection.data(), rowCount);
    }

    /** An empty builder with room for the rows of the batch; the run's until it ends. */
    ColumnBuilder take(Lane lane) {
        ColumnBuilder builder = pool.take(lane);
        if (takenCount == taken.length) {
            taken = Arrays.copyOf(taken, takenCount * 2);
        }
        taken[takenCount++] = builder;
        builder.reserve(rowCount);
        return builder;
    }

    /** Address of an uninitialised bitmap for the rows of the batch. */
    long bitmap() {
        return take(Lane.BIT).data();
    }

    /** The rows of both. */
    Rows intersect(Rows left, long bitmap) {
        if (left.isAll()) {
            return new Rows(bitmap, rowCount);
        }
        long both = bitmap();
        Bitmaps.and(left.bitmap(), bitmap, both, rowCount);
        return new Rows(both, rowCount);
    }

    /** The rows of {@code left} that are not in the bitmap. */
    Rows minus(Rows left, long bitmap) {
        long rest = bitmap();
        if (left.isAll()) {
            Bitmaps.not(bitmap, rest, rowCount);
        } else {
            Bitmaps.andNot(left.bitmap(), bitmap, rest, rowCount);
        }
        return new Rows(rest, rowCount);
    }

    Rows minus(Rows left, Rows right) {
        assert !right.isAll() : "nothing is left";
        return minus(left, right.bitmap());
    }

    Rows union(Rows left, Rows right) {
        if (left.isAll() || right.isAll()) {
            return new Rows(0, rowCount);
        }
        long all = bitmap();
        Bitmaps.or(left.bitmap(), right.bitmap(), all, rowCount);
        return new Rows(all, rowCount);
    }

    void report(DataError.Kind kind, String message, String userLine) {
        context.report(kind, message, userLine);
    }

    /**
     * Ends the evaluation: buffers that a column of {@code kept} lies in go to {@code parts}, the others back to the pool. Returns
     * whether all of those columns were in buffers of the run.
     */
    boolean end(Batch.Parts parts, Column[] kept) {
        int foundCount = 0;
        for (int i = 0; i < takenCount; i++) {
            int found = countIn(taken[i], kept);
            if (found > 0) {
                parts.owning(taken[i]);
            } else {
                pool.give(taken[i]);
            }
            foundCount += found;
            taken[i] = null;
        }
        takenCount = 0;
        batch = null;
        return foundCount == kept.length;
    }

    private static int countIn(ColumnBuilder builder, Column[] columns) {
        int count = 0;
        for (Column column : columns) {
            count += column.data() == builder.data() ? 1 : 0;
        }
        return count;
    }
}
