package io.millrace.ipc;

/** Bytes that are no record-batch message of the expected types. */
public final class CorruptBatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptBatchException(String message) {
        super(message);
    }

    CorruptBatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
