package io.millrace.table;

import io.millrace.port.DataError;

/** Ends a fail-fast run: a cell could not be computed, a row not be read or written. */
public final class DataErrorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient DataError error;

    DataErrorException(DataError error) {
        super(message(error));
        this.error = error;
    }

    /** What happened, where. */
    public DataError error() {
        return error;
    }

    private static String message(DataError error) {
        String where = error.operatorId() < 0 ? error.operator() : error.operator() + " [" + error.operatorId() + "]";
        return where + ": " + error.message() + (error.userLine() == null ? "" : "\n    at " + error.userLine());
    }
}
