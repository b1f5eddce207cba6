package io.millrace.journal;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where and how a journal is kept.
 *
 * @param directory the storage directory, made if it is not there; one process at a time may use it
 * @param fingerprint what must be the same at a restart for the journal to make sense, such as the plan's hash
 * @param sync what a durable epoch survives
 * @param queuedBatches batches that may wait for the disk before {@link io.millrace.port.Journal#append} waits too
 */
public record JournalSettings(Path directory, String fingerprint, SyncPolicy sync, int queuedBatches) {
    private static final int DEFAULT_QUEUED_BATCHES = 128;

    public JournalSettings {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(sync, "sync");
        if (queuedBatches < 2) {
            throw new IllegalArgumentException("queuedBatches is " + queuedBatches + "; it must be 2 or more");
        }
    }

    public static JournalSettings at(Path directory, String fingerprint) {
        return new JournalSettings(directory, fingerprint, SyncPolicy.PROCESS_CRASH, DEFAULT_QUEUED_BATCHES);
    }

    public JournalSettings withSync(SyncPolicy newSync) {
        return new JournalSettings(directory, fingerprint, newSync, queuedBatches);
    }
}
