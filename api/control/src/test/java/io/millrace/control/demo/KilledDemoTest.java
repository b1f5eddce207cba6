package io.millrace.control.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo in processes of its own, which are killed while they run: the totals must be those of the orders. */
@Timeout(300)
class KilledDemoTest {
    private static final long ROWS = 300_000;
    private static final long SEED = 7;

    @TempDir
    private Path folder;

    @Test
    void filesEndWithTheRightTotalsHoweverOftenTheDemoIsKilled() throws Exception {
        killedRuns(3, 2_500, ROWS);
    }

    @Test
    void topicsEndWithTheRightTotalsAfterAKill() throws Exception {
        killedRuns(1, 9_000, ROWS / 3, "--kafka");
    }

    private void killedRuns(int kills, int mostMillis, long rows, String... more) throws Exception {
        SplittableRandom random = new SplittableRandom(System.nanoTime());
        StringBuilder history = new StringBuilder();
        for (int kill = 0; kill < kills; kill++) {
            int millis = mostMillis / 3 + random.nextInt(mostMillis);
            Process process = start(rows, SEED, more);
            boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            history.append("killed after ").append(millis).append(" ms").append(ended ? " (had ended); " : "; ");
        }
        assertEquals(0, start(rows, SEED, more).waitFor(), () -> history + log());
        String expected = TotalsFile.csv(new Orders(SEED).totals(rows));
        assertEquals(expected, Files.readString(folder.resolve("totals.csv")), () -> history + log());

        Files.delete(folder.resolve("totals.csv"));
        assertEquals(0, start(rows, SEED, more).waitFor(), "started again when it is finished");
        assertEquals(expected, Files.readString(folder.resolve("totals.csv")));
        assertNotEquals(0, start(rows, SEED + 1, more).waitFor(), "another seed on the same state");
        assertTrue(log().contains("--seed"), this::log);
    }

    private Process start(long rows, long seed, String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(io.millrace.memory.JvmFlags.all());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.millrace.control.Main", "demo"));
        command.addAll(List.of("--rows", Long.toString(rows), "--seed", Long.toString(seed)));
        command.addAll(List.of("--state", folder.resolve("state").toString()));
        command.addAll(List.of("--totals", folder.resolve("totals.csv").toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
