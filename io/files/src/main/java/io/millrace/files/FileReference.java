package io.millrace.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of a file that gave rows: what the journal keeps instead of these.
 *
 * @param from the first byte
 * @param byteCount how many there are
 * @param checksum their CRC-32C
 * @param preambleBytes bytes at the file's start that say how to read the rest, such as a CSV header; 0 where {@code from} is 0
 * @param preambleChecksum their CRC-32C
 * @param metadata what the column {@code _metadata} says, "" without it
 */
record FileReference(
        String path,
        long from,
        long byteCount,
        int checksum,
        int preambleBytes,
        int preambleChecksum,
        String metadata) {
    private static final int FORMAT_VERSION = 1;

    static byte[] write(List<FileReference> references) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT_VERSION);
            out.writeInt(references.size());
            for (FileReference reference : references) {
                out.writeUTF(reference.path);
                out.writeLong(reference.from);
                out.writeLong(reference.byteCount);
                out.writeInt(reference.checksum);
                out.writeInt(reference.preambleBytes);
                out.writeInt(reference.preambleChecksum);
                out.writeUTF(reference.metadata);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static List<FileReference> read(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != FORMAT_VERSION) {
                throw new IOException(
                        "reference of format " + version + "; this version reads format " + FORMAT_VERSION);
            }
            List<FileReference> references = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                references.add(new FileReference(
                        in.readUTF(),
                        in.readLong(),
                        in.readLong(),
                        in.readInt(),
                        in.readInt(),
                        in.readInt(),
                        in.readUTF()));
            }
            return references;
        }
    }
}
