package io.millrace.port;

import io.millrace.batch.Batch;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * Writes input ahead, so that a crash loses nothing: batches while their epoch is open, then one record that makes the epoch
 * exist. Opened on what a former run left, it first gives those epochs back: {@link #replay} while {@link #nextEpoch} is not −1,
 * and only then takes new ones.
 *
 * <p>Sources are numbered by their place in the list that the journal was opened with. {@link #append} may be called by one
 * thread a source at a time; everything else by one thread. The caller orders an epoch's appends before its {@link #endEpoch}.
 */
public interface Journal extends AutoCloseable {
    /** The next epoch to be replayed, or −1 when all are. */
    long nextEpoch();

    /**
     * Replays epoch {@link #nextEpoch}: emits each source's batches, cell for cell and in the order of its appends, stamped with
     * the epoch. Rows kept by reference are read again by {@link Source#replay}.
     *
     * @param outputs where the rows of a source go, by its number; called before each batch
     * @throws Exception what a source threw on reading again, or that it emitted other rows than it did at first
     */
    void replay(IntFunction<SourceOutput> outputs) throws Exception;

    /** The last epoch that exists, or −1. */
    long lastEpoch();

    /** Where the source stood after its last batch in an epoch that exists, as {@link Source#run} wants it; null for none. */
    byte[] position(int source);

    /**
     * Appends a batch of an open epoch; waits while too much is queued. Borrows the batch, and retains it for as long as it is
     * not written.
     *
     * @param epoch 0 or more, after {@link #lastEpoch}; the batch's own stamp is not read
     * @param reference what {@link Source#replay} needs instead of the rows, or null to keep the rows
     * @throws IllegalStateException with the cause, when the journal cannot be written any more
     */
    void append(int source, long epoch, Batch batch, byte[] position, byte[] reference);

    /**
     * Ends an epoch, also one without rows. The future completes on the journal's thread once the epoch will be replayed after
     * any crash that the sync policy covers, and fails with the cause when it cannot be written.
     */
    CompletableFuture<Void> endEpoch(long epoch);

    /** Waits for what is queued, and frees. An epoch that has not ended is gone. */
    @Override
    void close();
}
