package io.millrace.port;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;

/** What a source reads into. Called by the source's thread only, except {@link #isStopped}. */
public interface SourceOutput {
    /**
     * Returns an owned builder for batches of the source's schema, with keys where the plan reads row ids: then the source
     * must append one a row.
     */
    BatchBuilder newBuilder();

    /**
     * Takes ownership of a batch and waits while the pipeline is too far behind.
     *
     * @param position where the source stands after this batch
     */
    void emit(Batch batch, byte[] position);

    /**
     * The same, for a source that can read these rows again: the journal may keep {@code reference} instead of the rows.
     *
     * @param reference what {@link Source#replay} needs to emit the same rows: place, length and checksum
     */
    void emit(Batch batch, byte[] position, byte[] reference);

    /** Ends the epoch after what was emitted, as soon as the engine can. */
    void commit();

    /** From now on until {@link #endAtomic} no epoch may end: what is emitted belongs together. */
    void beginAtomic();

    void endAtomic();

    /** Logs a record that gave no row, or a cell in error; throws in fail-fast mode. */
    void report(DataError.Kind kind, String message);

    /** Whether the pipeline asks the source to return. Any thread. */
    boolean isStopped();
}
