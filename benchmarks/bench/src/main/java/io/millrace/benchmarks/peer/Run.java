package io.millrace.benchmarks.peer;

import io.millrace.benchmarks.measure.Variant;
import java.nio.file.Path;

/**
 * One run of one peer.
 *
 * @param input the folder with the input files
 * @param rowCount rows of the input; for {@code w4} of both sides
 * @param batchRows rows of an epoch of a live variant
 * @param scratch an empty folder for the process's own files, which goes when the process has ended
 */
public record Run(Variant variant, Path input, long rowCount, int batchRows, int workers, Path scratch) {}
