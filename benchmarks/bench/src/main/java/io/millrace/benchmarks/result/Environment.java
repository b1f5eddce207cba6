package io.millrace.benchmarks.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Where and from what results were measured: the first line of a file of results. */
public final class Environment {
    private static final String UNKNOWN = "unknown";

    private Environment() {}

    /**
     * Describes this machine now, as a JSON object in one line.
     *
     * @param project the checkout whose commit is named
     * @param command what the user asked for
     */
    public static String toJson(Path project, List<String> command) throws IOException, InterruptedException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("record", "environment");
        json.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("cpu", field(Path.of("/proc/cpuinfo"), "model name"));
        json.put("cores", Runtime.getRuntime().availableProcessors());
        json.put("memory", field(Path.of("/proc/meminfo"), "MemTotal"));
        json.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        json.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        json.put("load_average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        json.put("git_commit", git(project, "rev-parse", "HEAD"));
        String changes = git(project, "status", "--porcelain");
        json.put("git_clean", changes.isEmpty());
        ArrayNode flags = json.putArray("jvm_flags");
        ManagementFactory.getRuntimeMXBean().getInputArguments().forEach(flags::add);
        ArrayNode arguments = json.putArray("command");
        command.forEach(arguments::add);
        return json.toString();
    }

    /** The value of the first line "name : value" of a file of the system. */
    private static String field(Path file, String name) throws IOException {
        if (!Files.exists(file)) {
            return UNKNOWN;
        }
        for (String line : Files.readAllLines(file)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
                return line.substring(colon + 1).strip();
            }
        }
        return UNKNOWN;
    }

    private static String git(Path project, String... arguments) throws InterruptedException {
        try {
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of("git")));
            builder.command().addAll(List.of(arguments));
            Process git = builder.directory(project.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? output : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN; // no git here, or no repository
        }
    }
}
