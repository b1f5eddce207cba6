package io.millrace.table;

/**
 * The two parts of a table that share no row.
 *
 * @param positive the rows for which the condition holds
 * @param negative the rows for which it does not
 */
public record SplitTable(Table positive, Table negative) {}
