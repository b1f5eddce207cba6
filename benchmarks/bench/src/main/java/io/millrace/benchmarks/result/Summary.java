package io.millrace.benchmarks.result;

import java.util.List;
import java.util.Locale;

/**
 * The engines' figures on one variant as a small table for people. Processor time is that of the timed part, and of the
 * whole process under "all".
 */
public final class Summary {
    private Summary() {}

    /** The table's lines, heading first. */
    public static String of(List<ResultLine> lines) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "  %-12s %-7s %9s %13s %9s %9s %9s %8s %9s %9s%n",
                "peer",
                "input",
                "M rows/s",
                "M rows/cpu s",
                "seconds",
                "cpu s",
                "cpu s all",
                "RSS MB",
                "epoch p50",
                "p99 ms"));
        for (ResultLine line : lines) {
            table.append(String.format(
                    Locale.ROOT,
                    "  %-12s %-7s %9.2f %13.2f %9.2f %9.2f %9.2f %8d %9s %9s%n",
                    line.peer(),
                    line.input(),
                    line.rows() / line.seconds() / 1e6,
                    line.rows() / line.cpuSecondsRun() / 1e6,
                    line.seconds(),
                    line.cpuSecondsRun(),
                    line.cpuSeconds(),
                    line.peakRssMb(),
                    millis(line.epochMillis("p50")),
                    millis(line.epochMillis("p99"))));
        }
        return table.toString().stripTrailing();
    }

    private static String millis(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }
}
