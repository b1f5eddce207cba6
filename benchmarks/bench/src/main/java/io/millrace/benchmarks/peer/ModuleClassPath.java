package io.millrace.benchmarks.peer;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class path of a peer's own module, which a Maven build leaves in {@code target/classpath}. Where that is missing, or
 * older than what it was built from, Maven builds the module and fetches its jars.
 */
record ModuleClassPath(Path project, String module) implements JvmPeer.ClassPath {
    private static final Path BUILT = Path.of("target", "classpath");

    @Override
    public String get(Narrator narrator) throws IOException, InterruptedException, UnavailableException {
        if (!isFresh()) {
            build(narrator);
        }
        return folder().resolve("target/classes") + File.pathSeparator + jars();
    }

    private Path folder() {
        return project.resolve("benchmarks").resolve(module);
    }

    private String jars() throws IOException {
        return Files.readString(folder().resolve(BUILT)).strip();
    }

    private boolean isFresh() throws IOException {
        Path built = folder().resolve(BUILT);
        if (!Files.exists(built)) {
            return false;
        }
        for (String entry : jars().split(File.pathSeparator, -1)) {
            if (!Files.exists(Path.of(entry))) {
                return false;
            }
        }
        FileTime builtAt = Files.getLastModifiedTime(built);
        Path benchmarks = project.resolve("benchmarks");
        for (Path source : List.of(
                folder().resolve("pom.xml"),
                folder().resolve("src"),
                benchmarks.resolve("pom.xml"),
                benchmarks.resolve("measure/src"))) {
            if (newest(source).compareTo(builtAt) > 0) {
                return false;
            }
        }
        return true;
    }

    private static FileTime newest(Path source) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            return files.map(ModuleClassPath::modified).max(FileTime::compareTo).orElseThrow();
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void build(Narrator narrator) throws IOException, InterruptedException, UnavailableException {
        narrator.begin("building benchmarks/" + module);
        ProcessBuilder builder = new ProcessBuilder(
                "mvn", "-B", "-ntp", "-pl", ":millrace-benchmarks-" + module, "-am", "process-classes");
        builder.directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process maven;
        try {
            maven = builder.start();
        } catch (IOException e) {
            throw new UnavailableException("needs mvn, which cannot be started: " + e.getMessage());
        }
        StringBuilder errors = new StringBuilder();
        try (BufferedReader lines = maven.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                narrator.progress(0, 0, line.replace("[INFO]", "").strip());
                if (line.startsWith("[ERROR]")) {
                    errors.append('\n').append(line);
                }
            }
        }
        if (maven.waitFor() != 0) {
            throw new UnavailableException("benchmarks/" + module + " cannot be built" + errors);
        }
        // Maven leaves the file alone where it would write the same again.
        Files.setLastModifiedTime(folder().resolve(BUILT), FileTime.fromMillis(System.currentTimeMillis()));
    }
}
