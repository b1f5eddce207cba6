package io.millrace.connector;

import io.millrace.key.Pointer;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import java.util.concurrent.TimeUnit;

/**
 * A source of rows that the user's own code gives, Pathway's {@code ConnectorSubject}: a subclass implements {@link #run()}, which
 * calls {@link #next}, and the input ends when it returns.
 *
 * <p>Row ids come from the schema's key columns; where there are none from the number of the row and the state last reported, or
 * the subject names them itself with {@link #nextWithId}. A subject runs once.
 *
 * <p>After a restart from a journal the rows given before are there already: {@link #run()} must give those that follow. A
 * subject that can find them reports where it is with {@link #reportOffset} and gets that back in {@link #seek}. From its first
 * report on, rows count together with the report behind them, so none is lost or given twice.
 *
 * <p>The methods that give something may be called from any thread until the subject has ended, and wait while the pipeline is
 * behind; after that they throw {@link IllegalStateException}.
 */
public abstract class ConnectorSubject implements Source {
    private static final long PATIENCE_SECONDS = 5;

    private final String name;
    private final Schema schema;
    private final RecordCells records;
    private volatile Handoff handoff;
    private boolean hasStarted;

    /** Gives rows of a schema. */
    protected ConnectorSubject(String name, Schema schema) {
        this.name = name;
        this.schema = schema;
        records = new RecordCells(schema);
    }

    /** Gives rows that are records of a class. */
    protected ConnectorSubject(String name, Class<? extends Record> type) {
        this(name, Schema.of(type));
    }

    /** Gives rows; returning ends the input, an exception ends the pipeline with it. Is interrupted when the pipeline stops. */
    protected abstract void run() throws Exception;

    /** Called once at the end, whatever it was, on the source's thread. */
    protected void onStop() throws Exception {}

    /** Called before {@link #run()} after a restart with the state that was reported last before what the journal holds. */
    protected void seek(byte[] state) throws Exception {}

    /** Adds a row of these cells, in the schema's order; null is None. In session UPSERT it replaces the row of its id. */
    protected final void next(Object... cells) {
        handoff().put(1, null, cells);
    }

    /** Adds a row of a record's components. */
    protected final void next(Record row) {
        handoff().put(1, null, records.of(row));
    }

    /** Adds a row with an id of the subject's own. */
    protected final void nextWithId(Pointer id, Object... cells) {
        handoff().put(1, id, cells);
    }

    /** Takes a row back, whose id must follow from its key columns. In session UPSERT other cells do not matter. */
    protected final void remove(Object... cells) {
        handoff().put(-1, null, cells);
    }

    /** Takes a row of a record's components back. */
    protected final void remove(Record row) {
        handoff().put(-1, null, records.of(row));
    }

    /** Takes a row with an id of the subject's own back. */
    protected final void removeWithId(Pointer id, Object... cells) {
        handoff().put(-1, id, cells);
    }

    /** Ends the epoch after the rows given so far, as soon as the engine can. */
    protected final void commit() {
        handoff().commit();
    }

    /** From now on until {@link #enableCommits} no epoch ends: the rows given in between belong together. */
    protected final void disableCommits() {
        handoff().beginAtomic();
    }

    protected final void enableCommits() {
        handoff().endAtomic();
    }

    /** Says that {@code state} stands for all rows given so far; it is copied. */
    protected final void reportOffset(byte[] state) {
        handoff().report(state.clone());
    }

    /** Ends the input, also from a thread other than that of {@link #run()}, which is interrupted. */
    protected final void close() {
        handoff().end(null);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Schema schema() {
        return schema;
    }

    /** How rows with equal ids follow each other; a subclass may say UPSERT. */
    @Override
    public Session session() {
        return Session.NATIVE;
    }

    @Override
    public final void run(SourceOutput output, byte[] position) throws Exception {
        if (hasStarted) {
            throw new IllegalStateException("subject " + name + " has run already; make another one");
        }
        hasStarted = true;
        SubjectPosition start = SubjectPosition.decode(position);
        Handoff rows = new Handoff(this, output, start);
        handoff = rows;
        Thread thread = null;
        try {
            if (start.state() != null) {
                seek(start.state());
            }
            thread = Thread.ofPlatform()
                    .name("millrace-subject-" + name)
                    .daemon()
                    .start(() -> give(rows));
            rows.pump(output);
        } finally {
            rows.close();
            stop(thread);
            onStop();
        }
    }

    private void give(Handoff rows) {
        try {
            run();
            rows.end(null);
        } catch (Throwable e) {
            rows.end(e);
        }
    }

    private static void stop(Thread thread) {
        if (thread == null) {
            return;
        }
        thread.interrupt();
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (thread.isAlive() && System.nanoTime() < deadline) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Handoff handoff() {
        Handoff current = handoff;
        if (current == null) {
            throw new IllegalStateException("subject " + name + " gives rows before it runs");
        }
        return current;
    }
}
