package io.millrace.benchmarks;

import io.millrace.benchmarks.generate.Dataset;
import io.millrace.benchmarks.measure.Variant;

/**
 * One variant with the input that it has at a certain size.
 *
 * @param input what engines read
 * @param text the same rows as CSV, for an engine that reads text only; {@code null} where there are none, and the same as
 *     {@code input} where that is text
 */
record Case(Variant variant, Dataset input, Dataset text) {}
