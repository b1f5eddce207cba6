/**
 * The contracts between the engine and what surrounds it: sources push batches in, sinks take whole epochs out, errors go to a
 * log, and operators are opened once a worker and driven by {@code io.millrace.schedule}.
 */
package io.millrace.port;
