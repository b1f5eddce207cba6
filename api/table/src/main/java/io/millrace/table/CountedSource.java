package io.millrace.table;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.port.DataError;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A source as it is, with its rows counted and its end noticed. */
record CountedSource(Source source, AtomicLong rows, AtomicLong open, AtomicBoolean started) implements Source {
    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Schema schema() {
        return source.schema();
    }

    @Override
    public Session session() {
        return source.session();
    }

    @Override
    public boolean hasOwnTimes() {
        return source.hasOwnTimes();
    }

    @Override
    public Source withColumns(Set<String> names) {
        return new CountedSource(source.withColumns(names), rows, open, started);
    }

    @Override
    public void run(SourceOutput output, byte[] position) throws Exception {
        started.set(true);
        try {
            source.run(new CountingOutput(output, rows), position);
        } finally {
            open.decrementAndGet();
        }
    }

    @Override
    public void replay(SourceOutput output, byte[] reference) throws Exception {
        source.replay(output, reference);
    }

    private record CountingOutput(SourceOutput output, AtomicLong rows) implements SourceOutput {
        @Override
        public BatchBuilder newBuilder() {
            return output.newBuilder();
        }

        @Override
        public void emit(Batch batch, byte[] position) {
            rows.addAndGet(batch.selectedCount());
            output.emit(batch, position);
        }

        @Override
        public void emit(Batch batch, byte[] position, byte[] reference) {
            rows.addAndGet(batch.selectedCount());
            output.emit(batch, position, reference);
        }

        @Override
        public void commit() {
            output.commit();
        }

        @Override
        public void beginAtomic() {
            output.beginAtomic();
        }

        @Override
        public void endAtomic() {
            output.endAtomic();
        }

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
