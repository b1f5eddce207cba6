package io.millrace.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies of what was read of each file, to read again when its rows must be taken back. They are as large as what was read, and
 * plain, because writing them must not be slower than reading. A folder that is given outlives the run; without one a temporary
 * folder does not.
 */
final class FileCopies implements AutoCloseable {
    private final Path folder;
    private final boolean temporary;

    FileCopies(Path folder) throws IOException {
        temporary = folder == null;
        this.folder = temporary ? Files.createTempDirectory("millrace-files-") : Files.createDirectories(folder);
    }

    private Path copyOf(KnownFile file) {
        return folder.resolve(file.version + ".copy");
    }

    /** Opens the copy of a file, made empty or cut to what is known to be read, for bytes to be appended. */
    FileChannel appendTo(KnownFile file) throws IOException {
        FileChannel channel = FileChannel.open(
                copyOf(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        try {
            if (channel.size() > file.readBytes) {
                channel.truncate(file.readBytes);
            }
            channel.position(file.readBytes);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    FileChannel open(KnownFile file) throws IOException {
        return FileChannel.open(copyOf(file), StandardOpenOption.READ);
    }

    boolean has(KnownFile file) throws IOException {
        return Files.exists(copyOf(file)) && Files.size(copyOf(file)) >= file.readBytes;
    }

    void delete(KnownFile file) throws IOException {
        Files.deleteIfExists(copyOf(file));
    }

    /** Deletes the copies of contents that no position knows: what a crash left. */
    void keepOnly(Iterable<KnownFile> files) throws IOException {
        Set<Path> kept = new HashSet<>();
        files.forEach(file -> kept.add(copyOf(file)));
        try (Stream<Path> all = Files.list(folder)) {
            for (Path path : all.toList()) {
                if (path.toString().endsWith(".copy") && !kept.contains(path)) {
                    Files.delete(path);
                }
            }
        }
    }

    static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int unused = channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            keepOnly(Set.of());
            Files.deleteIfExists(folder);
        }
    }
}
