package io.millrace.benchmarks.peer;

import io.millrace.benchmarks.measure.Variant;
import java.nio.file.Path;
import java.util.List;

/**
 * The engines that there are, in the order in which they run. An engine in Java is a {@link JvmPeer}; one whose classes are
 * on this command's own class path gives that as its own.
 */
public final class Peers {
    private static final String MEASURE = "benchmarks/measure";
    private static final List<String> ENGINE =
            List.of(MEASURE, "core-columnar", "operators", "persistence", "io", "api");

    private Peers() {}

    /** All of them; {@code project} is the root of the checkout. */
    public static List<Peer> all(Path project) {
        return List.of(
                millrace(project),
                duckdb(project),
                deephaven(project),
                flink(project),
                differential(project),
                dbsp(project),
                pathway(project));
    }

    private static Peer millrace(Path project) {
        return new JvmPeer(
                "millrace",
                "io.millrace.benchmarks.millrace.MillracePeer",
                new ModuleClassPath(project, "millrace", ENGINE, true),
                run -> List.of(
                        "-XX:+UseSerialGC",
                        "@" + project.resolve("core-columnar/src/main/resources/io/millrace/memory/java-flags")),
                variant -> null,
                Integer.MAX_VALUE);
    }

    private static Peer duckdb(Path project) {
        return new JvmPeer(
                "duckdb",
                "io.millrace.benchmarks.duckdb.DuckDbPeer",
                new ModuleClassPath(project, "duckdb", List.of(MEASURE), false),
                run -> List.of("--enable-native-access=ALL-UNNAMED"),
                variant -> variant.live() ? "recomputes and keeps nothing up to date" : null,
                Integer.MAX_VALUE);
    }

    private static Peer deephaven(Path project) {
        return new JvmPeer(
                "deephaven",
                "io.millrace.benchmarks.deephaven.DeephavenPeer",
                new ModuleClassPath(project, "deephaven", List.of(MEASURE), false),
                run -> List.of(
                        "-XX:MaxRAMPercentage=50",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-DConfiguration.rootFile=dh-defaults.prop",
                        "-Dworkspace=" + run.scratch(),
                        "-Ddevroot=" + run.scratch()),
                variant -> switch (variant.workload()) {
                    case "w2" -> variant.retract() && !variant.live() ? "a static table takes no row back" : null;
                    case "w4" -> variant.live() ? null : "its static join is not set up here";
                    default -> "is not set up for text here";
                },
                1);
    }

    private static Peer flink(Path project) {
        return new JvmPeer(
                "flink",
                "io.millrace.benchmarks.flink.FlinkPeer",
                new ModuleClassPath(project, "flink", List.of(MEASURE), false),
                run -> List.of(
                        "-XX:MaxRAMPercentage=50",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"),
                variant -> {
                    if (!variant.live()) {
                        return "is set up for live forms here";
                    }
                    return variant.name().startsWith("jsonl") ? "is not set up for JSON here" : null;
                },
                Integer.MAX_VALUE);
    }

    private static Peer differential(Path project) {
        return columnPeer(project, "differential");
    }

    private static Peer dbsp(Path project) {
        return columnPeer(project, "dbsp");
    }

    /** One of the programs in Rust, which read columns; their batch is the whole input where the variant is static. */
    private static Peer columnPeer(Path project, String name) {
        return new ProgramPeer(
                name,
                script(project),
                false,
                run -> List.of(
                        run.variant().workload(),
                        "--batch",
                        Long.toString(run.variant().live() ? run.batchRows() : run.rowCount())),
                variant -> variant.workload().equals("w1") ? "reads no text" : null);
    }

    private static Peer pathway(Path project) {
        return new ProgramPeer("pathway", script(project), true, Peers::pathwayArguments, Peers::pathwayRefusal);
    }

    private static List<String> pathwayArguments(Run run) {
        String shape = run.variant().shape();
        String format = shape.startsWith("jsonl") ? "jsonl" : "csv";
        String workload = run.variant().workload();
        if (workload.equals("w1")) {
            workload += (shape.endsWith("-wide") ? "wide" : "") + format;
        }
        return run.variant().live()
                ? List.of(workload, "--live", "--batch", Integer.toString(run.batchRows()))
                : List.of(workload);
    }

    private static String pathwayRefusal(Variant variant) {
        if (variant.retract()) {
            return "reads text, which cannot take rows back";
        }
        return variant.live() && variant.shape().equals("csv-mixed")
                ? "cannot cut a file with newlines in quotes"
                : null;
    }

    private static Path script(Path project) {
        return project.resolve("benchmarks/peers/run");
    }
}
