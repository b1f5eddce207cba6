/**
 * The contracts between the engine and what surrounds it: sources push batches in, sinks take whole epochs out, errors go to a
 * log, and operators are opened once a worker and driven by {@code io.millrace.schedule}.
 *
 * <p>State leaves an operator in named blocks ({@link io.millrace.port.StateOutput}) and comes back by key group
 * ({@link io.millrace.port.KeyGroups}); where blocks lie, which of them a checkpoint copies and what makes it whole is the
 * business of who calls.
 */
package io.millrace.port;
