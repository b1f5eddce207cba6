/**
 * The engines that the benchmarks compare, and how each is started in a process of its own. Our engine is a {@link
 * io.millrace.benchmarks.peer.Peer} as any other. Used by one thread; a process's output is read by threads that end with
 * it.
 */
package io.millrace.benchmarks.peer;
