package io.millrace.table;

/**
 * What a running pipeline has done.
 *
 * @param epoch the last one that was published; −1 before the first
 * @param epochs how many were published
 * @param rows input rows in them
 * @param errors data errors
 * @param stateBytes bytes that operators keep
 */
public record Progress(long epoch, long epochs, long rows, long errors, long stateBytes) {}
