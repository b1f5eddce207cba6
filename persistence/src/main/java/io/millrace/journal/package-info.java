/**
 * Input written ahead, so that a restart repeats the same epochs with the same batches. Rows come here from the scheduler
 * through {@link io.millrace.port.Journal} and go to one Chronicle queue a source; one record in the epoch log makes an epoch
 * exist.
 *
 * <pre>
 * storage directory
 * ├── lock                       held while a process uses the directory; says which
 * ├── manifest                   format version, pipeline fingerprint, sources and their columns
 * └── generation-00000001        what one process wrote, from its start on
 *     ├── epochs                 queue: a GENERATION record, then an EPOCH record for each epoch
 *     └── source-000             queue: DATA and REFERENCE records of the source with this number in the manifest
 * </pre>
 *
 * <p>A process never appends to what another one wrote: it starts a generation that names the last epoch before it. So nothing
 * depends on how a queue file is repaired, and what no epoch record names (the tail of a source's queue, a torn last epoch
 * record) is cut simply by not being read; a generation without an epoch is removed. {@link io.millrace.journal.RecordLayout} is
 * the layout of a record.
 *
 * <p>One caller's thread and the journal's own thread meet in a bounded queue of retained batches; only the latter writes.
 */
package io.millrace.journal;
