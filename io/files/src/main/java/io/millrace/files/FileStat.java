package io.millrace.files;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * What the file system says of a file.
 *
 * @param modifiedNanos since 1970, as fine as the file system keeps it
 * @param inode the file's identity, "" where there is none
 */
record FileStat(long byteCount, long modifiedNanos, String inode) {
    static FileStat of(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return new FileStat(
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                key == null ? "" : key.toString());
    }

    static FileStat of(Path path) throws IOException {
        return of(java.nio.file.Files.readAttributes(path, BasicFileAttributes.class));
    }
}
