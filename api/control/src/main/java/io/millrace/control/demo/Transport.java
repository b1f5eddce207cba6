package io.millrace.control.demo;

import io.millrace.port.Sink;
import io.millrace.port.Source;
import java.io.IOException;
import java.nio.file.Path;

/** How orders come in and totals go out: through folders, or through topics of a broker in this process. */
interface Transport extends AutoCloseable {
    /** Starts to make orders, behind those that are there; on a thread of its own. */
    void startFeed() throws IOException;

    /** What ended the feed, or null. */
    Throwable feedFailure();

    Source orders();

    Sink totals();

    /** A file of what the sink has outside, one change a JSON line, each once. */
    Path changes() throws IOException;

    @Override
    void close();
}
