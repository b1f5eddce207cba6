package io.millrace.benchmarks.flink;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.JoinFigures;
import io.millrace.benchmarks.measure.SumCountFigures;
import io.millrace.benchmarks.measure.WordFigures;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.table.data.RowData;

/** Which result a sink sees, and how its rows become figures. */
enum FigureKind {
    WORDS {
        @Override
        Figures create() {
            return new WordFigures();
        }

        @Override
        void add(Figures figures, RowData row, int weight) {
            byte[] word = row.getString(0).toBytes();
            ((WordFigures) figures).add(word, 0, word.length, row.getLong(1), weight);
        }
    },
    SUMS_AND_COUNTS {
        @Override
        Figures create() {
            return new SumCountFigures();
        }

        @Override
        void add(Figures figures, RowData row, int weight) {
            ((SumCountFigures) figures).add(row.getLong(0), row.getLong(1), row.getLong(2), weight);
        }
    },
    JOIN {
        @Override
        Figures create() {
            return new JoinFigures();
        }

        @Override
        void add(Figures figures, RowData row, int weight) {
            ((JoinFigures) figures).add(row.getLong(0), row.getLong(1), weight);
        }
    };

    abstract Figures create();

    abstract void add(Figures figures, RowData row, int weight);

    /** A figure that the sinks of a finished job have summed. */
    static long value(JobExecutionResult result, String figure) {
        return result.<Long>getAccumulatorResult(figure);
    }
}
