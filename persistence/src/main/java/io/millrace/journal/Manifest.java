package io.millrace.journal;

import io.millrace.port.Source;
import io.millrace.type.Field;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * What a journal was written for. A text file: a title with the format version, the fingerprint, and a line for each source and
 * each of its columns, closed by the CRC-32C of the lines above.
 *
 * <pre>
 * millrace-journal 1
 * fingerprint 5f0c…
 * source NATIVE orders
 * column item: str, part of the id
 * column quantity: int
 * crc32c 1b2c3d4e
 * </pre>
 *
 * A line feed or backslash in a name is written as {@code \n} or {@code \\}.
 */
record Manifest(String fingerprint, List<Input> inputs) {
    private static final String TITLE = "millrace-journal ";
    private static final String FINGERPRINT = "fingerprint ";
    private static final String SOURCE = "source ";
    private static final String COLUMN = "column ";
    private static final String CRC = "crc32c ";

    /** A source; its place in the list is its number. */
    record Input(String name, Source.Session session, List<String> columns) {}

    static Manifest of(String fingerprint, List<Source> sources) {
        List<Input> inputs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Source source : sources) {
            if (!names.add(source.name())) {
                throw new IllegalArgumentException(
                        "two sources are named " + source.name() + "; a journal needs a name of its own for each");
            }
            List<String> columns =
                    source.schema().fields().stream().map(Manifest::text).toList();
            inputs.add(new Input(source.name(), source.session(), columns));
        }
        return new Manifest(fingerprint, inputs);
    }

    private static String text(Field field) {
        return field + (field.isKey() ? ", part of the id" : "");
    }

    /** Returns the number of the source with this name. */
    int numberOf(String name) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no source " + name);
    }

    /**
     * Compares what was stored with what is asked for now.
     *
     * @throws IllegalStateException that says what changed, when it is not the same but for the order of the sources
     */
    void requireSame(Manifest now, Path file) {
        List<String> changes = new ArrayList<>();
        if (!fingerprint.equals(now.fingerprint)) {
            changes.add("the pipeline's fingerprint was " + fingerprint + " and is " + now.fingerprint);
        }
        for (Input input : inputs) {
            Input other = now.find(input.name());
            if (other == null) {
                changes.add("source " + input.name() + " is gone");
            } else {
                compare(input, other, changes);
            }
        }
        for (Input input : now.inputs) {
            if (find(input.name()) == null) {
                changes.add("source " + input.name() + " is new");
            }
        }
        if (!changes.isEmpty()) {
            throw new IllegalStateException("the journal of " + file + " was written by another pipeline: "
                    + String.join("; ", changes)
                    + ". Run the pipeline that wrote it, or start with an empty storage directory");
        }
    }

    private Input find(String name) {
        return inputs.stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static void compare(Input old, Input now, List<String> changes) {
        if (old.session() != now.session()) {
            changes.add("source " + old.name() + " was " + old.session() + " and is " + now.session());
        }
        int common = Math.min(old.columns().size(), now.columns().size());
        for (int i = 0; i < common; i++) {
            if (!old.columns().get(i).equals(now.columns().get(i))) {
                changes.add("source " + old.name() + ": column " + i + " was ("
                        + old.columns().get(i) + ") and is (" + now.columns().get(i) + ")");
            }
        }
        for (String column : old.columns().subList(common, old.columns().size())) {
            changes.add("source " + old.name() + ": column (" + column + ") is gone");
        }
        for (String column : now.columns().subList(common, now.columns().size())) {
            changes.add("source " + old.name() + ": column (" + column + ") is new");
        }
    }

    /** Writes the file so that it is there whole or not at all. */
    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(TITLE).append(RecordLayout.VERSION).append('\n');
        text.append(FINGERPRINT).append(escaped(fingerprint)).append('\n');
        for (Input input : inputs) {
            text.append(SOURCE)
                    .append(input.session())
                    .append(' ')
                    .append(escaped(input.name()))
                    .append('\n');
            input.columns()
                    .forEach(column ->
                            text.append(COLUMN).append(escaped(column)).append('\n'));
        }
        String crc = checksum(text.toString());
        text.append(CRC).append(crc).append('\n');
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Directories.force(file.getParent());
    }

    /**
     * Reads the file.
     *
     * @throws DamagedJournalException when it is not one
     */
    static Manifest read(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        if (!text.startsWith(TITLE)) {
            throw new DamagedJournalException(file, 0, "it does not begin as a manifest", null);
        }
        String version = text.substring(TITLE.length(), Math.max(TITLE.length(), text.indexOf('\n')));
        if (!version.equals(Integer.toString(RecordLayout.VERSION))) {
            throw new IllegalStateException("the journal of " + file + " has format version " + version
                    + ", this program reads " + RecordLayout.VERSION);
        }
        int end = text.lastIndexOf(CRC);
        if (end < 0 || !text.substring(end).equals(CRC + checksum(text.substring(0, end)) + "\n")) {
            throw new DamagedJournalException(file, 0, "its checksum is wrong", null);
        }
        return parse(text.substring(0, end));
    }

    private static Manifest parse(String text) {
        String fingerprint = "";
        List<Input> inputs = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith(FINGERPRINT)) {
                fingerprint = unescaped(line.substring(FINGERPRINT.length()));
            } else if (line.startsWith(SOURCE)) {
                String[] words = line.substring(SOURCE.length()).split(" ", 2);
                inputs.add(new Input(unescaped(words[1]), Source.Session.valueOf(words[0]), new ArrayList<>()));
            } else if (line.startsWith(COLUMN)) {
                inputs.getLast().columns().add(unescaped(line.substring(COLUMN.length())));
            }
        }
        return new Manifest(fingerprint, inputs);
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                plain.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
