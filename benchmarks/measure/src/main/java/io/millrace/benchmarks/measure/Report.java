package io.millrace.benchmarks.measure;

import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What one run measured. {@link #toJson} is the result line, which also has what this process used.
 *
 * @param peer the engine, as {@code --peers} names it
 * @param input where the engine took its rows from: {@code memory}, {@code csv} or {@code jsonl}
 * @param rows rows fed; for {@code w4} of both sides
 * @param updatesOut rows of change delivered to the sink, where a result row that changes counts as two
 * @param stateBytes bytes of state at the end, or {@link #UNKNOWN}
 */
public record Report(
        String peer,
        String version,
        Task task,
        String input,
        long rows,
        long updatesOut,
        long stateBytes,
        RunClock clock,
        Figures check) {
    /** Stands for a figure that the engine does not tell; {@code null} in the result line. */
    public static final long UNKNOWN = -1;

    /** The result line, one JSON object; to be called at the end, when the process has used what it ever will. */
    public String toJson() {
        StringJoiner json = new StringJoiner(",", "{", "}");
        json.add(text("peer", peer));
        json.add(text("version", version));
        json.add(text("workload", task.variant().workload()));
        json.add(text("variant", task.variant().name()));
        json.add(text("input", input));
        json.add(number("rows", rows));
        json.add(number("epochs", clock.epochCount() == 0 ? UNKNOWN : clock.epochCount()));
        json.add(number("updates_out", updatesOut));
        json.add(decimal("epoch_ms_p50", clock.epochMillisP50()));
        json.add(decimal("epoch_ms_p99", clock.epochMillisP99()));
        json.add(number("workers", task.workers()));
        json.add(decimal("seconds", clock.seconds()));
        json.add(decimal("cpu_seconds", ProcessFigures.cpuSeconds()));
        json.add(decimal("cpu_seconds_run", clock.cpuSeconds()));
        json.add(number("rows_per_s", Math.round(rows / clock.seconds())));
        json.add(number("peak_rss_mb", ProcessFigures.peakRssMb()));
        json.add(number("state_bytes", stateBytes));
        StringJoiner figures = new StringJoiner(",", "{", "}");
        for (Map.Entry<String, Long> figure : check.values().entrySet()) {
            figures.add(quoted(figure.getKey()) + ":" + figure.getValue());
        }
        return json.add("\"check\":" + figures).toString();
    }

    private static String text(String name, String value) {
        return quoted(name) + ":" + quoted(value);
    }

    private static String number(String name, long value) {
        return quoted(name) + ":" + (value == UNKNOWN ? "null" : value);
    }

    private static String decimal(String name, double value) {
        return quoted(name) + ":" + (Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.4f", value));
    }

    private static String quoted(String value) {
        assert value.chars().allMatch(c -> c >= ' ' && c < 127 && c != '"' && c != '\\') : value;
        return '"' + value + '"';
    }
}
