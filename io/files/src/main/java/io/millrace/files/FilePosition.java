package io.millrace.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** Where a source of files stands: all files that it knows, as bytes. */
final class FilePosition {
    private static final int FORMAT_VERSION = 1;

    private FilePosition() {}

    static byte[] write(Map<String, KnownFile> files, long nextVersion) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + files.size() * 128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT_VERSION);
            out.writeLong(nextVersion);
            out.writeInt(files.size());
            for (KnownFile file : files.values()) {
                file.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Fills in the files and returns the next version. */
    static long read(byte[] position, Map<String, KnownFile> files) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(position))) {
            int version = in.readByte();
            if (version != FORMAT_VERSION) {
                throw new IOException(
                        "position of format " + version + "; this version reads format " + FORMAT_VERSION);
            }
            long nextVersion = in.readLong();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                KnownFile file = KnownFile.read(in);
                files.put(file.path, file);
            }
            return nextVersion;
        }
    }

    static Map<String, KnownFile> none() {
        return new TreeMap<>();
    }
}
