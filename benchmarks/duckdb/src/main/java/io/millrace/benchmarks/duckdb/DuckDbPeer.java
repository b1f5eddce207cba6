package io.millrace.benchmarks.duckdb;

import io.millrace.benchmarks.measure.Figures;
import io.millrace.benchmarks.measure.JoinFigures;
import io.millrace.benchmarks.measure.KeyedRows;
import io.millrace.benchmarks.measure.Report;
import io.millrace.benchmarks.measure.RunClock;
import io.millrace.benchmarks.measure.SumCountFigures;
import io.millrace.benchmarks.measure.Task;
import io.millrace.benchmarks.measure.WideFigures;
import io.millrace.benchmarks.measure.WordFigures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Runs one workload and prints its result line. The timed part is one statement, which leaves the whole result in a table
 * in memory: that is how the result is consumed. The figures are read from that table afterwards.
 */
public final class DuckDbPeer {
    private final Task task;
    private final Connection connection;

    private DuckDbPeer(Task task, Connection connection) {
        this.task = task;
        this.connection = connection;
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        Task task = Task.parse(arguments);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            DuckDbPeer peer = new DuckDbPeer(task, connection);
            peer.execute("SET threads = " + task.workers());
            peer.execute("SET preserve_insertion_order = false");
            System.out.println(peer.run().toJson());
        }
    }

    private Report run() throws IOException, SQLException {
        if (task.variant().live()) {
            throw new IllegalArgumentException("DuckDB has no live form of " + task.variant());
        }
        String shape = task.variant().shape();
        return switch (task.variant().workload()) {
            case "w1" -> shape.endsWith("-wide") ? wideRows(input(shape)) : words(input(shape));
            case "w2" -> sumsAndCounts();
            case "w4" -> join();
            default -> throw new IllegalArgumentException("unknown workload " + task.variant());
        };
    }

    private static String input(String shape) {
        return shape.startsWith("jsonl") ? "jsonl" : "csv";
    }

    private Report words(String input) throws SQLException {
        String source = input.equals("csv")
                ? "read_csv(%s, header = true, columns = {'word': 'VARCHAR'}, delim = ',', quote = '\"', escape = '\"', "
                        + "auto_detect = false)"
                : "read_json(%s, format = 'newline_delimited', columns = {'word': 'VARCHAR'})";
        RunClock clock = timed("SELECT word, count(*) AS n FROM " + from(source, "words." + input) + " GROUP BY word");
        WordFigures figures = new WordFigures();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT word, n FROM result")) {
            while (rows.next()) {
                byte[] word = rows.getString(1).getBytes(StandardCharsets.UTF_8);
                figures.add(word, 0, word.length, rows.getLong(2), 1);
            }
        }
        return report(
                input, figures.values().get("sum_of_counts"), figures.values().get("groups"), clock, figures);
    }

    private Report wideRows(String input) throws SQLException {
        String columns =
                "{'seq': 'BIGINT', 'user': 'VARCHAR', 'city': 'VARCHAR', 'quantity': 'BIGINT', 'price': 'DOUBLE', "
                        + "'active': 'BOOLEAN', 'at': 'TIMESTAMP', 'note': 'VARCHAR'}";
        String source = input.equals("csv")
                ? "read_csv(%s, header = true, columns = " + columns
                        + ", delim = ',', quote = '\"', escape = '\"', auto_detect = false)"
                : "read_json(%s, format = 'newline_delimited', columns = " + columns + ")";
        RunClock clock = timed("SELECT count(*), sum(seq)::BIGINT, sum(quantity)::BIGINT, "
                + "sum(round(price * 100)::BIGINT)::BIGINT, count(*) FILTER (active), sum(epoch(\"at\")::BIGINT)::BIGINT, "
                + "sum(strlen(\"user\") + strlen(city) + strlen(note))::BIGINT FROM " + from(source, "wide." + input));
        WideFigures figures = new WideFigures();
        try (Statement statement = connection.createStatement();
                ResultSet sums = statement.executeQuery("SELECT * FROM result")) {
            sums.next();
            figures.add(
                    sums.getLong(1),
                    sums.getLong(2),
                    sums.getLong(3),
                    sums.getLong(4),
                    sums.getLong(5),
                    sums.getLong(6),
                    sums.getLong(7));
        }
        long rows = figures.values().get("rows");
        return report(input, rows, 1, clock, figures);
    }

    private Report sumsAndCounts() throws IOException, SQLException {
        KeyedRows rows = KeyedRows.readTable(task.directory());
        int rowCount = rows.rowCount();
        boolean weighted = rows.weights() != null;
        load("input", rows);
        RunClock clock = timed(
                weighted
                        ? "SELECT k, sum(v * d)::BIGINT AS s, sum(d)::BIGINT AS n FROM input GROUP BY k HAVING sum(d) <> 0"
                        : "SELECT k, sum(v)::BIGINT AS s, count(*) AS n FROM input GROUP BY k");
        SumCountFigures figures = new SumCountFigures();
        try (Statement statement = connection.createStatement();
                ResultSet groups = statement.executeQuery("SELECT k, s, n FROM result")) {
            while (groups.next()) {
                figures.add(groups.getLong(1), groups.getLong(2), groups.getLong(3), 1);
            }
        }
        return report("memory", rowCount, figures.values().get("groups"), clock, figures);
    }

    /** Every match is computed and consumed by an aggregate, as the sinks of the other engines consume it. */
    private Report join() throws IOException, SQLException {
        KeyedRows left = KeyedRows.readSide(task.directory(), "left");
        KeyedRows right = KeyedRows.readSide(task.directory(), "right");
        int rowCount = left.rowCount() + right.rowCount();
        load("left_side", left);
        load("right_side", right);
        RunClock clock =
                timed("SELECT count(*), sum(xor(l.v, r.v))::BIGINT FROM left_side l JOIN right_side r USING (k)");
        JoinFigures figures = new JoinFigures();
        try (Statement statement = connection.createStatement();
                ResultSet sums = statement.executeQuery("SELECT * FROM result")) {
            sums.next();
            figures.addSums(sums.getLong(1), sums.getLong(2));
        }
        return report("memory", rowCount, figures.values().get("output_rows"), clock, figures);
    }

    private RunClock timed(String query) throws SQLException {
        String statement = "CREATE TABLE result AS " + query;
        RunClock clock = RunClock.start();
        execute(statement);
        clock.epochEnded();
        clock.stop();
        return clock;
    }

    private void load(String table, KeyedRows rows) throws SQLException {
        boolean weighted = rows.weights() != null;
        execute("CREATE TABLE " + table + " (k BIGINT, v BIGINT" + (weighted ? ", d TINYINT)" : ")"));
        DuckDBConnection duckdb = connection.unwrap(DuckDBConnection.class);
        try (DuckDBAppender appender = duckdb.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table)) {
            for (int row = 0; row < rows.rowCount(); row++) {
                appender.beginRow();
                appender.append(rows.keys()[row]);
                appender.append(rows.values()[row]);
                if (weighted) {
                    appender.append(rows.weights()[row]);
                }
                appender.endRow();
            }
        }
    }

    private Report report(String input, long rows, long updatesOut, RunClock clock, Figures figures)
            throws SQLException {
        String version;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version()")) {
            row.next();
            version = row.getString(1);
        }
        return new Report("duckdb", version, task, input, rows, updatesOut, Report.UNKNOWN, clock, figures);
    }

    private String from(String source, String file) {
        Path path = task.directory().resolve(file);
        return String.format(source, "'" + path.toString().replace("'", "''") + "'");
    }

    private void execute(String statement) throws SQLException {
        try (Statement prepared = connection.createStatement()) {
            prepared.execute(statement);
        }
    }
}
