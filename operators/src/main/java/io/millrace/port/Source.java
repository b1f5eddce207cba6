package io.millrace.port;

import io.millrace.type.Schema;
import java.util.Set;

/**
 * Reads rows from outside, on a thread of its own. Positions are the source's own words for "read up to here": the engine
 * journals them with the batches that they follow and gives the last one back after a restart.
 */
public interface Source {
    /** Unique in a pipeline: the name of its journal, of its log lines and of its metrics. */
    String name();

    Schema schema();

    /** How rows with equal keys follow each other. */
    default Session session() {
        return Session.NATIVE;
    }

    /**
     * Whether the batches' own epochs are the time of their rows: they never go back, and an epoch ends once every such source
     * is past it. Static input has its own time, which is 0. Other sources' rows join the epoch that is open.
     */
    default boolean hasOwnTimes() {
        return false;
    }

    /** Returns a source of the same rows with the same ids that has at least the named columns, in schema order. */
    default Source withColumns(Set<String> names) {
        return this;
    }

    /**
     * Emits rows until the source is exhausted or {@link SourceOutput#isStopped()}; returning ends the input.
     *
     * @param position the last position journalled, or null at the very first start
     * @throws Exception ends the run with this cause
     */
    void run(SourceOutput output, byte[] position) throws Exception;

    /**
     * Emits the rows behind a reference that {@link SourceOutput#emit(io.millrace.batch.Batch, byte[], byte[])} was given, the
     * same rows in the same order, in one or more batches.
     *
     * @throws Exception names what changed, when the data behind the reference is not what it was
     */
    default void replay(SourceOutput output, byte[] reference) throws Exception {
        throw new UnsupportedOperationException(name() + " journals its rows, not references to them");
    }

    /** Whether batches come as they are, or each row replaces the last one of its key. */
    enum Session {
        /** Weights say what is added and what is taken back. */
        NATIVE,
        /** A row of weight +1 replaces the row with its key; weight −1 removes it, whatever its other cells hold. */
        UPSERT
    }
}
