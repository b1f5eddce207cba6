package io.millrace.benchmarks.measure;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The figures of the wide variants of {@code w1}, whose rows have eight columns: every column is in one figure, so that
 * no engine can leave a column out.
 */
public final class WideFigures implements Figures {
    private long rows;
    private long seqSum;
    private long quantitySum;
    private long centsSum;
    private long activeRows;
    private long secondsSum;
    private long textBytes;

    /**
     * Adds one row, or many rows at once with the sums of their columns.
     *
     * @param cents price times 100, rounded to the nearest integer row by row
     * @param seconds since 1970 of the timestamp
     * @param bytes UTF-8 length of the three text columns together
     */
    public void add(long rowCount, long seq, long quantity, long cents, long active, long seconds, long bytes) {
        rows += rowCount;
        seqSum += seq;
        quantitySum += quantity;
        centsSum += cents;
        activeRows += active;
        secondsSum += seconds;
        textBytes += bytes;
    }

    @Override
    public SequencedMap<String, Long> values() {
        SequencedMap<String, Long> values = new LinkedHashMap<>();
        values.put("rows", rows);
        values.put("seq_sum", seqSum);
        values.put("quantity_sum", quantitySum);
        values.put("cents_sum", centsSum);
        values.put("active_rows", activeRows);
        values.put("seconds_sum", secondsSum);
        values.put("text_bytes", textBytes);
        return values;
    }
}
