/**
 * What Pathway 0.33.0 answered, replayed on this engine: a record holds the tables that a test was given and every change of the
 * tables that it got back; a program written with the table API must make the same of the same input, ids and times included.
 *
 * <p>The records are data (folder {@code golden} of the test resources). {@link io.millrace.conformance.GoldenFile} and {@link
 * io.millrace.conformance.Golden} tie a program to its records, {@link io.millrace.conformance.GoldenRun} gives it their input and
 * compares its tables. A record without a program is missing, which the table in the module's README counts.
 */
package io.millrace.conformance;
