package io.millrace.journal;

/** What a record is; the code is on disk. */
enum RecordKind {
    /** Rows of a source. */
    DATA(1),
    /** How a source finds rows again. */
    REFERENCE(2),
    /** An epoch exists. */
    EPOCH(3),
    /** The beginning of an epoch log. */
    GENERATION(4);

    private final int code;

    RecordKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Returns the kind with this code, or null. */
    static RecordKind of(int code) {
        for (RecordKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return null;
    }
}
