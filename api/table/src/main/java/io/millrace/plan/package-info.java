/**
 * What the user asked for and how it is made cheaper: the logical plan, a graph of one node a table operation, and the passes
 * that rewrite or annotate it, one class each. Pure functions on immutable values; any thread. The user's API builds plans,
 * {@code io.millrace.physical} turns the optimised one into stages.
 */
package io.millrace.plan;
