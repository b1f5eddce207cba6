package io.millrace.reduce;

import java.util.List;

/**
 * The arguments of a row, as {@code io.millrace.value.Values} gives them, and how often the epoch adds it; negative where it takes it
 * back.
 */
public record RowCount(List<Object> values, long count) {}
