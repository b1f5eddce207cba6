package io.millrace.benchmarks.measure;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The figures of {@code w4}, whose result has the values of both sides of each match. */
public final class JoinFigures implements Figures {
    private long outputRows;
    private long xorSum;

    /** Adds a row of the result {@code weight} times. */
    public void add(long leftValue, long rightValue, long weight) {
        outputRows += weight;
        xorSum += (leftValue ^ rightValue) * weight;
    }

    /** Adds what another thread's sink, or the engine itself, has summed. */
    public void addSums(long rows, long xorSumOfRows) {
        outputRows += rows;
        xorSum += xorSumOfRows;
    }

    @Override
    public SequencedMap<String, Long> values() {
        SequencedMap<String, Long> values = new LinkedHashMap<>();
        values.put("output_rows", outputRows);
        values.put("xor_sum", xorSum);
        return values;
    }
}
