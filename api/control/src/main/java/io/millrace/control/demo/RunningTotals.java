package io.millrace.control.demo;

import io.millrace.table.Subscriber;
import io.millrace.value.RowView;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The totals as their changes say, whole epochs only. Written by the run's thread, read by any. */
final class RunningTotals implements Subscriber {
    private final long wantedRows;
    private final CountDownLatch complete = new CountDownLatch(1);
    private final Map<String, Total> current = new HashMap<>();
    private volatile Map<String, Total> published = Map.of();

    /** @param wantedRows orders after which the totals are complete, or −1 */
    RunningTotals(long wantedRows) {
        this.wantedRows = wantedRows;
    }

    @Override
    public void onChange(RowView row, long time, long diff) {
        Total change = new Total(row.getLong(1), row.getLong(2), row.getLong(3)).times(diff);
        current.merge(row.getString(0), change, (a, b) -> a.plus(b).isZero() ? null : a.plus(b));
    }

    @Override
    public void onTimeEnd(long time) {
        published = Map.copyOf(current);
        long orders = current.values().stream().mapToLong(Total::orders).sum();
        if (wantedRows >= 0 && orders >= wantedRows) {
            complete.countDown();
        }
    }

    @Override
    public boolean needsIds() {
        return false;
    }

    Map<String, Total> totals() {
        return published;
    }

    CountDownLatch complete() {
        return complete;
    }
}
