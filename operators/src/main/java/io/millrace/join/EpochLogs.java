package io.millrace.join;

import io.millrace.state.EpochLog;

/** Goes over the entries of a log, also over those that are appended meanwhile. */
final class EpochLogs {
    private EpochLogs() {}

    /** Takes one entry by its address. */
    interface Action {
        void take(long entry);
    }

    static void forEach(EpochLog log, Action action) {
        for (int chunk = 0; chunk < log.chunkCount(); chunk++) {
            for (int i = 0; i < log.count(chunk); i++) {
                action.take(log.entries(chunk) + (long) i * log.entryBytes());
            }
        }
    }
}
