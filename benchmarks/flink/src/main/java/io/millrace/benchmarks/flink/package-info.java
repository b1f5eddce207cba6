/**
 * Runs Apache Flink's SQL on one workload, as a streaming job on a cluster inside this process: state on the heap, no
 * checkpoints, mini-batches of the size of an epoch. Functions here are copied by Flink, each to a thread of its own, and
 * hand back what they measured through accumulators.
 */
package io.millrace.benchmarks.flink;
