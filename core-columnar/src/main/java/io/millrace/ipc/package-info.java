/**
 * Batches as Arrow IPC: what the journal keeps, what crosses machines and what other Arrow readers get. A batch is one
 * record-batch message; {@link io.millrace.ipc.ArrowSchemas} says which Arrow field a column is, {@link
 * io.millrace.ipc.BatchShape} which fields follow the columns (key, weight, error and pending bitmaps). Messages are read into
 * builders of a pool, so no batch refers to the bytes that it came from, and bytes that are not a whole message of the expected
 * types are refused with {@link io.millrace.ipc.CorruptBatchException}. Encoders and decoders belong to one thread at a time.
 */
package io.millrace.ipc;
