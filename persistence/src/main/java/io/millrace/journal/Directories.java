package io.millrace.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Names, finds, forces and removes the directories of a journal. */
final class Directories {
    private static final String GENERATION = "generation-";
    private static final String LEAVING = "leaving-";

    private Directories() {}

    static Path generation(Path storage, long number) {
        return storage.resolve(String.format(Locale.ROOT, "%s%08d", GENERATION, number));
    }

    static Path epochs(Path generation) {
        return generation.resolve("epochs");
    }

    static Path source(Path generation, int number) {
        return generation.resolve(String.format(Locale.ROOT, "source-%03d", number));
    }

    /** Returns the numbers of the generations in a storage directory, ascending. */
    static List<Long> generations(Path storage) throws IOException {
        try (Stream<Path> children = Files.list(storage)) {
            return children.map(child -> child.getFileName().toString())
                    .filter(name -> name.matches(GENERATION + "\\d{8,18}"))
                    .map(name -> Long.valueOf(name.substring(GENERATION.length())))
                    .sorted()
                    .toList();
        }
    }

    /** Makes new entries of a directory survive the loss of power. */
    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes a generation: one that is half removed is none any more. */
    static void remove(Path generation) throws IOException {
        Path leaving = generation.resolveSibling(LEAVING + generation.getFileName());
        Files.move(generation, leaving, StandardCopyOption.ATOMIC_MOVE);
        removeTree(leaving);
    }

    /** Ends removals that a crash interrupted. */
    static void removeUnfinished(Path storage) throws IOException {
        List<Path> leaving;
        try (Stream<Path> children = Files.list(storage)) {
            leaving = children.filter(child -> child.getFileName().toString().startsWith(LEAVING))
                    .toList();
        }
        for (Path directory : leaving) {
            removeTree(directory);
        }
    }

    private static void removeTree(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(directory)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
