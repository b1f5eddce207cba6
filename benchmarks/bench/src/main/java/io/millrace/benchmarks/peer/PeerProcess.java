package io.millrace.benchmarks.peer;

import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.measure.Variant;
import io.millrace.benchmarks.result.ResultLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A peer's process: started, listened to, and ended with this one if the user stops it. */
public final class PeerProcess {
    /** With this status, and a line that begins with {@link #SKIPPED}, a peer says that it cannot be had here. */
    private static final int UNAVAILABLE = 3;

    private static final String SKIPPED = "skipped:";
    /** What follows on the line is what another thread of the peer said in the same moment. */
    private static final Pattern PROGRESS =
            Pattern.compile(Pattern.quote(Progress.MARK) + " ([0-9]{1,18}) ([0-9]{1,18})");

    private static final int LINES_KEPT = 40;
    private static final long LOOK_MILLIS = 100;

    private final Process process;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private String result;
    private String skipped = "";
    private long done;
    private long total;

    private PeerProcess(Process process) {
        this.process = process;
    }

    /** Runs {@code command}, for a variant, to its end and tells {@code narrator} how far it is. */
    public static Outcome run(List<String> command, Variant variant, Narrator narrator)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        Thread kill = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(kill);
        try {
            return new PeerProcess(process).listen(variant, narrator);
        } finally {
            end(process);
            Runtime.getRuntime().removeShutdownHook(kill);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Outcome listen(Variant variant, Narrator narrator) throws InterruptedException {
        Thread output = Thread.ofPlatform()
                .name("peer-output")
                .start(() -> forEachLine(process.inputReader(StandardCharsets.UTF_8), this::heardOutput));
        Thread errors = Thread.ofPlatform()
                .name("peer-errors")
                .start(() -> forEachLine(process.errorReader(StandardCharsets.UTF_8), this::heardError));
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            synchronized (this) {
                narrator.progress(done, total, lastLines.isEmpty() ? "" : lastLines.getLast());
            }
        }
        output.join();
        errors.join();
        return outcome(process.exitValue(), variant);
    }

    private synchronized Outcome outcome(int status, Variant variant) {
        if (status == UNAVAILABLE && !skipped.isEmpty()) {
            return new Outcome.Skipped(skipped);
        }
        if (status != 0) {
            return new Outcome.Failed("exit status " + status + "\n" + String.join("\n", lastLines));
        }
        if (result == null) {
            return new Outcome.Failed("no result line\n" + String.join("\n", lastLines));
        }
        try {
            return new Outcome.Printed(ResultLine.of(result, variant));
        } catch (IllegalArgumentException e) {
            return new Outcome.Failed(e.getMessage());
        }
    }

    private synchronized void heardOutput(String line) {
        if (line.startsWith("{")) {
            result = line;
        } else if (line.startsWith(SKIPPED)) {
            skipped = line.substring(SKIPPED.length()).strip();
        } else {
            keep(line);
        }
    }

    private synchronized void heardError(String line) {
        Matcher progress = PROGRESS.matcher(line);
        if (progress.lookingAt()) {
            done = Long.parseLong(progress.group(1));
            total = Long.parseLong(progress.group(2));
        } else {
            keep(line);
        }
    }

    private void keep(String line) {
        if (!line.isBlank()) {
            lastLines.addLast(line);
        }
        if (lastLines.size() > LINES_KEPT) {
            lastLines.removeFirst();
        }
    }

    private static void forEachLine(BufferedReader reader, Consumer<String> consumer) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                consumer.accept(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
