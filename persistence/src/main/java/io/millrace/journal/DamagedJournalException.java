package io.millrace.journal;

import java.nio.file.Path;

/** A record that an epoch needs is not what was written. Nothing is changed on disk: the files can be restored and read again. */
public final class DamagedJournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long index;

    DamagedJournalException(Path file, long index, String what, Throwable cause) {
        super("the journal is damaged: " + file + ", record " + index + ": " + what, cause);
        this.file = file;
        this.index = index;
    }

    /** The file or queue directory with the damage. */
    public Path file() {
        return file;
    }

    /** The place of the record in its queue, from 0. */
    public long index() {
        return index;
    }
}
