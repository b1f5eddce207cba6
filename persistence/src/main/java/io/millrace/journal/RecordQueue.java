package io.millrace.journal;

import java.nio.file.Path;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;

/** Opens the Chronicle queue of one directory. */
final class RecordQueue {
    /** A queue maps so much of its file at a time, and a quarter of it behind, where a record may reach. */
    private static final long BLOCK_BYTES = 16 << 20;

    private RecordQueue() {}

    static SingleChronicleQueue open(Path directory, boolean isReadOnly) {
        return SingleChronicleQueueBuilder.binary(directory)
                .rollCycle(LargeRollCycles.LARGE_DAILY)
                // Chronicle begins a file a day; a generation is one file, so its day never ends.
                .timeProvider(() -> 0L)
                .blockSize(BLOCK_BYTES)
                .readOnly(isReadOnly)
                .build();
    }
}
