package io.millrace.benchmarks.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModuleClassPathTest {
    private static final long BUILT_AT = 1_000_000;

    @TempDir
    Path project;

    private ModuleClassPath classPath;

    @BeforeEach
    void aModuleThatWasBuiltFromAnother() throws IOException {
        classPath = new ModuleClassPath(project, "one", List.of("other"), true);
        write("pom.xml", BUILT_AT - 1);
        write("benchmarks/one/pom.xml", BUILT_AT - 1);
        write("benchmarks/one/src/main/java/One.java", BUILT_AT - 1);
        write("other/src/main/java/Other.java", BUILT_AT - 1);
        write("benchmarks/one/target/one.jar", BUILT_AT);
        Path jar = write("library.jar", BUILT_AT - 1);
        Files.writeString(write("benchmarks/one/target/classpath", BUILT_AT), jar + "\n");
        at(project.resolve("benchmarks/one/target/classpath"), BUILT_AT);
    }

    @Test
    void whatIsNewerThanItsSourcesIsNotBuiltAgain() throws Exception {
        assertTrue(classPath.isFresh());
        assertEquals(
                project.resolve("benchmarks/one/target/one.jar") + File.pathSeparator + project.resolve("library.jar"),
                classPath.get(new Narrator(new PrintStream(OutputStream.nullOutputStream()))));
    }

    @Test
    void aChangeInTheModuleOrInWhatIsBuiltIntoItMakesItStale() throws IOException {
        for (String source : List.of(
                "pom.xml",
                "benchmarks/one/pom.xml",
                "benchmarks/one/src/main/java/One.java",
                "other/src/main/java/Other.java")) {
            write(source, BUILT_AT + 1);
            assertFalse(classPath.isFresh(), source);
            write(source, BUILT_AT - 1);
            assertTrue(classPath.isFresh(), source);
        }
    }

    @Test
    void testsAndWhatABuildMakesDoNotMatter() throws IOException {
        write("other/target/classes/Other.class", BUILT_AT + 1);
        write("benchmarks/one/src/test/java/OneTest.java", BUILT_AT + 1);
        assertTrue(classPath.isFresh());
    }

    @Test
    void aJarThatIsGoneMakesItStale() throws IOException {
        Files.delete(project.resolve("library.jar"));
        assertFalse(classPath.isFresh());
    }

    @Test
    void aModuleWithoutItsOwnJarIsStale() throws IOException {
        Files.delete(project.resolve("benchmarks/one/target/one.jar"));
        assertFalse(classPath.isFresh());
    }

    @Test
    void whatWasNeverBuiltIsStale() throws IOException {
        Files.delete(project.resolve("benchmarks/one/target/classpath"));
        assertFalse(classPath.isFresh());
    }

    private Path write(String name, long millis) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        return at(Files.writeString(file, ""), millis);
    }

    private static Path at(Path file, long millis) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }
}
