package io.millrace.port;

/** Takes data errors from any thread. In fail-fast mode {@link #report} throws and ends the run. */
@FunctionalInterface
public interface ErrorLog {
    void report(DataError error);
}
