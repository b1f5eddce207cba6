package io.millrace.ordered;

/** Says whether a value takes the place of another one. Called on worker threads. */
@FunctionalInterface
public interface Acceptor {
    /**
     * Compares values as {@code io.millrace.value.Values} gives them.
     *
     * @param value the new one
     * @param current the one that was accepted last
     * @throws Exception leaves the group as it was before the epoch, and is reported
     */
    boolean accepts(Object value, Object current) throws Exception;
}
