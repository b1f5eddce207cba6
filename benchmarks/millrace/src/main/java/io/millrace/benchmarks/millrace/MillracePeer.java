package io.millrace.benchmarks.millrace;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;

import io.millrace.batch.Batch;
import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.JoinFigures;
import io.millrace.benchmarks.measure.Report;
import io.millrace.benchmarks.measure.RunClock;
import io.millrace.benchmarks.measure.SumCountFigures;
import io.millrace.benchmarks.measure.Task;
import io.millrace.benchmarks.measure.WideFigures;
import io.millrace.benchmarks.measure.WordFigures;
import io.millrace.column.Column;
import io.millrace.port.Source;
import io.millrace.table.Pipeline;
import io.millrace.table.RunningPipeline;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.function.Consumer;

/** Runs one workload and prints its result line. */
public final class MillracePeer {
    private static final long MEMORY_LIMIT_BYTES = 12L << 30;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int[] TEXT_COLUMNS = {1, 2, 7};

    private final Task task;
    private final Pipeline pipeline;
    private final FirstRow first = new FirstRow();

    private MillracePeer(Task task) {
        this.task = task;
        this.pipeline = Pipeline.create().workers(task.workers()).memoryLimit(MEMORY_LIMIT_BYTES);
    }

    public static void main(String[] arguments) throws IOException {
        System.out.println(new MillracePeer(Task.parse(arguments)).run().toJson());
    }

    private Report run() throws IOException {
        return switch (task.variant().workload()) {
            case "w1" -> task.variant().shape().endsWith("-wide") ? wideRows() : words();
            case "w2" -> sums();
            case "w4" -> join();
            default -> throw new IllegalArgumentException("Millrace does not run " + task.variant());
        };
    }

    private Report sums() throws IOException {
        ColumnsInMemory rows = ColumnsInMemory.table(task.directory());
        int epochRows = task.epochRows(rows.rowCount());
        int epochs = Math.ceilDiv(rows.rowCount(), epochRows);
        Source source = new MemorySource(
                "rows", rows, epochs, epoch -> (int) Math.min(rows.rowCount(), (long) epoch * epochRows), first);
        Table sums = pipeline.read(source).groupBy("k").reduce(col("k"), sum("v").as("total"), count().as("n"));
        SumCountFigures figures = new SumCountFigures();
        return measured(sums, "memory", rows.rowCount(), figures, batch -> {
            Column keys = batch.column(0);
            Column totals = batch.column(1);
            Column counts = batch.column(2);
            for (int i = 0; i < batch.selectedCount(); i++) {
                int row = batch.selectedRow(i);
                figures.add(keys.getLong(row), totals.getLong(row), counts.getLong(row), batch.weight(row));
            }
        });
    }

    private Report join() throws IOException {
        ColumnsInMemory left = ColumnsInMemory.side(task.directory(), "left");
        ColumnsInMemory right = ColumnsInMemory.side(task.directory(), "right");
        int epochRows = task.epochRows(left.rowCount());
        int epochs = Math.ceilDiv(left.rowCount(), epochRows);
        Table lefts = pipeline.read(new MemorySource(
                "left", left, epochs, epoch -> (int) Math.min(left.rowCount(), (long) epoch * epochRows), first));
        // The right side runs in step with the left: after as many epochs it is at its end too.
        Table rights = pipeline.read(new MemorySource(
                "right", right, epochs, epoch -> (int) ((long) right.rowCount() * epoch / epochs), first));
        Table joined = lefts.join(rights, col("k"), col("k"))
                .select(left("v").as("a"), right("v").as("b"));
        JoinFigures figures = new JoinFigures();
        return measured(joined, "memory", left.rowCount() + (long) right.rowCount(), figures, batch -> {
            Column leftValues = batch.column(0);
            Column rightValues = batch.column(1);
            for (int i = 0; i < batch.selectedCount(); i++) {
                int row = batch.selectedRow(i);
                figures.add(leftValues.getLong(row), rightValues.getLong(row), batch.weight(row));
            }
        });
    }

    private Report words() {
        Table words = pipeline.read(
                lines("words", Schema.builder().column("word", Type.STRING).build()));
        Table counts = words.groupBy("word").reduce(col("word"), count().as("n"));
        WordFigures figures = new WordFigures();
        return measured(counts, format(), -1, figures, batch -> addWords(batch, figures));
    }

    /** Every column is decoded, and reaches the sink, which sums it up. */
    private Report wideRows() {
        Table rows = pipeline.read(lines(
                "wide",
                Schema.builder()
                        .column("seq", Type.INT64)
                        .column("user", Type.STRING)
                        .column("city", Type.STRING)
                        .column("quantity", Type.INT64)
                        .column("price", Type.FLOAT64)
                        .column("active", Type.BOOL)
                        .column("at", Type.DATE_TIME_NAIVE)
                        .column("note", Type.STRING)
                        .build()));
        WideFigures figures = new WideFigures();
        return measured(rows, format(), -1, figures, batch -> addWide(batch, figures));
    }

    private String format() {
        return task.variant().shape().startsWith("jsonl") ? "jsonl" : "csv";
    }

    /** The rows of the input file, in epochs as the variant wants them. */
    private Source lines(String name, Schema schema) {
        String file = task.directory().resolve(name + "." + format()).toString();
        Source source = format().equals("jsonl")
                ? io.millrace.files.Files.jsonLines(file, schema).asStatic()
                : io.millrace.files.Files.csv(file, schema).asStatic();
        return new EpochCutter(source, task.variant().live() ? task.batchRows() : Long.MAX_VALUE, first);
    }

    private static void addWide(Batch batch, WideFigures figures) {
        int rows = batch.selectedCount();
        long sequences = 0;
        long quantities = 0;
        long cents = 0;
        long active = 0;
        long seconds = 0;
        for (int i = 0; i < rows; i++) {
            int row = batch.selectedRow(i);
            sequences += batch.column(0).getLong(row);
            quantities += batch.column(3).getLong(row);
            cents += Math.round(batch.column(4).getDouble(row) * 100);
            active += batch.column(5).getBool(row) ? 1 : 0;
            seconds += batch.column(6).getLong(row) / NANOS_PER_SECOND;
        }
        figures.add(rows, sequences, quantities, cents, active, seconds, textBytes(batch));
    }

    private static long textBytes(Batch batch) {
        long bytes = 0;
        for (int column : TEXT_COLUMNS) {
            for (int i = 0; i < batch.selectedCount(); i++) {
                bytes += batch.column(column).bytesLength(batch.selectedRow(i));
            }
        }
        return bytes;
    }

    private static void addWords(Batch batch, WordFigures figures) {
        Column words = batch.column(0);
        Column counts = batch.column(1);
        for (int i = 0; i < batch.selectedCount(); i++) {
            int row = batch.selectedRow(i);
            long hash = 0;
            int length = words.bytesLength(row);
            for (int at = 0; at < length; at++) {
                hash = Figures.mix(hash, words.getByte(row, at) & 0xFF);
            }
            figures.addHashed(hash, counts.getLong(row), batch.weight(row));
        }
    }

    /** Runs the pipeline with a sink on the result; {@code rows} is −1 where only the run can count them. */
    private Report measured(Table result, String input, long rows, Figures figures, Consumer<Batch> add) {
        FigureSink sink = new FigureSink(first, add);
        pipeline.write(result, sink);
        try (RunningPipeline running = pipeline.start()) {
            running.await();
            RunClock clock = first.clock();
            clock.stop();
            io.millrace.table.Progress progress = running.progress();
            return new Report(
                    "millrace",
                    "0.1.0",
                    task,
                    input,
                    rows < 0 ? progress.rows() : rows,
                    sink.updates(),
                    progress.stateBytes(),
                    clock,
                    figures);
        }
    }
}
