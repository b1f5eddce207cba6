/**
 * Runs a dataflow: the graph of operators, workers that each hold all of it with a shard of the state, the exchange between
 * them, and the driver that takes batches from sources, closes epochs and publishes them.
 *
 * <p>A worker's operators are called on its thread only. The driver's thread opens epochs and hands out batches; with one worker
 * both are the same thread. Sources run on threads of their own and wait when the pipeline is behind.
 */
package io.millrace.schedule;
