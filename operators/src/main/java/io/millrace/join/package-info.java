/**
 * Equi-joins of two tables that both change. One dictionary holds the keys of both sides, so that a row is hashed and probed
 * once; the rows of a side hang on their key in a chain. A change of one side meets the rows that the other side holds at that
 * moment, which adds up to {@code ΔL⋈R + (L+ΔL)⋈ΔR} whatever the order within the epoch.
 */
package io.millrace.join;
