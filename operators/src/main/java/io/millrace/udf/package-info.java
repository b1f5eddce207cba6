/**
 * How functions of the user are called: in batches, many at a time on virtual threads with capacity, timeout, retries and cache, or
 * without anybody waiting, so that results come in a later epoch.
 *
 * <p>{@link io.millrace.udf.CallPolicy} makes one call; any thread may. {@link io.millrace.udf.ConcurrentCalls} waits for the rows of a
 * batch on the worker's thread. {@link io.millrace.udf.LaterCalls} belongs to one run: its operators start calls, and it is the source
 * that brings the results back in.
 */
package io.millrace.udf;
