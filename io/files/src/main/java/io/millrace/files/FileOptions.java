package io.millrace.files;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a source of files looks, and how.
 *
 * @param namePattern a glob for file names, or null
 * @param copiesFolder where copies are kept between runs, or null
 */
record FileOptions(
        String path,
        FileFormat format,
        String namePattern,
        boolean streaming,
        boolean withMetadata,
        Duration refreshInterval,
        Path copiesFolder) {
    FileOptions {
        if (refreshInterval.isNegative() || refreshInterval.isZero()) {
            throw new IllegalArgumentException("refresh interval is " + refreshInterval + "; it must be positive");
        }
    }

    static FileOptions of(String path, FileFormat format) {
        return new FileOptions(path, format, null, true, false, Duration.ofMillis(500), null);
    }

    FileOptions withFormat(FileFormat newFormat) {
        return new FileOptions(path, newFormat, namePattern, streaming, withMetadata, refreshInterval, copiesFolder);
    }

    FileOptions withNamePattern(String glob) {
        return new FileOptions(path, format, glob, streaming, withMetadata, refreshInterval, copiesFolder);
    }

    FileOptions withStreaming(boolean enabled) {
        return new FileOptions(path, format, namePattern, enabled, withMetadata, refreshInterval, copiesFolder);
    }

    FileOptions withMetadata(boolean enabled) {
        return new FileOptions(path, format, namePattern, streaming, enabled, refreshInterval, copiesFolder);
    }

    FileOptions withRefreshInterval(Duration interval) {
        return new FileOptions(path, format, namePattern, streaming, withMetadata, interval, copiesFolder);
    }

    FileOptions withCopiesFolder(Path folder) {
        return new FileOptions(path, format, namePattern, streaming, withMetadata, refreshInterval, folder);
    }
}
