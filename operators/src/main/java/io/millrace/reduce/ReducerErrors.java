package io.millrace.reduce;

import io.millrace.port.DataError;

/** Where reducers report results that are errors. */
@FunctionalInterface
public interface ReducerErrors {
    void report(DataError.Kind kind, String message);
}
