package io.millrace.benchmarks.millrace;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.port.DataError;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import java.util.Set;

/** Another source's rows in epochs of a given size, whatever that source says of its own. */
record EpochCutter(Source source, long epochRows, FirstRow first) implements Source {
    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Schema schema() {
        return source.schema();
    }

    @Override
    public boolean hasOwnTimes() {
        return true;
    }

    @Override
    public Source withColumns(Set<String> names) {
        return new EpochCutter(source.withColumns(names), epochRows, first);
    }

    @Override
    public void run(SourceOutput output, byte[] position) throws Exception {
        first.fed();
        source.run(new Cut(output), position);
    }

    /** Stamps batches with epochs. */
    private final class Cut implements SourceOutput {
        private final SourceOutput output;
        private long rows;
        private long epoch;

        Cut(SourceOutput output) {
            this.output = output;
        }

        @Override
        public BatchBuilder newBuilder() {
            return output.newBuilder();
        }

        @Override
        public void emit(Batch batch, byte[] position) {
            rows += batch.selectedCount();
            batch.stampEpoch(epoch);
            output.emit(batch, position);
            if (rows >= epochRows) {
                rows = 0;
                epoch += 2;
            }
        }

        @Override
        public void emit(Batch batch, byte[] position, byte[] reference) {
            emit(batch, position);
        }

        @Override
        public void commit() {}

        @Override
        public void beginAtomic() {}

        @Override
        public void endAtomic() {}

        @Override
        public void report(DataError.Kind kind, String message) {
            output.report(kind, message);
        }

        @Override
        public boolean isStopped() {
            return output.isStopped();
        }
    }
}
