package io.millrace.benchmarks;

import io.millrace.benchmarks.generate.DataStore;
import io.millrace.benchmarks.peer.Narrator;
import io.millrace.benchmarks.peer.Peer;
import io.millrace.benchmarks.peer.Peers;
import io.millrace.benchmarks.peer.Project;
import io.millrace.benchmarks.result.Environment;
import io.millrace.benchmarks.result.ResultLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code bench} command. It exits with 1 where an engine failed or two answer differently, and with 2 on bad use. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the benchmarks: each engine in a process of its own, one after the other, on the same input.",
            "Results are JSON, one object a line, on standard output; what is going on is told on standard error."
        })
public final class Bench implements Callable<Integer> {
    private static final int GOOD = 0;
    private static final int BAD = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--only", split = ",", paramLabel = "W", description = "Workloads: W1, W2, W4. Default: all.")
    private List<String> workloads = new ArrayList<>();

    @Option(
            names = "--variant",
            split = ",",
            paramLabel = "V",
            description = "Variants, such as 1m-live. Default: all.")
    private List<String> variants = new ArrayList<>();

    @Option(names = "--peers", split = ",", paramLabel = "P", description = "Engines. Default: all.")
    private List<String> peers = new ArrayList<>();

    @Option(names = "--workers", paramLabel = "K", description = "Workers of each engine. Default: ${DEFAULT-VALUE}.")
    private int workers = 1;

    @Option(names = "--batch", paramLabel = "N", description = "Rows of an epoch of a live variant. Default: 1000000.")
    private Integer batchRows;

    @Option(names = "--quick", description = "Smaller input, in epochs of 200000 rows: less than a minute a variant.")
    private boolean quick;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write results there too, after a record of the machine.")
    private Path json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where to keep input. Default: the user's cache folder.")
    private Path data;

    @Option(names = "--list", description = "Name the variants and the engines that run each, and end.")
    private boolean list;

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (workers < 1 || (batchRows != null && batchRows < 1)) {
            throw new ParameterException(spec.commandLine(), "--workers and --batch want positive numbers");
        }
        Path project = Project.root();
        Catalogue catalogue = new Catalogue(quick);
        List<Case> cases;
        List<Peer> engines;
        try {
            cases = Selection.cases(catalogue.cases(), workloads, variants);
            engines = Selection.peers(Peers.all(project), peers);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (list) {
            cases.forEach(one -> System.out.println(one.variant() + ": " + String.join(", ", running(one, engines))));
            return GOOD;
        }
        try (PrintStream file = json == null ? null : open(json)) {
            if (file != null) {
                file.println(Environment.toJson(
                        project, spec.commandLine().getParseResult().originalArgs()));
            }
            Session session = new Session(
                    new DataStore(data == null ? DataStore.defaultRoot() : data),
                    new Narrator(System.err),
                    engines,
                    workers,
                    batchRows == null ? catalogue.batchRows() : batchRows,
                    line -> print(line, file));
            return session.run(cases) ? GOOD : BAD;
        }
    }

    private List<String> running(Case one, List<Peer> engines) {
        return engines.stream()
                .filter(peer -> peer.declines(one.variant(), workers).isEmpty())
                .map(Peer::name)
                .toList();
    }

    private static PrintStream open(Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        return new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8);
    }

    private static void print(ResultLine line, PrintStream file) {
        System.out.println(line.toJson());
        if (file != null) {
            file.println(line.toJson());
        }
    }
}
