/**
 * Writes the input files that every engine of a benchmark reads. The same parameters give the same bytes on every
 * machine, so a folder that is there is used again.
 *
 * <p>Columns are raw little-endian files, one value after the other, so that no engine pays for parsing where parsing is
 * not what is measured; text is UTF-8 with {@code \n} between rows. Used by one thread.
 */
package io.millrace.benchmarks.generate;
