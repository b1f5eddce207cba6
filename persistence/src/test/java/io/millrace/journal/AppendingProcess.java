package io.millrace.journal;

import java.nio.file.Path;

/** The program that {@link KilledJournalTest} kills: replays, then appends epochs for ever and prints each that is durable. */
final class AppendingProcess {
    static final long SEED = 77;
    static final int MOST_ROWS = 80;

    private AppendingProcess() {}

    public static void main(String[] arguments) throws Exception {
        JournalScript script = new JournalScript(SEED, MOST_ROWS);
        try (JournalFixture fixture = new JournalFixture();
                ChronicleJournal journal = fixture.open(Path.of(arguments[0]))) {
            Replayed.all(journal, fixture.pool);
            System.out.println("open");
            int index = journal.lastEpoch() < 0 ? 0 : (int) (journal.lastEpoch() / 2) + 1;
            while (true) {
                script.append(journal, fixture.pool, index);
                script.end(journal, index).join();
                System.out.println(index);
                index++;
            }
        }
    }
}
