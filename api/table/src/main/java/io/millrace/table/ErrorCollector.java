package io.millrace.table;

import io.millrace.batch.BatchBuilder;
import io.millrace.key.Pointer;
import io.millrace.port.DataError;
import io.millrace.port.ErrorLog;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.schedule.EpochListener;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.udf.Feedback;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes the data errors of a run: throws the first one in fail-fast mode, else keeps them for the error log table, which it feeds
 * as a source. That source ends when all others have and every row of theirs has been through, so that no error comes later.
 */
final class ErrorCollector implements ErrorLog, Source, EpochListener, Feedback {
    static final Schema SCHEMA = Schema.builder()
            .column("operator_id", Type.INT64)
            .column("message", Type.STRING)
            .column("trace", Type.optional(Type.STRING))
            .appendOnly()
            .build();

    private static final byte[] NO_POSITION = {};
    private static final long PAUSE_NANOS = 1_000_000;

    private final boolean failFast;
    private final EpochListener next;
    private final ConcurrentLinkedQueue<DataError> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong emittedRows = new AtomicLong();
    private final AtomicLong committedRows = new AtomicLong();
    private final AtomicLong openSources = new AtomicLong();
    private final AtomicLong openCalls = new AtomicLong();
    /** Whether sources read: until then the journal is replayed. */
    private final AtomicBoolean started = new AtomicBoolean();

    private final AtomicLong count = new AtomicLong();

    ErrorCollector(boolean failFast, EpochListener next) {
        this.failFast = failFast;
        this.next = next;
    }

    /** How many errors there were. */
    long count() {
        return count.get();
    }

    @Override
    public void report(DataError error) {
        count.incrementAndGet();
        if (failFast) {
            throw new DataErrorException(error);
        }
        // While the journal is replayed, the rows of these errors come out of it too.
        if (started.get()) {
            queue.add(error);
        }
    }

    /** A source whose rows are counted. */
    Source counted(Source source) {
        openSources.incrementAndGet();
        return new CountedSource(source, emittedRows, openSources, started);
    }

    @Override
    public void epochCommitted(long epoch, long rows, long firstEmittedNanos, long committedNanos) {
        if (started.get()) {
            committedRows.addAndGet(rows);
        }
        next.epochCommitted(epoch, rows, firstEmittedNanos, committedNanos);
    }

    @Override
    public boolean isOver() {
        // Read in this order: rows that are through have opened their calls, and calls are closed after their results
        // are emitted.
        long emitted = emittedRows.get();
        boolean isThrough = openSources.get() == 0 && committedRows.get() >= emitted;
        return isThrough && openCalls.get() == 0 && emittedRows.get() == emitted;
    }

    @Override
    public void emitting(long rows) {
        emittedRows.addAndGet(rows);
    }

    @Override
    public void callOpened() {
        openCalls.incrementAndGet();
    }

    @Override
    public void callClosed() {
        openCalls.decrementAndGet();
    }

    @Override
    public String name() {
        return "error log";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void run(SourceOutput output, byte[] position) {
        long number = 0;
        while (!output.isStopped()) {
            // Read in this order: rows that are through have left their errors in the queue.
            boolean allThrough = isOver();
            if (!queue.isEmpty()) {
                number = emit(output, number);
            } else if (allThrough) {
                return;
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private long emit(SourceOutput output, long number) {
        long next = number;
        try (BatchBuilder builder = output.newBuilder()) {
            while (!builder.isFull() && !queue.isEmpty()) {
                DataError error = queue.remove();
                builder.column(0).appendLong(error.operatorId());
                builder.column(1).appendString(error.message());
                if (error.userLine() == null) {
                    builder.column(2).appendNone();
                } else {
                    builder.column(2).appendString(error.userLine());
                }
                if (builder.keys() != null) {
                    Pointer key = Pointer.of("error log", next);
                    builder.keys().append128(key.high(), key.low());
                }
                builder.endRow();
                next++;
            }
            emittedRows.addAndGet(builder.rowCount());
            output.emit(builder.build(0, 0), NO_POSITION);
        }
        return next;
    }
}
