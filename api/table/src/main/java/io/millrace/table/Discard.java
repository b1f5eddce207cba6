package io.millrace.table;

import io.millrace.batch.Batch;
import io.millrace.port.Sink;
import io.millrace.port.SinkContext;

/** A sink for plans that are only looked at. */
enum Discard implements Sink {
    INSTANCE;

    @Override
    public void open(SinkContext context) {}

    @Override
    public void write(long epoch, Batch batch) {}
}
