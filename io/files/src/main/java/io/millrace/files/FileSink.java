package io.millrace.files;

import io.millrace.batch.Batch;
import io.millrace.format.ByteOutput;
import io.millrace.format.RecordEncoder;
import io.millrace.port.Sink;
import io.millrace.port.SinkContext;
import io.millrace.type.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/**
 * Writes a table's changes to one file, made by {@link Files}. The file is begun anew whenever the pipeline starts: a restart from
 * the journal repeats all epochs, so that the file ends up as if the pipeline had never stopped. An epoch is in the file once it is
 * prepared, earlier in parts where it is larger than the buffer.
 */
public final class FileSink implements Sink {
    private static final int BUFFERED_BYTES = 4 << 20;

    private final Path path;
    private final Function<Schema, RecordEncoder> encoders;
    private RecordEncoder encoder;
    private ByteOutput buffer;
    private FileChannel channel;

    FileSink(Path path, Function<Schema, RecordEncoder> encoders) {
        this.path = path;
        this.encoders = encoders;
    }

    @Override
    public void open(SinkContext context) {
        try {
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            buffer = new ByteOutput(context.pool().allocator());
            encoder = encoders.apply(context.schema());
            encoder.encodePreamble(buffer);
            flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void write(long epoch, Batch batch) {
        encoder.encode(batch, epoch, buffer);
        if (buffer.byteCount() >= BUFFERED_BYTES) {
            flush();
        }
    }

    @Override
    public void prepare(long epoch) {
        flush();
    }

    private void flush() {
        try {
            FileCopies.writeAll(channel, buffer.view());
            buffer.clear();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException cause) {
        return new UncheckedIOException("cannot write " + path + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        if (buffer != null) {
            buffer.close();
        }
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
