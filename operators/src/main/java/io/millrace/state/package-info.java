/**
 * The primitives that every stateful operator is built from: {@link io.millrace.state.RowStore}, rows of 64-bit words with a
 * weight at stable ordinals; {@link io.millrace.state.HashIndex}, which finds them by value a slice of a batch at a time; and the
 * accumulator kernels of linear aggregates.
 *
 * <p>Whoever opens a piece of state owns it and closes it; all of it is used by one worker's thread, and charged to the allocator
 * that it was opened with. An allocator that refuses leaves the piece in a state that can only be closed.
 */
package io.millrace.state;
