/**
 * 128-bit row keys, bit for bit those of Pathway, derived from values.
 *
 * <p>Place in the journey: a source (or a stage that makes new rows: join, flatten, concat, group-by) encodes the
 * identifying cells of a row with a {@link io.millrace.key.KeyEncoder} (or {@link io.millrace.key.ShortKeys}) and takes
 * the hash as the row's id. A user meets the id as a {@link io.millrace.key.Pointer}.
 *
 * <p>Invariants:
 * <ul>
 *   <li>A key is XXH3-128 (seed 0, default secret) over the concatenated {@link io.millrace.key.KeyEncoder encodings}
 *       of its values; the key of no values is {@link io.millrace.key.Pointer#EMPTY}.
 *   <li>The encoding is a format on disk and on the wire: it never changes.
 *   <li>The low 16 bits of a key are its <em>shard</em>. Rows that must meet on one worker share them: see
 *       {@link io.millrace.key.KeyEncoder#beginInstance} and the derived keys.
 *   <li>{@code Error} and {@code Pending} have no encoding; whoever computes keys sorts such rows out before.
 * </ul>
 *
 * <p>Anyone may call this package. An encoder belongs to one thread; a {@code Pointer} is a value. Memory that is
 * passed in is borrowed until return.
 */
package io.millrace.key;
