package io.millrace.control.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * The folder of one demo: what it was started with, and whether it has ended. A later start on the same folder must ask for the
 * same orders, or its totals would be of neither.
 */
final class DemoState {
    private static final String SEED = "seed";
    private static final String ROWS = "rows";
    private static final String FINISHED = "finished";
    private static final String TRANSPORT = "transport";

    private final Path folder;
    private final Properties properties;

    private DemoState(Path folder, Properties properties) {
        this.folder = folder;
        this.properties = properties;
    }

    /**
     * Opens or makes the folder.
     *
     * @param rows how many orders in all, or −1 for endless
     * @throws IllegalArgumentException when the folder holds another demo
     */
    static DemoState open(Path folder, long seed, long rows, boolean kafka) throws IOException {
        Files.createDirectories(folder);
        Path file = file(folder);
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            }
        }
        DemoState state = new DemoState(folder, properties);
        state.require(SEED, Long.toString(seed), "--seed");
        state.require(ROWS, Long.toString(rows), "--rows");
        state.require(TRANSPORT, kafka ? "kafka" : "files", "--kafka");
        state.save();
        return state;
    }

    private void require(String name, String wanted, String option) {
        String there = properties.getProperty(name);
        if (there != null && !there.equals(wanted)) {
            throw new IllegalArgumentException(folder + " holds a demo with " + name + " " + there + ", not " + wanted
                    + "; start it with the same " + option + ", or name another folder with --state");
        }
        properties.setProperty(name, wanted);
    }

    boolean isFinished() {
        return Boolean.parseBoolean(properties.getProperty(FINISHED));
    }

    void finish() {
        properties.setProperty(FINISHED, "true");
        save();
    }

    Path input() {
        return folder.resolve("input");
    }

    Path items() {
        return folder.resolve("items.csv");
    }

    Path output() {
        return folder.resolve("totals-changes.jsonl");
    }

    Path journal() {
        return folder.resolve("journal");
    }

    Path broker() {
        return folder.resolve("broker");
    }

    private static Path file(Path folder) {
        return folder.resolve("demo.properties");
    }

    /** Written beside and renamed: a kill leaves the old file or the new one. */
    private void save() {
        try {
            Path next = folder.resolve("demo.properties.next");
            try (Writer out = Files.newBufferedWriter(next)) {
                properties.store(out, "what this demo was started with");
            }
            Files.move(next, file(folder), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
