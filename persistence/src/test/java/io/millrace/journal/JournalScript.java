package io.millrace.journal;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.port.Journal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Appends epochs that follow from a seed and their number. */
final class JournalScript {
    static final int SOURCES = 3;

    private final long seed;
    private final int mostRows;

    JournalScript(long seed, int mostRows) {
        this.seed = seed;
        this.mostRows = mostRows;
    }

    static long epoch(int index) {
        return 2L * index;
    }

    /** Returns the lines of an epoch. */
    List<String> lines(BatchPool pool, int index) {
        return append(null, pool, index);
    }

    /** Appends the epoch, if there is a journal, and returns its lines, sources in order as a replay gives them. */
    List<String> append(Journal journal, BatchPool pool, int index) {
        List<List<String>> lines = new ArrayList<>();
        for (int source = 0; source < SOURCES; source++) {
            lines.add(new ArrayList<>());
        }
        Random random = new Random(seed * 31 + index);
        int batches = random.nextInt(6);
        for (int i = 0; i < batches; i++) {
            int source = random.nextInt(SOURCES);
            int rowCount = random.nextInt(mostRows + 1);
            byte[] position = random.nextInt(5) == 0
                    ? null
                    : ByteBuffer.allocate(8 + random.nextInt(9))
                            .putInt(index)
                            .putInt(i)
                            .array();
            // References are read again without keys, which even seeds have.
            boolean isReference = source == 2;
            long batchSeed = random.nextInt(1 << 20) * 2L + (isReference ? 1 : random.nextInt(2));
            try (Batch batch = NumberedSource.batch(pool, batchSeed, rowCount)) {
                lines.get(source).add(Replayed.line(source, position, batch));
                byte[] reference = isReference ? NumberedSource.reference(batchSeed, rowCount) : null;
                if (journal != null) {
                    journal.append(source, epoch(index), batch, position, reference);
                }
            }
        }
        return lines.stream().flatMap(List::stream).toList();
    }

    CompletableFuture<Void> end(Journal journal, int index) {
        return journal.endEpoch(epoch(index));
    }
}
