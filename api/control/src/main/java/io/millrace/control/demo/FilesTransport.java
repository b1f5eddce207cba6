package io.millrace.control.demo;

import io.millrace.files.Files;
import io.millrace.port.Sink;
import io.millrace.port.Source;
import io.millrace.type.Schema;
import java.nio.file.Path;

/** Folder to file. */
final class FilesTransport implements Transport {
    private final Path input;
    private final Path output;
    private final FileFeed feed;

    FilesTransport(Path input, Path output, Orders orders, long wantedRows) {
        this.input = input;
        this.output = output;
        this.feed = new FileFeed(orders, input, wantedRows);
    }

    @Override
    public void startFeed() {
        Thread.ofPlatform().name("demo-feed").daemon().start(feed);
    }

    @Override
    public Throwable feedFailure() {
        return feed.failure();
    }

    @Override
    public Source orders() {
        // Orders are never taken back: no copies of the files are needed.
        Schema schema = Schema.of(Order.class).asAppendOnly();
        return Files.jsonLines(input.toString(), schema).named("orders");
    }

    @Override
    public Sink totals() {
        return Files.jsonLinesSink(output);
    }

    @Override
    public Path changes() {
        return output;
    }

    @Override
    public void close() {
        feed.stop();
    }
}
