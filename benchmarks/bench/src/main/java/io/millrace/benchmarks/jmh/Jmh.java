package io.millrace.benchmarks.jmh;

import io.millrace.benchmarks.peer.Project;
import io.millrace.benchmarks.result.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks of this module. It takes JMH's own command line, and adds to it: forks get the engine's JVM flags, and
 * the result goes to {@code jmh-results/TIME.json}, unless {@code -rff} says otherwise, with the record of the machine in
 * {@code TIME.environment.json}.
 */
public final class Jmh {
    private static final Path JVM_FLAGS = Path.of("core-columnar/src/main/resources/io/millrace/memory/java-flags");

    private Jmh() {}

    public static void main(String... arguments)
            throws IOException, InterruptedException, RunnerException, CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions(arguments);
        if (given.shouldHelp()) {
            given.showHelp();
            return;
        }
        if (given.shouldList()) {
            new Runner(given).list();
            return;
        }
        Path project = Project.root();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .parent(given)
                .resultFormat(ResultFormatType.JSON)
                .jvmArgsPrepend("@" + project.resolve(JVM_FLAGS));
        if (!given.getResult().hasValue()) {
            String time = LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
            Path results = Files.createDirectories(project.resolve("jmh-results"));
            options.result(results.resolve(time + ".json").toString());
            Files.writeString(
                    results.resolve(time + ".environment.json"),
                    Environment.toJson(project, List.of(arguments)) + "\n");
        }
        new Runner(options.build()).run();
    }
}
