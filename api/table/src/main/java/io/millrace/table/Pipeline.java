package io.millrace.table;

import io.millrace.physical.OperatorSet;
import io.millrace.plan.LogicalPlan;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.UserLine;
import io.millrace.port.Sink;
import io.millrace.port.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A program over tables: what it reads, what it writes, and how it runs. First its options and its inputs and outputs, then
 * {@link #run} or {@link #start}. One thread.
 */
public final class Pipeline {
    private final List<Node.Write> outputs = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private PipelineOptions options = PipelineOptions.defaults();
    private OperatorSet operators;
    private UnaryOperator<Explanation> planning = explanation -> explanation;

    private Pipeline() {}

    public static Pipeline create() {
        return new Pipeline();
    }

    /** What the pipeline is called in logs and thread names. */
    public Pipeline named(String name) {
        options = options.withName(name);
        return this;
    }

    /** Threads that share the work; 1 by default. */
    public Pipeline workers(int count) {
        options = options.withWorkers(count);
        return this;
    }

    /** Off-heap bytes that the run may use at most; as much as the heap by default. Above it the run ends with an error. */
    public Pipeline memoryLimit(long bytes) {
        options = options.withMemoryLimit(bytes);
        return this;
    }

    /** Live input is published at least this often while rows come. */
    public Pipeline autocommit(Duration interval) {
        options = options.withAutocommit(interval);
        return this;
    }

    /** Live input is published at least every so many rows. */
    public Pipeline maxEpochRows(long rows) {
        options = options.withMaxEpochRows(rows);
        return this;
    }

    /** Rows a batch is cut at; the default fits the processor's cache. */
    public Pipeline batchRows(int rows) {
        options = options.withBatchRows(rows);
        return this;
    }

    /** Input is written ahead into this directory, and a restart goes on where the last run ended. */
    public Pipeline persistentAt(Path directory) {
        options = options.withStorage(directory);
        return this;
    }

    /** The first data error ends the run with its message; this is the default. */
    public Pipeline failFast() {
        options = options.withFailFast(true);
        return this;
    }

    /** Data errors make error cells and entries of the {@link #globalErrorLog}, and the run goes on. */
    public Pipeline keepGoing() {
        options = options.withFailFast(false);
        return this;
    }

    /** The rows of a source as a table. */
    public Table read(Source source) {
        if (!names.add("source " + source.name())) {
            throw UserLine.ofCaller()
                    .error("two sources are named " + source.name() + "; give one of them another name");
        }
        return Table.of(new Node.Read(Origin.of("read"), source, source.schema()));
    }

    /** Writes the changes of a table to a sink. */
    public void write(Table table, Sink sink) {
        write(table, sink, "output-" + (outputs.size() + 1));
    }

    /** Writes the changes of a table to a sink that logs and metrics call {@code name}. */
    public void write(Table table, Sink sink, String name) {
        if (!names.add("sink " + name)) {
            throw UserLine.ofCaller().error("two outputs are named " + name + "; give one of them another name");
        }
        outputs.add(new Node.Write(Origin.of("write"), table.node(), sink, name));
    }

    /** Tells a subscriber of the changes of a table. */
    public void subscribe(Table table, Subscriber subscriber) {
        write(table, new SubscriberSink(subscriber), "subscriber-" + (outputs.size() + 1));
    }

    /**
     * Data errors as rows: {@code operator_id} as {@link #explain} numbers it, {@code message}, and {@code trace}, the line of the
     * user's program. Empty in a fail-fast run.
     */
    public Table globalErrorLog() {
        return Table.of(new Node.Errors(Origin.of("globalErrorLog"), ErrorCollector.SCHEMA));
    }

    /**
     * Runs until all sources have ended.
     *
     * @throws DataErrorException in fail-fast mode, for the first row that could not be computed
     * @throws IllegalStateException with the cause, where a source, a sink or a subscriber failed
     */
    public void run() {
        try (RunningPipeline running = start()) {
            running.await();
        }
    }

    /** Starts to run on threads of its own; the caller owns what it returns and must close it. */
    public RunningPipeline start() {
        if (outputs.isEmpty()) {
            throw UserLine.ofCaller().error("the pipeline writes nothing; add write or subscribe before it runs");
        }
        OperatorSet used = operators == null ? new EngineOperators(!options.failFast()) : operators;
        return new RunningPipeline(planning.apply(new Explanation(new LogicalPlan(outputs))), options, used);
    }

    /**
     * How the tables would be computed, or without tables all that the pipeline writes: the plan as the program says it, the plan
     * after all passes with what they pruned, proved and share, and the stages that run, with fused chains.
     */
    public String explain(Table... tables) {
        List<Node.Write> shown = new ArrayList<>(tables.length == 0 ? outputs : List.of());
        for (Table table : tables) {
            shown.add(new Node.Write(
                    Origin.of("explain"), table.node(), Discard.INSTANCE, "table " + (shown.size() + 1)));
        }
        return new Explanation(new LogicalPlan(shown)).text();
    }

    /** Runs with other operators, for tests of plans. */
    Pipeline operators(OperatorSet others) {
        operators = others;
        return this;
    }

    /** Runs the plan as it is written, for tests of passes. */
    Pipeline withoutPasses() {
        planning = Explanation::withoutPasses;
        return this;
    }
}
