package io.millrace.benchmarks.flink;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.JoinFigures;
import io.millrace.benchmarks.measure.Report;
import io.millrace.benchmarks.measure.RunClock;
import io.millrace.benchmarks.measure.SumCountFigures;
import io.millrace.benchmarks.measure.Task;
import io.millrace.benchmarks.measure.WordFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Runs one workload and prints its result line. */
public final class FlinkPeer {
    private final Task task;

    private FlinkPeer(Task task) {
        this.task = task;
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println(new FlinkPeer(Task.parse(arguments)).run().toJson());
        System.exit(0); // threads of the planner's class loader would keep the process up
    }

    private Report run() throws Exception {
        if (!task.variant().live()) {
            throw new IllegalArgumentException("Flink runs live forms only, not " + task.variant());
        }
        return switch (task.variant().workload()) {
            case "w1" -> words();
            case "w2" -> sumsAndCounts();
            case "w4" -> join();
            default -> throw new IllegalArgumentException("unknown workload " + task.variant());
        };
    }

    private Report words() throws Exception {
        Path file = task.directory().resolve("words.csv");
        JobExecutionResult result = execute(
                List.of("CREATE TABLE words (word STRING) WITH ('connector' = 'filesystem', 'path' = '" + file.toUri()
                        + "', 'format' = 'csv')"),
                "word STRING, n BIGINT",
                FigureKind.WORDS,
                "SELECT word, COUNT(*) FROM words WHERE word <> 'word' GROUP BY word");
        WordFigures figures = new WordFigures();
        figures.addSums(
                FigureKind.value(result, "groups"),
                FigureKind.value(result, "sum_of_counts"),
                FigureKind.value(result, "sum_of_squares"),
                FigureKind.value(result, "checksum"));
        return report("csv", FigureKind.value(result, "sum_of_counts"), result, figures);
    }

    private Report sumsAndCounts() throws Exception {
        JobExecutionResult result = execute(
                List.of(table("input", "keys.i64", "vals.i64", "", task.batchRows())),
                "k BIGINT, s BIGINT, n BIGINT",
                FigureKind.SUMS_AND_COUNTS,
                "SELECT k, SUM(v), COUNT(*) FROM input GROUP BY k");
        SumCountFigures figures = new SumCountFigures();
        figures.addSums(
                FigureKind.value(result, "groups"),
                FigureKind.value(result, "sum_of_sums"),
                FigureKind.value(result, "sum_of_counts"),
                FigureKind.value(result, "checksum"));
        return report("memory", rowCount("keys.i64"), result, figures);
    }

    private Report join() throws Exception {
        JobExecutionResult result = execute(
                List.of(
                        table("left_side", "left_key.i64", "left_val.i64", "", task.batchRows()),
                        table("right_side", "right_key.i64", "right_val.i64", ", PRIMARY KEY (k) NOT ENFORCED", 0)),
                "l BIGINT, r BIGINT",
                FigureKind.JOIN,
                "SELECT l.v, r.v FROM left_side l JOIN right_side r ON l.k = r.k");
        JoinFigures figures = new JoinFigures();
        figures.addSums(FigureKind.value(result, "output_rows"), FigureKind.value(result, "xor_sum"));
        return report("memory", rowCount("left_key.i64") + rowCount("right_key.i64"), result, figures);
    }

    private String table(String name, String keys, String values, String constraint, int epochRows) {
        return "CREATE TABLE " + name + " (k BIGINT NOT NULL, v BIGINT NOT NULL" + constraint
                + ") WITH ('connector' = '"
                + RowSourceFactory.NAME + "', 'directory' = '" + task.directory() + "', 'keys' = '" + keys
                + "', 'values' = '" + values + "', 'epoch-rows' = '" + epochRows + "')";
    }

    private JobExecutionResult execute(List<String> sources, String columns, FigureKind kind, String query)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.setString("pipeline.object-reuse", "true");
        configuration.setString("table.exec.mini-batch.enabled", "true");
        configuration.setString(
                "table.exec.mini-batch.size", Integer.toString(Math.ceilDiv(task.batchRows(), task.workers())));
        // The size alone ends a mini-batch, and one operator aggregates, so that an epoch has the rows it should have.
        configuration.setString("table.exec.mini-batch.allow-latency", "1 h");
        configuration.setString("table.optimizer.agg-phase-strategy", "ONE_PHASE");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(task.workers(), configuration);
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        for (String source : sources) {
            tables.executeSql(source);
        }
        tables.executeSql("CREATE TABLE figures (" + columns + ") WITH ('connector' = '" + FigureSinkFactory.NAME
                + "', 'kind' = '" + kind + "')");
        StreamStatementSet statements = tables.createStatementSet();
        statements.addInsertSql("INSERT INTO figures " + query);
        statements.attachAsDataStream();
        return environment.execute(task.variant().toString());
    }

    private long rowCount(String column) throws IOException {
        return Files.size(task.directory().resolve(column)) / Long.BYTES;
    }

    private Report report(String input, long rows, JobExecutionResult result, Figures figures) {
        RunClock clock = RunClock.start();
        FigureFunction.readInto(clock, result);
        return new Report(
                "flink",
                EnvironmentInformation.getVersion(),
                task,
                input,
                rows,
                FigureKind.value(result, FigureFunction.UPDATES_OUT),
                Report.UNKNOWN,
                clock,
                figures);
    }
}
