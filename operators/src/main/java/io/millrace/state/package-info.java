/**
 * The primitives that every stateful operator is built from: {@link io.millrace.state.RowStore}, rows of 64-bit words with a
 * weight at stable ordinals; {@link io.millrace.state.HashIndex}, which finds them by value a slice of a batch at a time;
 * {@link io.millrace.state.OrderedIndex}, rows of groups in the order of keys that compare as words; and the accumulator kernels of
 * linear aggregates.
 *
 * <p><b>Order.</b> {@link io.millrace.state.SortKeys} writes the values of a row such that the unsigned order of the words is the order
 * of the values, texts and others without bound as a prefix and a reference to the rest. Each group has a B+tree of its own with the
 * weight below each child, which gives ranks and quantiles; the root of a small group is a leaf that grows with it, so ten rows are
 * one sorted run of 38 bytes a row. {@link io.millrace.state.OrderedRows} puts columns, keys and index together for operators,
 * {@link io.millrace.state.GroupRows} for reducers, which collect the rows of a batch, sort them and write them at once.
 *
 * <p>Whoever opens a piece of state owns it and closes it; all of it is used by one worker's thread, and charged to the allocator
 * that it was opened with. An allocator that refuses leaves the piece in a state that can only be closed.
 *
 * <p><b>Saved state.</b> Rows leave a store a chunk at a time, each chunk with the bytes of its long cells
 * ({@code SavedRows} has the format), and a chunk knows the epoch that last wrote it, so that a checkpoint copies only what changed
 * since the one before. They come back as they lie, or one by one, by the key group of their key's hash. Indexes are built again.
 *
 * <p><b>Loops.</b> Inside a loop a difference has an iteration beside its epoch, and finished epochs are folded into one, so state
 * keeps iterations only: a word of the record ({@link io.millrace.state.RowLayout#withIteration}), which {@code CellWords} writes,
 * compares and hashes with a row's cells, and which is saved with them. What finds rows stays as it is. Keys have no iteration: a
 * dictionary holds a key once, and its history hangs on it in one chain. A join walks that chain, and what a difference of iteration
 * i finds of iteration j comes out at the greater of both, so the operator collects its output by iteration. A retraction
 * cancels rows of its own iteration. A reduce keeps a record of accumulators an iteration in the chain of its group, adds to
 * that of the batch, and reads the sum of those up to i; a group is evaluated again at i and at each later iteration of its chain.
 * At an epoch's end nothing has to be moved: what it changed at an iteration is from then on part of that iteration's history.
 */
package io.millrace.state;
