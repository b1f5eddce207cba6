package io.millrace.benchmarks.flink;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.ProcessFigures;
import io.millrace.benchmarks.measure.RunClock;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.accumulators.DoubleMaximum;
import org.apache.flink.api.common.accumulators.DoubleMinimum;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/**
 * Sees every change that reaches the sink and lets none through. The timed part of a job is from the moment when the first
 * such function is open, as all tasks of a streaming job are then, until the last one has seen the end of its input.
 */
final class FigureFunction extends RichFlatMapFunction<RowData, RowData> {
    static final String UPDATES_OUT = "updates_out";

    private static final long serialVersionUID = 1;
    private static final String FROM_SECONDS = "from_seconds";
    private static final String TO_SECONDS = "to_seconds";
    private static final String FROM_CPU_SECONDS = "from_cpu_seconds";
    private static final String TO_CPU_SECONDS = "to_cpu_seconds";

    private final FigureKind kind;
    private transient Figures figures;
    private transient long updatesOut;

    FigureFunction(FigureKind kind) {
        this.kind = kind;
    }

    @Override
    public void open(OpenContext context) {
        figures = kind.create();
        getRuntimeContext().addAccumulator(FROM_SECONDS, new DoubleMinimum(nanoSeconds()));
        getRuntimeContext().addAccumulator(FROM_CPU_SECONDS, new DoubleMinimum(ProcessFigures.cpuSeconds()));
    }

    @Override
    public void flatMap(RowData row, Collector<RowData> none) {
        RowKind change = row.getRowKind();
        updatesOut++;
        kind.add(figures, row, change == RowKind.INSERT || change == RowKind.UPDATE_AFTER ? 1 : -1);
    }

    @Override
    public void close() {
        getRuntimeContext().addAccumulator(TO_SECONDS, new DoubleMaximum(nanoSeconds()));
        getRuntimeContext().addAccumulator(TO_CPU_SECONDS, new DoubleMaximum(ProcessFigures.cpuSeconds()));
        getRuntimeContext().addAccumulator(UPDATES_OUT, new LongCounter(updatesOut));
        for (Map.Entry<String, Long> figure : figures.values().entrySet()) {
            getRuntimeContext().addAccumulator(figure.getKey(), new LongCounter(figure.getValue()));
        }
    }

    /** Reads the times that the functions of a job have noted. */
    static void readInto(RunClock clock, JobExecutionResult result) {
        List<Long> epochs = result.getAccumulatorResult(EpochFunction.EPOCH_NANOS);
        if (epochs != null) {
            epochs.forEach(clock::addEpoch);
        }
        clock.stopWith(
                result.<Double>getAccumulatorResult(TO_SECONDS) - result.<Double>getAccumulatorResult(FROM_SECONDS),
                result.<Double>getAccumulatorResult(TO_CPU_SECONDS)
                        - result.<Double>getAccumulatorResult(FROM_CPU_SECONDS));
    }

    private static double nanoSeconds() {
        return System.nanoTime() / 1e9;
    }
}
