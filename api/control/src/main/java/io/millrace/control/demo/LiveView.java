package io.millrace.control.demo;

import io.millrace.table.Progress;
import io.millrace.table.RunningPipeline;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Shows the totals and how fast they come: drawn over itself in a terminal, a line at a time elsewhere. One thread. */
final class LiveView {
    private static final String CLEAR_TO_END = "\u001b[J";

    private final PrintWriter out;
    private final boolean isTerminal;
    private final long wantedRows;
    private final Histogram latencies = new Histogram(3);
    private long lastNanos = System.nanoTime();
    private long lastRows = -1;
    private int drawnLines;

    /** @param wantedRows orders in all, or −1 */
    LiveView(PrintWriter out, boolean isTerminal, long wantedRows) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.wantedRows = wantedRows;
    }

    /** Shows how far the run is; rows of former runs count, but not for the rate. */
    void show(RunningPipeline running, Map<String, Total> totals) {
        Progress progress = running.progress();
        latencies.add(running.takeLatencies());
        long now = System.nanoTime();
        long orders = totals.values().stream().mapToLong(Total::orders).sum();
        double rate = lastRows < 0 ? 0 : (orders - lastRows) * 1e9 / (now - lastNanos);
        lastNanos = now;
        lastRows = orders;
        String line = String.format(
                Locale.ROOT,
                "%,d orders%s  %,.0f rows/s  epochs %,d  latency p50 %.1f ms, p99 %.1f ms  state %,d kB",
                orders,
                wantedRows < 0 ? "" : String.format(Locale.ROOT, " of %,d%s", wantedRows, timeLeft(orders, rate)),
                rate,
                progress.epochs(),
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3,
                progress.stateBytes() >> 10);
        if (isTerminal) {
            draw(line, new TreeMap<>(totals));
        } else {
            long cents = totals.values().stream().mapToLong(Total::cents).sum();
            out.printf(Locale.ROOT, "%s  revenue %,.2f%n", line, cents / 100.0);
        }
        out.flush();
    }

    private String timeLeft(long orders, double rate) {
        return rate <= 0 ? "" : String.format(Locale.ROOT, " (%.0f s left)", (wantedRows - orders) / rate);
    }

    private void draw(String line, Map<String, Total> totals) {
        if (drawnLines > 0) {
            out.print("\u001b[" + drawnLines + "A\r");
        }
        out.print(CLEAR_TO_END);
        out.println(line);
        out.printf("%-12s %14s %14s %18s%n", "category", "orders", "quantity", "revenue");
        totals.forEach((category, total) -> out.printf(
                Locale.ROOT,
                "%-12s %,14d %,14d %,18.2f%n",
                category,
                total.orders(),
                total.quantity(),
                total.cents() / 100.0));
        drawnLines = totals.size() + 2;
    }
}
