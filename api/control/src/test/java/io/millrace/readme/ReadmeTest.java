package io.millrace.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.memory.JvmFlags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README compiles and runs as it stands there. */
class ReadmeTest {
    @TempDir
    private Path folder;

    @Test
    void theProgramInTheReadmeRuns() throws Exception {
        String readme = Files.readString(Path.of("..", "..", "README.md"));
        int from = readme.indexOf("```java\n") + "```java\n".length();
        Files.writeString(folder.resolve("Revenue.java"), readme.substring(from, readme.indexOf("```", from)));
        Files.writeString(folder.resolve("orders.csv"), "item,quantity,price\ntea,2,1.5\nsalt,1,0.25\ntea,4,1.5\n");

        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmFlags.all());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "Revenue.java"));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> read(log));

        List<String> lines = Files.readAllLines(folder.resolve("revenue.csv"));
        assertEquals("\"item\",\"revenue\",\"orders\",\"time\",\"diff\"", lines.getFirst());
        assertEquals(
                List.of("\"salt\",\"0.25\",\"1\",\"0\",\"1\"", "\"tea\",\"9.0\",\"2\",\"0\",\"1\""),
                lines.stream().skip(1).sorted().toList());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
