package io.millrace.table;

import io.millrace.journal.ChronicleJournal;
import io.millrace.journal.JournalSettings;
import io.millrace.memory.Allocators;
import io.millrace.physical.PhysicalPlan;
import io.millrace.physical.Stage;
import io.millrace.port.Journal;
import io.millrace.port.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;

/** The journal of a run and the memory that it works with, owned; both null where the run is not persistent. */
record Storage(Journal journal, BufferAllocator allocator) implements AutoCloseable {
    /** Opens what the options ask for. The journal belongs to the calling thread. */
    static Storage open(PipelineOptions options, PhysicalPlan plan, List<Source> sources) {
        Path directory = options.storage();
        if (directory == null) {
            return new Storage(null, null);
        }
        BufferAllocator allocator = Allocators.root(options.memoryLimit());
        try {
            JournalSettings settings = JournalSettings.at(directory, fingerprint(plan));
            return new Storage(ChronicleJournal.open(settings, sources, allocator), allocator);
        } catch (IOException e) {
            allocator.close();
            throw new UncheckedIOException(
                    "the storage at " + directory + " could not be opened: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            allocator.close();
            throw e;
        }
    }

    /** What is journalled: the columns that the plan reads of each source, and whether ids are there. */
    private static String fingerprint(PhysicalPlan plan) {
        return plan.stages().stream()
                .filter(Stage.Input.class::isInstance)
                .map(Stage.Input.class::cast)
                .map(input -> input.source().name() + " " + input.schema() + (input.keyed() ? " with ids" : ""))
                .sorted()
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        if (journal != null) {
            try (allocator) {
                journal.close();
            }
        }
    }
}
