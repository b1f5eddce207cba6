package io.millrace.udf;

import io.millrace.key.Pointer;
import io.millrace.type.Type;
import io.millrace.value.ValueCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Results in files, one a call, named by its key. A file is a header (magic and version, checksum) and the encoded value; one that is
 * damaged or of another version is made anew. Files appear whole, so that processes may share a directory.
 */
final class DiskCache implements ResultCache {
    /** Changes with the layout of a file and with the encoding of values. */
    private static final int MAGIC_V1 = 0x4D52_4331;

    private static final int HEADER_BYTES = 2 * Integer.BYTES;
    private static final String SUFFIX = ".result";

    private final Path directory;
    private final long maxBytes;
    private final SingleCalls calls = new SingleCalls();
    /** Bytes in the directory, −1 before it was looked at; guarded by this. */
    private long heldBytes = -1;

    DiskCache(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
    }

    @Override
    public Object get(Pointer key, Type type, Callable<Object> call) throws Exception {
        return calls.get(key, () -> {
            Path file = directory.resolve(key.toString().substring(1) + SUFFIX);
            byte[] kept = read(file);
            if (kept != null) {
                return kept.length == 0 ? null : ValueCodec.decode(type, kept);
            }
            Object result = call.call();
            write(file, result == null ? new byte[0] : ValueCodec.encode(type, result));
            return result;
        });
    }

    private static byte[] read(Path file) throws IOException {
        byte[] all;
        try {
            all = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(all);
        if (all.length < HEADER_BYTES || bytes.getInt() != MAGIC_V1) {
            return null;
        }
        int checksum = bytes.getInt();
        byte[] value = new byte[bytes.remaining()];
        bytes.get(value);
        return checksum(value) == checksum ? value : null;
    }

    private void write(Path file, byte[] value) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + value.length);
        if (bytes.capacity() > maxBytes) {
            return;
        }
        bytes.putInt(MAGIC_V1).putInt(checksum(value)).put(value);
        Files.createDirectories(directory);
        Path unfinished = Files.createTempFile(directory, "unfinished", null);
        try {
            Files.write(unfinished, bytes.array());
            try {
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(unfinished);
        }
        makeRoom(bytes.capacity());
    }

    private synchronized void makeRoom(long addedBytes) throws IOException {
        heldBytes = heldBytes < 0 ? Long.MAX_VALUE : heldBytes + addedBytes;
        if (heldBytes <= maxBytes) {
            return;
        }
        List<Path> oldestFirst;
        try (Stream<Path> files = Files.list(directory)) {
            oldestFirst = files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .toList();
        }
        long bytes = 0;
        for (Path file : oldestFirst) {
            bytes += file.toFile().length();
        }
        for (Path file : oldestFirst) {
            if (bytes <= maxBytes) {
                break;
            }
            bytes -= file.toFile().length();
            Files.deleteIfExists(file);
        }
        heldBytes = bytes;
    }

    private static int checksum(byte[] value) {
        CRC32C checksum = new CRC32C();
        checksum.update(value);
        return (int) checksum.getValue();
    }
}
