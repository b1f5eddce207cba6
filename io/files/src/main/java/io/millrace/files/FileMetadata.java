package io.millrace.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/** The text of the column {@code _metadata}: times in seconds since 1970, as in Pathway. */
final class FileMetadata {
    static final String COLUMN = "_metadata";

    private FileMetadata() {}

    static String of(Path path, FileStat stat) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return "{\"created_at\":" + attributes.creationTime().to(TimeUnit.SECONDS)
                + ",\"modified_at\":" + TimeUnit.NANOSECONDS.toSeconds(stat.modifiedNanos())
                + ",\"seen_at\":" + TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis())
                + ",\"owner\":" + quoted(owner(path))
                + ",\"path\":" + quoted(path.toString())
                + ",\"size\":" + stat.byteCount() + "}";
    }

    private static String owner(Path path) throws IOException {
        try {
            return Files.getOwner(path).getName();
        } catch (UnsupportedOperationException e) {
            return "";
        }
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < ' ') {
                quoted.append("\\u%04x".formatted((int) letter));
            } else {
                quoted.append(letter == '"' || letter == '\\' ? "\\" : "").append(letter);
            }
        }
        return quoted.append('"').toString();
    }
}
