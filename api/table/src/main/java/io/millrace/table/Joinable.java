package io.millrace.table;

/** What can stand on the right of a join: a table, or the pairs of another join, whose columns keep the names of their tables. */
public sealed interface Joinable permits Table, JoinResult {}
