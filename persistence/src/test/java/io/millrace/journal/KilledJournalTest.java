package io.millrace.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.memory.JvmFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed with −9 while it appends: what it said to be durable is there, and is what it appended. */
final class KilledJournalTest {
    private static final int KILLS = 4;

    private final JournalFixture fixture = new JournalFixture();

    @TempDir
    Path directory;

    @AfterEach
    void nothingLeaks() {
        fixture.close();
    }

    @Test
    void everyAcknowledgedEpochSurvivesKillsAtAnyInstant() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        JournalScript script = new JournalScript(AppendingProcess.SEED, AppendingProcess.MOST_ROWS);
        int acknowledged = -1;
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged = Math.max(acknowledged, runAndKill(random.nextInt(60)));
            String message = "seed " + seed + " kill " + kill;
            try (ChronicleJournal journal = fixture.open(directory)) {
                Map<Long, List<String>> replayed = Replayed.all(journal, fixture.pool);
                assertTrue(
                        replayed.size() > acknowledged,
                        message + ": " + replayed.size() + " epochs, acknowledged up to " + acknowledged);
                Map<Long, List<String>> expected = new TreeMap<>();
                for (int i = 0; i < replayed.size(); i++) {
                    expected.put(JournalScript.epoch(i), script.lines(fixture.pool, i));
                }
                assertEquals(expected, replayed, message);
            }
        }
        assertTrue(acknowledged >= 0, "seed " + seed + ": no process got far enough");
    }

    @Test
    void aProcessKilledWhileItStartsLeavesAnUsableDirectory() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int kill = 0; kill < 4; kill++) {
            Process process = start();
            // Nothing to wait on: the kill is meant to come at any instant of the start.
            process.waitFor(random.nextInt(1500), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            try (ChronicleJournal journal = fixture.open(directory)) {
                long epochs = Replayed.all(journal, fixture.pool).size();
                assertEquals(epochs == 0 ? -1 : (epochs - 1) * 2, journal.lastEpoch(), "seed " + seed);
            }
        }
    }

    /** Returns the last epoch that the process said to be durable, or −1. */
    private int runAndKill(int acknowledgements) throws IOException, InterruptedException {
        Process process = start();
        int last = -1;
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            assertEquals("open", line);
            for (int i = 0; i < acknowledgements; i++) {
                line = output.readLine();
                assertNotNull(line, "the process ended by itself");
                last = Integer.parseInt(line);
            }
            // Unlike that of the process, this leaves what it printed to be read.
            process.toHandle().destroyForcibly();
            while ((line = output.readLine()) != null) {
                last = line.isEmpty() ? last : Integer.parseInt(line);
            }
        }
        return last;
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(JvmFlags.all());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(AppendingProcess.class.getName());
        command.add(directory.toString());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
