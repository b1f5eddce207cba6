package io.millrace.files;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What has been read of one file. */
final class KnownFile {
    final String path;
    /** Counts the contents that the file had. */
    final long version;

    FileStat stat;
    /** Bytes whose rows have been emitted. */
    long readBytes;
    /** CRC-32C of these bytes. */
    int checksum;
    /** Whether the last of them is a line break, so that what comes behind is another record. */
    boolean endsLine;
    /** What the column {@code _metadata} says of the rows, "" without that column. */
    String metadata = "";
    /** Whether the file might have changed since without showing it in its modification time. */
    boolean mayHideChange = true;

    KnownFile(String path, long version, FileStat stat) {
        this.path = path;
        this.version = version;
        this.stat = stat;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(path);
        out.writeLong(version);
        out.writeLong(stat.byteCount());
        out.writeLong(stat.modifiedNanos());
        out.writeUTF(stat.inode());
        out.writeLong(readBytes);
        out.writeInt(checksum);
        out.writeBoolean(endsLine);
        out.writeUTF(metadata);
    }

    static KnownFile read(DataInputStream in) throws IOException {
        String path = in.readUTF();
        long version = in.readLong();
        KnownFile file = new KnownFile(path, version, new FileStat(in.readLong(), in.readLong(), in.readUTF()));
        file.readBytes = in.readLong();
        file.checksum = in.readInt();
        file.endsLine = in.readBoolean();
        file.metadata = in.readUTF();
        return file;
    }
}
