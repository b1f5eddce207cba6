package io.millrace.benchmarks.generate;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.LongConsumer;

/**
 * Folders of generated input under one root, written once. A folder appears whole or not at all, with a file that says
 * what made it; a folder that something else made is written anew.
 */
public final class DataStore {
    /** Changes whenever the same parameters give other bytes than before. */
    private static final int FORMAT = 1;

    private static final String PARAMETERS = "parameters";

    private final Path root;

    public DataStore(Path root) {
        this.root = root;
    }

    /** {@code $XDG_CACHE_HOME/millrace-bench}, or the same under {@code ~/.cache}. */
    public static Path defaultRoot() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path parent =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return parent.resolve("millrace-bench");
    }

    /** Whether {@link #provide} would find the files ready. */
    public boolean has(Dataset dataset) throws IOException {
        try {
            return Files.readString(folder(dataset).resolve(PARAMETERS)).equals(parameters(dataset));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * The folder with the dataset's files, which are written first where they are not there: then {@code progress} is told
     * now and then how many rows there are.
     */
    public Path provide(Dataset dataset, LongConsumer progress) throws IOException {
        Path folder = folder(dataset);
        if (has(dataset)) {
            return folder;
        }
        Files.createDirectories(root);
        Path unfinished = Files.createTempDirectory(root, ".unfinished-");
        try {
            dataset.write(unfinished, progress);
            Files.writeString(unfinished.resolve(PARAMETERS), parameters(dataset));
            delete(folder);
            move(unfinished, folder);
        } finally {
            delete(unfinished);
        }
        return folder;
    }

    /** A new empty folder under the same root; the caller deletes it. */
    public Path scratch() throws IOException {
        Files.createDirectories(root);
        return Files.createTempDirectory(root, ".scratch-");
    }

    private Path folder(Dataset dataset) {
        return root.resolve(dataset.folder());
    }

    private static String parameters(Dataset dataset) {
        return "format " + FORMAT + "\n" + dataset + "\n";
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to);
        }
    }

    /** Deletes a folder with all that is in it, if it is there. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
