/** The engine itself on the benchmark's workloads, through the API that its users have. */
package io.millrace.benchmarks.millrace;
