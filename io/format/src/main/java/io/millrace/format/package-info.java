/**
 * Bytes to columns and columns to bytes: the first and the last step of a row's journey. A decoder cuts a range of bytes at an
 * off-heap address into cells (where they begin, how long they are), then writes one column after the other straight into the
 * buffers of a {@link io.millrace.batch.BatchBuilder}; an encoder goes the other way. No object is made for a row or a cell.
 *
 * <p>Invariants: a decoder borrows the bytes it was fed until it is fed again; 64 bytes behind them must be readable. What a
 * decoder says of a record depends on the record's bytes alone, never on where blocks were cut. A record that cannot be parsed
 * gives no row, a field that does not fit its type gives an error cell, both give an entry to {@link
 * io.millrace.format.DecodeErrors}.
 *
 * <p>The parsers here are our own because the libraries of repute were not fast enough: FastCSV and Jackson make an object of
 * every text and leave the columns to do, and still take two to five times as long; {@code DecodeBenchmark} compares them.
 * Connectors use this package on their source's thread; one decoder belongs to one thread.
 */
package io.millrace.format;
