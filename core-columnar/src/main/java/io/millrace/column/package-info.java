/**
 * One column of a batch in Arrow's memory layout: {@link io.millrace.column.Column} reads, {@link
 * io.millrace.column.ColumnBuilder} owns the buffers and writes. Between a source's decoder and a sink's encoder rows exist
 * only here. A builder belongs to one thread at a time and is reused through the pool of {@code io.millrace.batch}.
 */
package io.millrace.column;
