/**
 * What a program that runs one engine on one workload needs: the task it was given, the input columns, the clock, the
 * figures that prove its answer, and the result line.
 *
 * <p>Our own runner and the peers on the JVM use it, each in a process of its own; so the package depends on the JDK
 * alone, and brings no jar into another engine's class path. The programs in {@code benchmarks/peers} that are not
 * Java compute the same figures by the same rules. Nothing here is shared between threads unless it says so.
 */
package io.millrace.benchmarks.measure;
