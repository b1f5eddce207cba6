package io.millrace.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/** Finds the files of a source: one file, all files below a folder, or those that a glob matches. */
final class FileListing {
    private static final String GLOB_LETTERS = "*?[{";

    private final Path root;
    private final PathMatcher glob;
    private final PathMatcher namePattern;

    /**
     * @param path a file, a folder, or a glob as {@link java.nio.file.FileSystem#getPathMatcher} knows it
     * @param namePattern a glob for file names, or null
     */
    FileListing(String path, String namePattern) {
        int firstGlob = firstGlob(path);
        if (firstGlob < 0) {
            root = Path.of(path);
            glob = null;
        } else {
            int slash = path.lastIndexOf('/', firstGlob);
            root = slash < 0 ? Path.of("") : Path.of(path.substring(0, Math.max(slash, 1)));
            glob = root.getFileSystem().getPathMatcher("glob:" + path);
        }
        this.namePattern = namePattern == null ? null : root.getFileSystem().getPathMatcher("glob:" + namePattern);
    }

    private static int firstGlob(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (GLOB_LETTERS.indexOf(path.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the files there are, by path in order. */
    Map<String, FileStat> list() throws IOException {
        Map<String, FileStat> found = new TreeMap<>();
        FileVisitor<Path> visitor = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && matches(file)) {
                    found.put(file.toString(), FileStat.of(attributes));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                // Gone between the listing of its folder and now.
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        };
        Files.walkFileTree(root, java.util.EnumSet.of(java.nio.file.FileVisitOption.FOLLOW_LINKS), 64, visitor);
        return found;
    }

    private boolean matches(Path file) {
        return (glob == null || glob.matches(file)) && (namePattern == null || namePattern.matches(file.getFileName()));
    }
}
