package io.millrace.control.demo;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;

import io.millrace.table.Pipeline;
import io.millrace.table.RunningPipeline;
import io.millrace.table.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code demo} command. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Shows running totals of a stream of orders: a live pipeline over a folder that a generator keeps feeding,"
                        + " joined with a small table, grouped, and journalled. Kill it, start it again, and it goes on.")
public final class DemoCommand implements Callable<Integer> {
    private static final int SHOW_MILLIS = 1_000;
    private static final long DEFAULT_SEED = 1;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--kafka", description = "Run from topic to topic, on a broker in this process.")
    private boolean kafka;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description =
                    "End when N orders are through, counted across restarts; without it the demo runs until it is stopped.")
    private Long rows;

    @Option(names = "--seed", paramLabel = "S", description = "Which orders; ${DEFAULT-VALUE} by default.")
    private long seed = DEFAULT_SEED;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where everything is kept; by default millrace/demo in the user's state folder.")
    private Path stateFolder;

    @Option(
            names = "--totals",
            paramLabel = "FILE",
            description = "Write the final totals, read back from the sink, as CSV.")
    private Path totalsFile;

    @Option(names = "--explain", description = "Print the plan before the run.")
    private boolean explain;

    @Override
    public Integer call() throws Exception {
        if (rows != null && rows < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--rows wants a positive number, not " + rows);
        }
        long wantedRows = rows == null ? -1 : rows;
        Path folder = stateFolder == null ? defaultFolder() : stateFolder;
        DemoState state;
        try {
            state = DemoState.open(folder, seed, wantedRows, kafka);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Orders orders = new Orders(seed);
        try (Transport transport = transport(state, orders, wantedRows)) {
            if (!state.isFinished()) {
                run(state, transport, orders, wantedRows);
            }
            Map<String, Total> totals = TotalsFile.read(transport.changes());
            String csv = TotalsFile.csv(totals);
            if (totalsFile != null) {
                Files.writeString(totalsFile, csv);
            }
            out().print(csv);
            out().flush();
            state.finish();
        }
        return 0;
    }

    private Transport transport(DemoState state, Orders orders, long wantedRows) throws IOException {
        if (!kafka) {
            return new FilesTransport(state.input(), state.output(), orders, wantedRows);
        }
        out().println("starting a Kafka broker in this process ...");
        out().flush();
        return new KafkaTransport(state.broker(), state.output(), orders, wantedRows);
    }

    private void run(DemoState state, Transport transport, Orders orders, long wantedRows) throws Exception {
        out().println("demo in " + state.input().getParent() + (wantedRows < 0 ? "; stop it with Ctrl-C" : ""));
        Files.createDirectories(state.input());
        Files.writeString(state.items(), orders.itemsCsv());
        RunningTotals current = new RunningTotals(wantedRows);
        Pipeline pipeline = pipeline(state, transport, current);
        if (explain) {
            out().println(pipeline.explain());
        }
        transport.startFeed();
        LiveView view = new LiveView(out(), isTerminal(), wantedRows);
        try (RunningPipeline running = pipeline.start()) {
            while (!current.complete().await(SHOW_MILLIS, TimeUnit.MILLISECONDS)) {
                view.show(running, current.totals());
                if (running.hasEnded()) {
                    running.await();
                    throw new IllegalStateException("the pipeline ended before all orders were through");
                }
                if (transport.feedFailure() != null) {
                    throw new IllegalStateException("no more orders could be made", transport.feedFailure());
                }
            }
            view.show(running, current.totals());
        }
    }

    private Pipeline pipeline(DemoState state, Transport transport, RunningTotals current) {
        Pipeline pipeline = Pipeline.create().named("demo").persistentAt(state.journal());
        Table orders = pipeline.read(transport.orders());
        Table items = pipeline.read(io.millrace.files.Files.csv(state.items().toString(), Item.class)
                .named("items")
                .asStatic());
        Table totals = orders.join(items, col("item"), col("name"))
                .select(
                        right("category"),
                        left("quantity"),
                        left("quantity").times(left("cents")).as("amount"))
                .groupBy("category")
                .reduce(
                        col("category"),
                        count().as("orders"),
                        sum("quantity").as("quantity"),
                        sum("amount").as("cents"));
        pipeline.write(totals, transport.totals(), "totals");
        pipeline.subscribe(totals, current);
        return pipeline;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    private static Path defaultFolder() {
        String stateHome = System.getenv("XDG_STATE_HOME");
        Path base = stateHome == null || stateHome.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(stateHome);
        return base.resolve("millrace").resolve("demo");
    }
}
