package io.millrace.port;

import io.millrace.batch.BatchPool;
import io.millrace.type.Schema;

/**
 * What a sink may use, borrowed for its life.
 *
 * @param name unique in the pipeline
 * @param schema the columns of the batches
 */
public record SinkContext(String name, Schema schema, BatchPool pool, ErrorLog errors) {}
