/** Runs JMH benchmarks as results that a document may quote: raw JSON beside a record of the machine. */
package io.millrace.benchmarks.jmh;
