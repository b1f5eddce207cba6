package io.millrace.expression;

import io.millrace.port.DataError;

/** What went wrong in a row; used again for the next one. */
final class Failure {
    private DataError.Kind kind;
    private String message;

    void set(DataError.Kind newKind, String newMessage) {
        kind = newKind;
        message = newMessage;
    }

    void clear() {
        kind = null;
    }

    boolean isSet() {
        return kind != null;
    }

    DataError.Kind kind() {
        return kind;
    }

    String message() {
        return message;
    }
}
