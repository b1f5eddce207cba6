/**
 * What a user of the engine writes: a {@link io.millrace.table.Pipeline} reads and writes {@link io.millrace.table.Table}s, and
 * operations on tables and {@link io.millrace.table.ColumnExpression}s make new ones. Everything is checked when it is written, and
 * an error names the line that wrote it. Tables and expressions are immutable values that build a logical plan
 * ({@code io.millrace.plan}); nothing runs before the pipeline does.
 */
package io.millrace.table;
