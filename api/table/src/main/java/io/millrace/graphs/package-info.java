/**
 * Graph algorithms over tables of edges, made of table operations and {@link io.millrace.table.Iteration}: results follow the edges as
 * they change. A vertex is a value of any one type that can be grouped by; where it is a pointer, rows of results have it as their id,
 * else the id that is made of it.
 */
package io.millrace.graphs;
