/**
 * Operators on rows in an order: which row comes before and after each one, and which one of many is kept.
 *
 * <p>{@link io.millrace.ordered.Sort} and {@link io.millrace.ordered.Deduplicate} are plans. The rows of an instance must meet on one worker.
 */
package io.millrace.ordered;
