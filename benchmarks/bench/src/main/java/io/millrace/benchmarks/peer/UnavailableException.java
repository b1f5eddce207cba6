package io.millrace.benchmarks.peer;

/** A peer cannot be had on this machine; the message says what is missing. */
public final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    public UnavailableException(String reason) {
        super(reason);
    }
}
