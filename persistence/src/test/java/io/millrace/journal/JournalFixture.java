package io.millrace.journal;

import io.millrace.batch.BatchPool;
import io.millrace.memory.Allocators;
import io.millrace.port.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Memory and sources of a test; closing proves that nothing leaked. */
final class JournalFixture implements AutoCloseable {
    final BufferAllocator allocator = Allocators.root(1L << 30);
    final BatchPool pool = new BatchPool(allocator, 1024);
    final NumberedSource referenced = new NumberedSource("referenced");
    final List<Source> sources = List.of(new NumberedSource("first"), new NumberedSource("second"), referenced);

    static JournalSettings settings(Path directory) {
        return JournalSettings.at(directory, "plan 1");
    }

    ChronicleJournal open(Path directory) throws IOException {
        return ChronicleJournal.open(settings(directory), sources, allocator);
    }

    @Override
    public void close() {
        pool.close();
        allocator.close();
    }
}
