package io.millrace.table;

/**
 * Says whether a value takes the place of the one that was accepted last. Called on worker threads.
 *
 * @param <T> the Java form of the values' type
 */
@FunctionalInterface
public interface Accept<T> {
    boolean accepts(T value, T current) throws Exception;
}
