package io.millrace.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The command-line flags that the engine's libraries need, kept in one file beside this class, which the launcher, the tests
 * and the benchmarks read too.
 */
public final class JvmFlags {
    private static final String FILE = "java-flags";

    private JvmFlags() {}

    /** Returns the flags, one an element, in the order of the file. */
    public static List<String> all() {
        try (InputStream in = JvmFlags.class.getResourceAsStream(FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Throws {@link IllegalStateException} with the line to add when {@code java.nio} is closed to Arrow. Must run before the
     * first touch of Arrow's allocator, whose static initialiser dies without a usable message.
     */
    public static void requireOpenNio() {
        Module base = Object.class.getModule();
        if (!base.isOpen("java.nio", JvmFlags.class.getModule())) {
            throw new IllegalStateException(
                    "Millrace keeps its data off-heap and needs these flags on the java command line:\n"
                            + String.join(" ", all()));
        }
    }

    /** Returns whether the incubating Vector API is in this process. */
    public static boolean hasVectorApi() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }
}
