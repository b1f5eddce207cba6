/**
 * Runs Deephaven's table engine on one workload in this process. A live variant ticks an event-driven update graph once
 * an epoch; the graph, its listeners and the feeding are all on the thread that runs the program.
 */
package io.millrace.benchmarks.deephaven;
