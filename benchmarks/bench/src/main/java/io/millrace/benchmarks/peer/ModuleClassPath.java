package io.millrace.benchmarks.peer;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The class path of a peer's own module, which a Maven build leaves in {@code target/classpath}. Where that is missing, or
 * older than what it was built from, Maven builds the module and fetches its jars.
 *
 * @param builtFrom the folders, below {@code project}, of the modules that are built into it
 * @param ours whether a build that fails is an error; otherwise the peer cannot be had
 */
record ModuleClassPath(Path project, String module, List<String> builtFrom, boolean ours) implements JvmPeer.ClassPath {
    private static final Path TARGET = Path.of("target");
    private static final Path BUILT = Path.of("target", "classpath");

    @Override
    public String get(Narrator narrator) throws IOException, InterruptedException, UnavailableException {
        if (!isFresh()) {
            build(narrator);
        }
        Path own = ownJar().orElseThrow(() -> new IOException("benchmarks/" + module + " was built without a jar"));
        return own + File.pathSeparator + jars();
    }

    @Override
    public Optional<Path> archive() {
        return Optional.of(folder().resolve(TARGET).resolve("classes.jsa"));
    }

    /** The module's jar: an archive of classes knows jars only, no folders. */
    private Optional<Path> ownJar() throws IOException {
        try (Stream<Path> files = Files.list(folder().resolve(TARGET))) {
            return files.filter(file -> file.toString().endsWith(".jar")).findFirst();
        }
    }

    private Path folder() {
        return project.resolve("benchmarks").resolve(module);
    }

    private String jars() throws IOException {
        return Files.readString(folder().resolve(BUILT)).strip();
    }

    /** Whether {@code target/classpath} is there, newer than all sources, and names only files that exist. */
    boolean isFresh() throws IOException {
        Path built = folder().resolve(BUILT);
        if (!Files.exists(built) || ownJar().isEmpty()) {
            return false;
        }
        for (String entry : jars().split(File.pathSeparator, -1)) {
            if (!Files.exists(Path.of(entry))) {
                return false;
            }
        }
        FileTime builtAt = Files.getLastModifiedTime(built);
        if (isNewer(project.resolve("pom.xml"), builtAt) || anyNewer(folder(), builtAt)) {
            return false;
        }
        for (String source : builtFrom) {
            if (anyNewer(project.resolve(source), builtAt)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a file below {@code folder} is newer, but for what a build makes and for tests. */
    private static boolean anyNewer(Path folder, FileTime than) throws IOException {
        boolean[] newer = new boolean[1];
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                boolean matters = !visited.endsWith(TARGET) && !visited.endsWith(Path.of("src", "test"));
                return matters ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                newer[0] = attributes.lastModifiedTime().compareTo(than) > 0;
                return newer[0] ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        return newer[0];
    }

    private static boolean isNewer(Path file, FileTime than) throws IOException {
        return Files.getLastModifiedTime(file).compareTo(than) > 0;
    }

    private void build(Narrator narrator) throws IOException, InterruptedException, UnavailableException {
        narrator.begin("building benchmarks/" + module);
        ProcessBuilder builder = new ProcessBuilder(
                "mvn", "-B", "-ntp", "-pl", ":millrace-benchmarks-" + module, "-am", "-DskipTests", "package");
        builder.directory(project.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process maven;
        try {
            maven = builder.start();
        } catch (IOException e) {
            throw new UnavailableException("needs mvn, which cannot be started: " + e.getMessage());
        }
        StringBuilder errors = new StringBuilder();
        boolean advice = false;
        try (BufferedReader lines = maven.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                narrator.progress(0, 0, line.replace("[INFO]", "").strip());
                // Maven says what is wrong, then says it again with advice.
                advice |= line.startsWith("[ERROR] Failed to execute");
                if (line.startsWith("[ERROR]") && !advice) {
                    errors.append('\n').append(line);
                }
            }
        }
        if (maven.waitFor() != 0) {
            String failure = "benchmarks/" + module + " cannot be built" + errors;
            if (ours) {
                throw new IOException(failure);
            }
            throw new UnavailableException(failure);
        }
        // Maven leaves the file alone where it would write the same again.
        Files.setLastModifiedTime(folder().resolve(BUILT), FileTime.fromMillis(System.currentTimeMillis()));
    }
}
