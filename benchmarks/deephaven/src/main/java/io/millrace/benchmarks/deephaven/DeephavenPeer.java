package io.millrace.benchmarks.deephaven;

import io.deephaven.api.agg.Aggregation;
import io.deephaven.engine.context.ExecutionContext;
import io.deephaven.engine.context.QueryCompilerImpl;
import io.deephaven.engine.table.Table;
import io.deephaven.engine.updategraph.OperationInitializer;
import io.deephaven.engine.updategraph.impl.EventDrivenUpdateGraph;
import io.deephaven.util.SafeCloseable;
import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.JoinFigures;
import io.millrace.benchmarks.measure.KeyedRows;
import io.millrace.benchmarks.measure.ProcessFigures;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.measure.Report;
import io.millrace.benchmarks.measure.RunClock;
import io.millrace.benchmarks.measure.SumCountFigures;
import io.millrace.benchmarks.measure.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Runs one workload and prints its result line. Deephaven keeps files of its own in the folder that the system property
 * {@code workspace} names.
 */
public final class DeephavenPeer {
    private final Task task;
    private final EventDrivenUpdateGraph graph;

    private DeephavenPeer(Task task, EventDrivenUpdateGraph graph) {
        this.task = task;
        this.graph = graph;
    }

    public static void main(String[] arguments) throws IOException {
        Task task = Task.parse(arguments);
        if (task.workers() != 1) {
            throw new IllegalArgumentException("an event-driven update graph has one thread, not " + task.workers());
        }
        EventDrivenUpdateGraph graph =
                EventDrivenUpdateGraph.newBuilder("bench").build();
        Path classes = Files.createDirectories(Path.of(System.getProperty("workspace"), "classes"));
        ExecutionContext context = ExecutionContext.newBuilder()
                .newQueryLibrary()
                .emptyQueryScope()
                .setQueryCompiler(QueryCompilerImpl.create(classes.toFile(), DeephavenPeer.class.getClassLoader()))
                .setUpdateGraph(graph)
                .setOperationInitializer(OperationInitializer.NON_PARALLELIZABLE)
                .build();
        String line;
        try (SafeCloseable open = context.open()) {
            assert open != null;
            line = new DeephavenPeer(task, graph).run().toJson();
        }
        System.out.println(line);
        System.exit(0); // its cleanup threads would keep the process up
    }

    private Report run() throws IOException {
        return switch (task.variant().workload()) {
            case "w2" -> task.variant().live() ? liveSums() : staticSums();
            case "w4" -> join();
            default -> throw new IllegalArgumentException("Deephaven does not run " + task.variant());
        };
    }

    private static Table sumsAndCounts(Table table) {
        return table.aggBy(List.of(Aggregation.AggSum("S = V"), Aggregation.AggCount("N")), "K");
    }

    private static ChangeReader.RowSink into(SumCountFigures figures) {
        return (columns, count, weight) -> {
            for (int i = 0; i < count; i++) {
                figures.add(
                        columns.get(0).get(i),
                        columns.get(1).get(i),
                        columns.get(2).get(i),
                        weight);
            }
        };
    }

    private Report staticSums() throws IOException {
        KeyedRows rows = KeyedRows.readTable(task.directory());
        if (rows.weights() != null) {
            throw new IllegalArgumentException("a static table of Deephaven has no rows that take back others");
        }
        Table table = FedTable.whole(rows).table();
        SumCountFigures figures = new SumCountFigures();
        long heapBefore = ProcessFigures.liveHeapBytes();
        RunClock clock = RunClock.start();
        Table sums = sumsAndCounts(table);
        ChangeReader reader = new ChangeReader(sums, into(figures), "K", "S", "N");
        reader.readAll(sums.getRowSet());
        clock.epochEnded();
        clock.stop();
        return report(rows.rowCount(), reader, heapBefore, clock, figures);
    }

    private Report liveSums() throws IOException {
        FedTable fed = FedTable.empty(KeyedRows.readTable(task.directory()));
        SumCountFigures figures = new SumCountFigures();
        Table sums = graph.sharedLock().computeLocked(() -> sumsAndCounts(fed.table()));
        ChangeReader reader = new ChangeReader(sums, into(figures), "K", "S", "N");
        sums.addUpdateListener(reader);
        int rowCount = fed.rowCount();
        int epochRows = task.epochRows(rowCount);
        int epochs = Math.ceilDiv(rowCount, epochRows);
        return ticked(epochs, rowCount, reader, figures, epoch -> {
            int from = epoch * epochRows;
            fed.feed(from, Math.min(rowCount, from + epochRows));
        });
    }

    /**
     * The right table has each key once, so {@code naturalJoin}, which keeps one row of the result for each left row, gives
     * the inner join once the left rows without a match are left out. It takes less
     * processor time than {@code join}.
     */
    private Report join() throws IOException {
        if (!task.variant().live()) {
            throw new IllegalArgumentException("Deephaven runs only the live form of " + task.variant());
        }
        FedTable left = FedTable.empty(KeyedRows.readSide(task.directory(), "left"));
        FedTable right = FedTable.empty(KeyedRows.readSide(task.directory(), "right"));
        JoinFigures figures = new JoinFigures();
        Table joined = graph.sharedLock()
                .computeLocked(() ->
                        left.table().naturalJoin(right.table(), "K", "W = V").where("!isNull(W)"));
        ChangeReader reader = new ChangeReader(
                joined,
                (columns, count, weight) -> {
                    for (int i = 0; i < count; i++) {
                        figures.add(columns.get(0).get(i), columns.get(1).get(i), weight);
                    }
                },
                "V",
                "W");
        joined.addUpdateListener(reader);
        int epochRows = task.epochRows(left.rowCount());
        int epochs = Math.ceilDiv(left.rowCount(), epochRows);
        return ticked(epochs, left.rowCount() + right.rowCount(), reader, figures, epoch -> {
            int from = epoch * epochRows;
            left.feed(from, Math.min(left.rowCount(), from + epochRows));
            // The right side runs in step with the left: after as many epochs it is at its end too.
            right.feed(part(right.rowCount(), epoch, epochs), part(right.rowCount(), epoch + 1, epochs));
        });
    }

    private static int part(int rowCount, int epoch, int epochs) {
        return (int) ((long) rowCount * epoch / epochs);
    }

    /** Feeds epoch after epoch, each in one cycle of the graph. */
    private Report ticked(int epochs, int rowCount, ChangeReader reader, Figures figures, IntConsumer feed) {
        Feeder feeder = new Feeder(feed);
        graph.addSource(feeder);
        Progress progress = new Progress(System.err, rowCount);
        long heapBefore = ProcessFigures.liveHeapBytes();
        RunClock clock = RunClock.start();
        for (int epoch = 0; epoch < epochs; epoch++) {
            feeder.next = epoch;
            graph.requestRefresh();
            reader.rethrow();
            clock.epochEnded();
            progress.at((long) rowCount * (epoch + 1) / epochs);
        }
        clock.stop();
        return report(rowCount, reader, heapBefore, clock, figures);
    }

    private Report report(int rowCount, ChangeReader reader, long heapBefore, RunClock clock, Figures figures) {
        long state = Math.max(0, ProcessFigures.liveHeapBytes() - heapBefore);
        String version = Table.class.getPackage().getImplementationVersion();
        return new Report(
                "deephaven",
                version == null ? "unknown" : version,
                task,
                "memory",
                rowCount,
                reader.updatesOut(),
                state,
                clock,
                figures);
    }

    /** Runs once a cycle of the graph. */
    private static final class Feeder implements Runnable {
        private final IntConsumer feed;
        private int next;

        Feeder(IntConsumer feed) {
            this.feed = feed;
        }

        @Override
        public void run() {
            feed.accept(next);
        }
    }
}
