package io.millrace.benchmarks.flink;

import io.millrace.benchmarks.measure.Progress;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.table.data.RowData;

/**
 * Stands behind a source and measures how long each epoch's rows take to be let through. Flink pushes back on a source whose
 * rows it cannot take yet, so over a run these are the times that its mini-batches take.
 */
final class EpochFunction extends RichMapFunction<RowData, RowData> {
    static final String EPOCH_NANOS = "epoch_nanos";

    private static final long serialVersionUID = 1;

    private final int epochRows;
    private final int rowCount;
    private transient int row;
    private transient long epochStartNanos;
    private transient ListAccumulator<Long> epochNanos;
    private transient Progress progress;

    EpochFunction(int epochRows, int rowCount) {
        this.epochRows = epochRows;
        this.rowCount = rowCount;
    }

    @Override
    public void open(OpenContext context) {
        epochNanos = new ListAccumulator<>();
        getRuntimeContext().addAccumulator(EPOCH_NANOS, epochNanos);
        progress = new Progress(System.err, rowCount);
        epochStartNanos = System.nanoTime();
    }

    @Override
    public RowData map(RowData value) {
        row++;
        if (row % epochRows == 0 || row == rowCount) {
            long now = System.nanoTime();
            epochNanos.add(now - epochStartNanos);
            epochStartNanos = now;
        }
        if (row % 65_536 == 0) {
            progress.at(row);
        }
        return value;
    }
}
