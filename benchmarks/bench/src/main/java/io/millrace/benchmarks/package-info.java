/**
 * The {@code bench} command: which variants there are, what input each has, and the order in which engines run. An
 * engine runs in a process of its own ({@code peer}) on files that {@code generate} wrote; {@code result} reads the line
 * that it prints and compares answers. Used by one thread.
 */
package io.millrace.benchmarks;
