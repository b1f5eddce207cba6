package io.millrace.connector;

import io.millrace.batch.Batch;
import io.millrace.port.Sink;
import io.millrace.port.SinkContext;

/** Takes a table's changes and keeps nothing: for measuring a pipeline without its end. */
public final class NullSink implements Sink {
    @Override
    public void open(SinkContext context) {}

    @Override
    public void write(long epoch, Batch batch) {}
}
